"""Corrections of the table of markets, with their effect worked out first (B1)."""

from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.users import User


class CorrectionStage(models.TextChoices):
    """How far a correction is."""

    WEIGHING = "weighing", _("its effect is being worked out")
    WEIGHED = "weighed", _("its effect is known: waits for a decision")
    APPLYING = "applying", _("organisations are moving")
    APPLIED = "applied", _("applied")
    DROPPED = "dropped", _("dropped")


OPEN = [CorrectionStage.WEIGHING, CorrectionStage.WEIGHED, CorrectionStage.APPLYING]


class MarketCorrectionQuerySet(models.QuerySet["MarketCorrection"]):
    """Lookups of corrections."""

    def working(self) -> Self:
        """Those at which a worker has something to do, the oldest first."""
        return self.filter(stage__in=[CorrectionStage.WEIGHING, CorrectionStage.APPLYING]).order_by("pk")


class MarketCorrection(models.Model):
    """Another market for a country. `reached`: the organisation (by id) up to which the stage has come.

    `examined` of `organisations` are weighed or moved in this stage; `affected` of them would gain or lose a
    level or their renewal.
    """

    country = models.CharField(_("country"), max_length=2)
    before = models.CharField(_("market so far"), max_length=40)
    market = models.CharField(_("market"), max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    stage = models.CharField(
        _("state"), max_length=20, choices=CorrectionStage, default=CorrectionStage.WEIGHING
    )
    organisations = models.PositiveIntegerField(_("organisations that change their market"), default=0)
    examined = models.PositiveIntegerField(_("done"), default=0)
    affected = models.PositiveIntegerField(_("of these, levels or renewal change"), default=0)
    reached = models.BigIntegerField(default=0, editable=False)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )

    objects = MarketCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a market")
        verbose_name_plural = _("corrections of markets")
        constraints = [
            UniqueConstraint(
                fields=["country"], condition=Q(stage__in=OPEN), name="market_correction_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="market_correction_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_on=None, decided_by=None)
                | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="market_correction_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.before} → {self.market}"


class MarketEffect(models.Model):
    """What a correction would do to one organisation; none where nothing but the market changes.

    `gained` and `lost` are lists of competency and level; `renewal` is empty where its state stays.
    """

    class Renewal(models.TextChoices):
        """What becomes of the renewal."""

        LOST = "lost", _("no longer possible")
        GAINED = "gained", _("possible again")

    correction = models.ForeignKey(
        MarketCorrection, on_delete=models.PROTECT, related_name="effects", verbose_name=_("correction")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    gained = models.JSONField(_("levels gained"), default=list)
    lost = models.JSONField(_("levels lost"), default=list)
    renewal = models.CharField(_("renewal"), max_length=10, choices=Renewal, blank=True, default="")

    class Meta:
        verbose_name = _("effect of a correction")
        verbose_name_plural = _("effects of corrections")
        constraints = [
            UniqueConstraint(fields=["correction", "organisation"], name="market_effect_once"),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.organisation_id}"
