"""What the vendor reports of an organisation itself: readings of metrics, and attestations (C2)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from partners.models.periods import counts_on, not_backwards


class Reading(models.Model):
    """The amount of a metric on a day; loaded again it is replaced. May be negative (a credit)."""

    never_deleted: ClassVar[bool] = True

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="readings")
    metric = models.CharField(_("metric"), max_length=80)
    on = models.DateField(_("on"))
    # Fifteen digits: what SQLite, which keeps decimals as doubles, gives back exactly.
    amount = models.DecimalField(_("amount"), max_digits=15, decimal_places=2)
    generated_at = models.DateTimeField(_("time of the feed"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [UniqueConstraint(fields=["organisation", "metric", "on"], name="reading_key")]

    def __str__(self) -> str:
        return f"{self.metric} {self.on}: {self.amount}"


class AttestationQuerySet(models.QuerySet["Attestation"]):
    """Lookups of attestations."""

    def in_force(self, as_of: date) -> Self:
        """Those valid on the day."""
        return self.filter(counts_on(as_of))


class Attestation(models.Model):
    """The vendor's word that an organisation is something, for a period; loaded again it is replaced."""

    never_deleted: ClassVar[bool] = True

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attestations")
    attestation = models.CharField(_("attestation"), max_length=80)
    reference = models.CharField(_("reference"), max_length=120)
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    generated_at = models.DateTimeField(_("time of the feed"), null=True, blank=True)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints = [
            not_backwards("attestation_not_backwards"),
            UniqueConstraint(fields=["organisation", "attestation", "reference"], name="attestation_key"),
        ]

    def __str__(self) -> str:
        return f"{self.attestation} {self.reference}"
