"""Credit that somebody misses: achievements that are not shown, and figures that are disputed (C7, E7)."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from competencies.models.figures import Reading
from competencies.models.overrides import Override
from competencies.models.transcripts import Achievement
from partners.models import Organisation, User

NEAR = timedelta(days=31)
"""So far may the day that somebody names lie from the day that the vendor's system gives it."""

EVIDENCE_KEPT = timedelta(days=90)
"""So long the evidence of a report that is answered or closed is kept."""


class CreditKind(models.TextChoices):
    """What is missing."""

    ACHIEVEMENT = "achievement", _("missing achievement")
    FIGURE = "figure", _("disputed figure")


class CreditState(models.TextChoices):
    """What became of a report. Staff's answer is not the end: a feed may still bring what is missing."""

    WAITING = "waiting", _("waiting for an answer")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("has come, closed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EvidenceType(models.TextChoices):
    """What evidence may be, as its content says."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"


class CreditReportQuerySet(models.QuerySet["CreditReport"]):
    """Lookups of reports."""

    def visible_to(self, user: User) -> Self:
        """The user's own: what a person misses is nobody else's affair (A7)."""
        return self.filter(reporter_id=user.pk)

    def about_achievements(self) -> Self:
        """Those of missing achievements."""
        return self.filter(kind=CreditKind.ACHIEVEMENT)

    def about_figures(self) -> Self:
        """Those of disputed figures."""
        return self.filter(kind=CreditKind.FIGURE)

    def waiting(self) -> Self:
        """Those that staff has not answered."""
        return self.filter(state=CreditState.WAITING)

    def open(self) -> Self:
        """Those that what they miss would close."""
        return self.filter(state__in=[CreditState.WAITING, CreditState.ANSWERED])

    def come(self) -> Self:
        """Those open ones whose achievement or figure is there now, the oldest first (G10)."""
        earned = Achievement.objects.filter(
            transcript__user=OuterRef("reporter"),
            credential=OuterRef("credential"),
            earned_on__gte=OuterRef("day_from"),
            earned_on__lt=OuterRef("day_until"),
            revoked_on=None,
        )
        read = Reading.objects.filter(
            organisation=OuterRef("organisation"),
            metric=OuterRef("metric"),
            on=OuterRef("day"),
            amount=OuterRef("amount"),
        )
        here = Q(kind=CreditKind.ACHIEVEMENT) & Exists(earned) | Q(kind=CreditKind.FIGURE) & Exists(read)
        return self.open().filter(here).order_by("pk")

    def with_old_evidence(self, as_of: date) -> Self:
        """Those whose evidence is needed no more: withdrawn, or settled long enough ago."""
        old = Q(state=CreditState.WITHDRAWN) | Q(settled_on__lte=as_of - EVIDENCE_KEPT)
        return self.exclude(evidence="").filter(old).order_by("pk")


class CreditReport(models.Model):
    """A report of missing credit, with its evidence. `organisation`: where it was reported from.

    `credential`, or `metric`: what is missing. `day`: on which it was earned, or read; `[day_from, day_until)`:
    on which what comes may lie. `amount`: what the figure should be; `shown`: what it was when it was disputed.
    `evidence`: the name of the file in the store, empty once it is removed. `settled_on`: of the last state.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=CreditKind)
    reporter = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="credit_reports", verbose_name=_("reported by")
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credit_reports")
    credential = models.CharField(_("credential"), max_length=80, blank=True, default="")
    metric = models.CharField(_("metric"), max_length=80, blank=True, default="")
    day = models.DateField(_("day"))
    day_from = models.DateField(editable=False)
    day_until = models.DateField(editable=False)
    amount = models.DecimalField(_("should be"), max_digits=15, decimal_places=2, null=True, blank=True)
    shown = models.DecimalField(_("was shown as"), max_digits=15, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    reported_on = models.DateField(_("reported on"))
    state = models.CharField(_("state"), max_length=20, choices=CreditState, default=CreditState.WAITING)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    override = models.ForeignKey(Override, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=64, blank=True, default="", editable=False)
    evidence_type = models.CharField(
        _("evidence"), max_length=40, choices=EvidenceType, blank=True, default=""
    )

    free_texts: ClassVar = ("note", "answer")

    objects = CreditReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of missing credit")
        verbose_name_plural = _("reports of missing credit")
        indexes = [
            models.Index(
                fields=["reporter", "credential"],
                condition=Q(state__in=["waiting", "answered"]),
                name="credit_report_open",
            ),
            models.Index(fields=["settled_on"], condition=~Q(evidence=""), name="credit_report_evidence"),
            models.Index(fields=["state", "-id"], name="credit_report_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="achievement", metric="", amount=None, shown=None) & ~Q(credential="")
                | Q(kind="figure", credential="", amount__isnull=False) & ~Q(metric=""),
                name="credit_report_of_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_on=None)
                | Q(state__in=["answered", "closed", "withdrawn"], settled_on__isnull=False),
                name="credit_report_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answer="") | Q(answered_by__isnull=False) & ~Q(answer=""),
                name="credit_report_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(day_from__lte=F("day"), day_until__gt=F("day")), name="credit_report_near_its_day"
            ),
            UniqueConstraint(
                fields=["reporter", "credential", "day"],
                condition=Q(kind="achievement", state="waiting"),
                name="credit_report_one_waiting_per_achievement",
            ),
            UniqueConstraint(
                fields=["organisation", "metric", "day"],
                condition=Q(kind="figure", state="waiting"),
                name="credit_report_one_waiting_per_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential or self.metric} {self.day.isoformat()}"

    @property
    def is_open(self) -> bool:
        """Whether what is missing would close it."""
        return self.state in (CreditState.WAITING, CreditState.ANSWERED)
