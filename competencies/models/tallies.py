"""Counts that are kept of ranges of organisations, so that an overview of everybody reads a few rows (ADR 0039)."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

WIDTH = 5_000
"""So many primary keys of organisations share a tally."""


class TallyQuerySet(models.QuerySet["Tally"]):
    """Lookups of tallies."""

    def to_count(self, as_of: date, *, before: datetime) -> Self:
        """Those whose facts changed, that show another day, or were counted before the moment; the oldest first."""
        old = Q(stale=True) | Q(counted_at=None) | ~Q(on=as_of) | Q(counted_at__lt=before)
        return self.filter(old).order_by(F("counted_at").asc(nulls_first=True), "first")

    def behind(self, as_of: date) -> Self:
        """Those of which it is known that they do not show what holds on the day."""
        return self.filter(Q(stale=True) | Q(on=None) | ~Q(on=as_of))


class Tally(models.Model):
    """What holds on the day `on` of the organisations with primary keys from `first` up to the next tally.

    `counts`: as `competencies.counts.counted` makes them. `stale`: the journal names one of them since they were
    counted. `journal`: up to which entry the journal was read when the tally was last marked.
    """

    first = models.BigIntegerField(primary_key=True)
    counts = models.JSONField(default=dict)
    on = models.DateField(null=True)
    counted_at = models.DateTimeField(null=True)
    stale = models.BooleanField(default=True, db_default=True)
    journal = models.BigIntegerField(default=0, db_default=0)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"organisations from {self.first}"
