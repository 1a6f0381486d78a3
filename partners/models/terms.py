"""A term is one year of membership; its entries are what it displays (E2, F2)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.users import User


class TermQuerySet(models.QuerySet["Term"]):
    """Lookups of terms; a term that was ended early is over from `ended_on` (E2)."""

    def in_force_or_grace(self, as_of: date) -> Self:
        """Terms that count on the day or are in their 30 days of grace, the latest first (E3)."""
        running = self.filter(starts_on__lte=as_of, grace_until__gt=as_of)
        return running.filter(Q(ended_on=None) | Q(ended_on__gt=as_of)).order_by("-starts_on", "-pk")


class Term(models.Model):
    """One year of membership at a level: `[starts_on, until)`, then grace to `grace_until` (E2, E3)."""

    never_deleted: ClassVar[bool] = True

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    level = models.CharField(_("level"), max_length=40)
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    grace_until = models.DateField(_("grace until"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.TextField(_("why it was ended"), blank=True, default="")

    free_texts: ClassVar = ("ended_reason",)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        indexes = [
            models.Index(fields=["until"], name="term_by_anniversary"),
            models.Index(fields=["level", "-id"], name="term_by_level"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_on")), name="term_has_days"),
            models.CheckConstraint(condition=Q(grace_until__gte=F("until")), name="term_grace_after_it"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")), name="term_not_ended_before_it"
            ),
            UniqueConstraint(
                fields=["organisation", "starts_on"], condition=Q(ended_on=None), name="term_one_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} from {self.starts_on}"

    def in_force_or_grace(self, as_of: date) -> bool:
        """Whether the term counts on the day or is in its grace, and nobody had ended it by then."""
        return self.starts_on <= as_of < self.over_on

    @property
    def over_on(self) -> date:
        """The first day on which it is over, grace included; benefits end on it (E5)."""
        return self.grace_until if self.ended_on is None else min(self.ended_on, self.grace_until)


class TermEntry(models.Model):
    """A competency level that the term displays to its end, whatever becomes of it (F2)."""

    never_deleted: ClassVar[bool] = True

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="entries")
    competency = models.CharField(_("competency"), max_length=80)
    level = models.CharField(_("level"), max_length=40)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("displayed competency")
        verbose_name_plural = _("displayed competencies")
        constraints = [UniqueConstraint(fields=["term", "competency", "level"], name="term_entry_once")]

    def __str__(self) -> str:
        return f"{self.competency} {self.level}"
