"""Competency levels that an organisation attains or has attained (D2)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from partners.models.periods import counts_on, not_backwards


class AttainmentQuerySet(models.QuerySet["Attainment"]):
    """Lookups of attainments."""

    def open(self) -> Self:
        """Levels that are attained as of the last review."""
        return self.filter(until=None)

    def in_force(self, as_of: date) -> Self:
        """Levels that were attained on the day."""
        return self.filter(counts_on(as_of))

    def earned(self) -> Self:
        """Those that at some time rested on a path and not on an override alone (E4)."""
        return self.filter(earned=True)


class Attainment(models.Model):
    """A level attained from `starts_on` until it lapsed; written only by a review.

    `via`: the keys of the paths that are met and "override", as in the Outcome. `lapses_on`: the first
    day on which it will not be attained as things stand. `earned`: a path was met at some time in it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attainments")
    competency = models.CharField(_("competency"), max_length=80)
    level = models.CharField(_("level"), max_length=40)
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    via = models.JSONField(_("by"), default=list)
    lapses_on = models.DateField(_("lapses on"), null=True, blank=True)
    earned = models.BooleanField(_("earned"), default=False)

    objects = AttainmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attainment")
        verbose_name_plural = _("attainments")
        indexes = [
            models.Index(fields=["competency", "level", "-id"], name="attainment_by_competency"),
            models.Index(fields=["level", "-id"], name="attainment_by_level"),
            # What the overview leads to: who attains a level now.
            models.Index(
                fields=["competency", "level", "-organisation", "-id"],
                condition=Q(until=None),
                name="attainment_attained_now",
            ),
        ]
        constraints = [
            not_backwards("attainment_not_backwards"),
            UniqueConstraint(
                fields=["organisation", "competency", "level"],
                condition=Q(until=None),
                name="attainment_one_open_per_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.level}"
