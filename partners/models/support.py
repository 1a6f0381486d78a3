"""Grants of support: a look at one organisation's pages for an hour, with a reason (A3)."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.users import User


class SupportGrantQuerySet(models.QuerySet["SupportGrant"]):
    """Lookups of grants."""

    def in_force(self, user: User, *, at: datetime) -> Self:
        """The user's grant that opens an organisation at the moment: one at most."""
        return self.filter(user_id=user.pk, ended_at=None, starts_at__lte=at, until__gt=at)

    def not_ended(self, user: User) -> Self:
        """The user's grant that nobody has ended, though its time may be over."""
        return self.filter(user_id=user.pk, ended_at=None)


class SupportGrant(models.Model):
    """One of support looks inside one organisation from `starts_at` until `until`, or until it is ended.

    It is over by the clock alone: no job has to run for that.
    """

    never_deleted: ClassVar[bool] = True

    LASTS = timedelta(hours=1)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="support_grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="support_grants")
    reason = models.CharField(_("reason"), max_length=500)
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = SupportGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("look inside by support")
        verbose_name_plural = _("looks inside by support")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="support_grant_has_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="support_grant_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at"), ended_at__lte=F("until")),
                name="support_grant_ends_within",
            ),
            UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="support_grant_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"
