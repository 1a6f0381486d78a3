"""Where an organisation stands: one compact row each, written only by a review (decision 2)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Index, Min, Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class StandingQuerySet(models.QuerySet["Standing"]):
    """Lookups of standings, and the mark that makes one due."""

    def due(self, as_of: date, rules_version: int) -> Self:
        """Those whose day has come, or that were judged under older rules (decision 5)."""
        return self.filter(Q(next_review_on__lte=as_of) | Q(rules_version__lt=rules_version))

    def any_due(self, as_of: date, rules_version: int) -> bool:
        """Whether any is: the first entries of two indexes tell, however many standings there are."""
        found = self.aggregate(soonest=Min("next_review_on"), oldest=Min("rules_version"))
        soonest, oldest = found["soonest"], found["oldest"]
        return (soonest is not None and soonest <= as_of) or (oldest is not None and oldest < rules_version)

    def at_risk(self) -> Self:
        """Those with an alert that stands (E4)."""
        return self.exclude(risk_kind="")

    def mark_due(self, organisations: Iterable[Organisation | int], on: date) -> int:
        """Have these reviewed from the day on: every writer of a fact says so in its own transaction.

        A day that was due before it stays due. Returns how many standings there are.
        """
        rows = self.filter(organisation__in=organisations)
        return rows.update(next_review_on=Least(Coalesce("next_review_on", on), on))


class Stage(models.TextChoices):
    """How far a competency level is (D3); the values are the letters packed into `Standing.stages`."""

    ACTIVE = "a", _("active")
    QUALIFIED = "q", _("qualified")
    STARTED = "s", _("started")
    NOT_STARTED = "-", _("not started")


class RiskKind(models.TextChoices):
    """What an alert says of the renewal, the gravest first (E4)."""

    REFUSED = "refused", _("renewal will be refused")
    DISPLAYED_LEVEL_LOST = "displayed-level-lost", _("a displayed level will be lost")
    UPGRADE_LOST = "upgrade-lost", _("an upgrade will be lost")


class Standing(models.Model):
    """The result of the last review of an organisation.

    `stages`: competency key → one letter of `Stage` for each level, lowest first ("aq"); a competency
    with nothing started is left out. `risk`: empty, or as `competencies.review.risk` writes it.
    `risk_kind`, `risk_on`: of its gravest alert, and the first day without what it is about; none once it is lost.
    `waiting`: what feeds changed since, as causes (`Cause.as_data`); the next review takes them up.
    `started` is as of the last review; everything else holds until `next_review_on`.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    rules_version = models.PositiveIntegerField(_("rules version"), default=0)
    stages = models.JSONField(_("stages"), default=dict, blank=True)
    risk = models.JSONField(_("risk"), default=dict, blank=True)
    risk_kind = models.CharField(
        _("at risk"), max_length=30, choices=RiskKind, blank=True, default="", db_default=""
    )
    risk_on = models.DateField(_("lapses on"), null=True, blank=True)
    waiting = models.JSONField(_("causes that wait for a review"), default=list, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [
            Index(fields=["next_review_on", "organisation"], name="standing_by_next_review"),
            Index(fields=["rules_version", "organisation"], name="standing_by_rules_version"),
            Index(
                fields=["risk_kind", "risk_on", "-organisation"],
                condition=~Q(risk_kind=""),
                name="standing_at_risk",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def stage(self, competency: str, level_index: int) -> Stage:
        """The stage of a competency at the level with this place, lowest level 0."""
        letters = self.stages.get(competency, "")
        return Stage(letters[level_index]) if level_index < len(letters) else Stage.NOT_STARTED
