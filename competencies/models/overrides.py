"""Overrides: a specialist marks a competency level as achieved for a while (D4)."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, User

REMINDED_BEFORE = timedelta(days=14)
"""So long before its end an override's people are reminded (D4)."""


class OverrideQuerySet(models.QuerySet["Override"]):
    """Lookups of overrides; one that was ended early is over from `ended_on`."""

    def in_force(self, as_of: date) -> Self:
        """Overrides that count on the day."""
        return self.not_over(as_of).filter(starts_on__lte=as_of)

    def not_over(self, as_of: date) -> Self:
        """Overrides that count on the day or on a later one."""
        return self.filter(until__gt=as_of).filter(Q(ended_on=None) | Q(ended_on__gt=as_of))

    def running(self) -> Self:
        """Overrides that nothing has ended yet: neither staff nor, as far as it is recorded, their day."""
        return self.filter(ended_on=None, expired_on=None)

    def open_on(self, as_of: date) -> Self:
        """Overrides that count on the day or will, found among those that run."""
        return self.running().filter(until__gt=as_of)

    def ending(self, as_of: date, *, within: int) -> Self:
        """Those of them that end within so many days, by themselves."""
        return self.open_on(as_of).filter(until__lte=as_of + timedelta(days=within))

    def over(self, as_of: date) -> Self:
        """Overrides that do not count any more, ended early or not."""
        return self.filter(Q(until__lte=as_of) | Q(ended_on__lte=as_of))

    def to_expire(self, as_of: date) -> Self:
        """Overrides whose day has come and whose end is not recorded yet, the earliest first."""
        return self.running().filter(until__lte=as_of).order_by("until", "pk")

    def to_remind(self, as_of: date) -> Self:
        """Overrides of whose end their people are to be reminded now, unless another covers it (D4)."""
        near = self.running().filter(until__gt=as_of, until__lte=as_of + REMINDED_BEFORE, reminded_on=None)
        # One placed within the 14 days was news a moment ago.
        early = near.filter(placed_on__lte=F("until") - REMINDED_BEFORE)
        covering = Override.objects.running().filter(
            organisation=OuterRef("organisation"),
            competency=OuterRef("competency"),
            level=OuterRef("level"),
            starts_on__lte=OuterRef("until"),
            until__gt=OuterRef("until"),
        )
        return early.filter(~Exists(covering)).order_by("until", "pk")


class Override(models.Model):
    """A competency level counted as attained, with a reason. Never deleted or lengthened; may end early.

    `expired_on`: its `until`, once its end is recorded in the journal. `reminded_on`: the day on which its
    people were reminded of its end.
    """

    never_deleted: ClassVar[bool] = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="overrides")
    competency = models.CharField(_("competency"), max_length=80)
    level = models.CharField(_("level"), max_length=40)
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_on = models.DateField(_("placed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.TextField(_("why it was ended"), blank=True, default="")
    expired_on = models.DateField(_("end recorded for"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    free_texts: ClassVar = ("reason", "ended_reason")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        indexes = [
            models.Index(fields=["competency", "-id"], name="override_of_competency"),
            models.Index(
                fields=["until", "id"], condition=Q(ended_on=None, expired_on=None), name="override_running"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_on")), name="override_has_days"),
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("placed_on")), name="override_not_from_the_past"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="override_ended_by_someone_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("placed_on"), ended_on__lt=F("until")),
                name="override_ended_early_only",
            ),
            models.CheckConstraint(
                condition=Q(expired_on=None) | Q(expired_on=F("until"), ended_on=None),
                name="override_expires_on_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.level} until {self.last_until}"

    @property
    def last_until(self) -> date:
        """The first day on which it no longer counts, ended early or not."""
        return self.until if self.ended_on is None else self.ended_on
