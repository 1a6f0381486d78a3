"""Runs of the vendor's feeds: how far each is, what was wrong, whom it concerns (C2, G11)."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q, Subquery, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, User


class Feed(models.TextChoices):
    """The four kinds of files that the vendor sends."""

    ACHIEVEMENTS = "achievements", _("achievements")
    TRANSCRIPTS = "transcripts", _("transcripts")
    READINGS = "readings", _("readings")
    ATTESTATIONS = "attestations", _("attestations")


class Stage(models.TextChoices):
    """How far a run is; each begins where the one before it left the database."""

    STAGING = "staging", _("reading the file")
    SIFTING = "sifting", _("looking for rows with one key")
    MERGING = "merging", _("taking the rows over")
    MARKING = "marking", _("having organisations reviewed")
    FINISHED = "finished", _("finished")
    REFUSED = "refused", _("refused")


class FeedRunQuerySet(models.QuerySet["FeedRun"]):
    """Lookups of runs."""

    def unfinished(self) -> Self:
        """Those that somebody has to go on with, the oldest first."""
        return self.exclude(stage__in=[Stage.FINISHED, Stage.REFUSED]).order_by("pk")

    def workable(self) -> Self:
        """Those that a worker can go on with: a file that is no copy of the portal's is its command's to read."""
        return self.unfinished().filter(Q(owned=True) | ~Q(stage=Stage.STAGING))

    def finished(self) -> Self:
        """Those whose rows have all been taken over."""
        return self.filter(stage=Stage.FINISHED)

    def freshest(self) -> dict[str, "FeedRun"]:
        """Of each kind the loaded file with the latest time (G11), in one query; a kind never loaded is left out."""
        newest = [Q(pk=Subquery(self._latest(feed).values("pk")[:1])) for feed in Feed]
        return {run.feed: run for run in self.filter(reduce(or_, newest))}

    def latest_time(self, feed: Feed) -> Subquery:
        """The time of that file of one kind, to be asked for beside something else."""
        return Subquery(self._latest(feed).values("generated_at")[:1])

    def _latest(self, feed: Feed) -> Self:
        rows: Any = self.model.objects.finished().filter(feed=feed)
        found: Self = rows.order_by("-generated_at", "-pk")
        return found


class FeedRun(models.Model):
    """One file on its way into the portal. All its state is here: whoever takes it up goes on from it.

    `path`: the file, read again after a crash. `owned`: it is the portal's own copy, removed afterwards.
    `digest`: SHA-256 of the whole file. `offset`, `line`: how much of it is staged, in bytes and in lines.
    `merged_line`: up to which line the rows are taken over. `holder`, `leased_until`: who works at it.
    """

    feed = models.CharField(_("feed"), max_length=20, choices=Feed)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.STAGING)
    name = models.CharField(_("file name"), max_length=255)
    path = models.TextField(editable=False)
    owned = models.BooleanField(default=False, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"))
    columns = models.JSONField(default=list, editable=False)
    generated_at = models.DateTimeField(_("time of the file"))
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    offset = models.PositiveBigIntegerField(default=0, editable=False)
    line = models.PositiveBigIntegerField(_("lines read"), default=0)
    merged_line = models.PositiveBigIntegerField(default=0, editable=False)
    staged = models.PositiveBigIntegerField(_("good rows"), default=0)
    bad = models.PositiveBigIntegerField(_("bad rows"), default=0)
    written = models.PositiveBigIntegerField(_("rows written"), default=0)
    organisations = models.PositiveBigIntegerField(_("organisations concerned"), default=0)
    refusal = models.CharField(_("why it was refused"), max_length=40, blank=True, default="")
    holder = models.CharField(max_length=120, blank=True, default="", editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeedRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed run")
        verbose_name_plural = _("feed runs")
        indexes = [
            models.Index(fields=["feed", "-finished_at"], name="feed_run_by_finish"),
            models.Index(
                fields=["feed", "-generated_at"], condition=Q(stage="finished"), name="feed_run_by_time"
            ),
            models.Index(
                fields=["id"],
                condition=~Q(stage__in=["finished", "refused"]),
                name="feed_run_unfinished",
            ),
        ]
        constraints = [
            UniqueConstraint(
                fields=["feed", "digest"],
                condition=~Q(stage__in=["finished", "refused"]),
                name="feed_run_one_open_per_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_feed_display()}: {self.name}"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.stage in (Stage.FINISHED, Stage.REFUSED)


class Flaw(models.TextChoices):
    """What can be wrong with a row; in the words of the report."""

    NOT_UTF8 = "not-utf-8", _("is not UTF-8 text")
    TOO_LONG_LINE = "line-too-long", _("the line is too long")
    BAD_QUOTES = "bad-quotes", _("quotation marks are not closed or not doubled")
    FIELD_COUNT = "field-count", _("the line has too many or too few fields")
    CONTROL = "control-character", _("holds a character that cannot be printed")
    MISSING = "missing", _("is empty")
    TOO_LONG = "too-long", _("is too long")
    NOT_A_DAY = "not-a-day", _("is not a day; write YYYY-MM-DD")
    NOT_AN_AMOUNT = "not-an-amount", _("is not an amount of at most 13 digits and two decimal places")
    NOT_AN_ID = "not-an-id", _("is not an MPN ID")
    NOT_AN_ADDRESS = "not-an-address", _("is not an email address")
    BACKWARDS = "backwards", _("lies before the day from which it holds")
    UNKNOWN_ORGANISATION = "unknown-organisation", _("no organisation has this MPN ID")
    ERASED = "erased", _("belongs to a person whose data were erased")
    REPLACED = "replaced", _("a later line of the file has the same key and was taken instead")


class FeedFlaw(models.Model):
    """One bad row: which line, which field, why. Never what stood there: it may be a secret (C2)."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="flaws")
    line = models.PositiveBigIntegerField(_("line"))
    field = models.CharField(_("field"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=40, choices=Flaw)

    class Meta:
        verbose_name = _("bad row")
        verbose_name_plural = _("bad rows")
        indexes = [models.Index(fields=["run", "line"], name="feed_flaw_by_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class FeedTouch(models.Model):
    """An organisation whose facts a run has changed, until it is marked due at the run's end."""

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="touches")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["run", "organisation"], name="feed_touch_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} by {self.run_id}"
