"""Rows of a feed between the file and the tables of facts (C2)."""

from typing import Any

from django.db import models
from django.db.models import UniqueConstraint

from competencies.models.feeds import FeedRun


class StagedRow(models.Model):
    """A checked row of a file that waits to be taken over; gone afterwards."""

    # Unchecked by the database: millions of rows come and go with their run, which is never deleted.
    run = models.ForeignKey(
        FeedRun, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    line = models.PositiveBigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"line {self.line}"


def once(name: str) -> list[Any]:
    """A line is staged once, even by a process that believes it still holds the run."""
    return [UniqueConstraint(fields=["run", "line"], name=name)]


class StagedAchievement(StagedRow):
    """A row of the credential feed."""

    mcid = models.CharField(max_length=40)
    credential = models.CharField(max_length=80)
    earned_on = models.DateField()
    expires_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = once("staged_achievement_line")


class StagedTranscript(StagedRow):
    """A row of the transcripts feed; the access code is hashed before it comes here."""

    mcid = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    access_code_hash = models.CharField(max_length=64)

    class Meta:
        constraints = once("staged_transcript_line")


class StagedReading(StagedRow):
    """A row of the readings feed."""

    mpn_id = models.PositiveBigIntegerField()
    metric = models.CharField(max_length=80)
    on = models.DateField()
    amount = models.DecimalField(max_digits=15, decimal_places=2)

    class Meta:
        constraints = once("staged_reading_line")


class StagedAttestation(StagedRow):
    """A row of the attestations feed."""

    mpn_id = models.PositiveBigIntegerField()
    attestation = models.CharField(max_length=80)
    reference = models.CharField(max_length=120)
    starts_on = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = once("staged_attestation_line")
