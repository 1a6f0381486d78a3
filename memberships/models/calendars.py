"""The private address of an account's calendar: no secret is kept, the address is signed from the row (E4, A5)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Account, User


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    """Lookups of addresses."""

    def open(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_on=None)

    def answering(self, public_id: uuid.UUID, version: int, *, as_of: date) -> "CalendarAddress | None":
        """The address of this version with its account, if the account counts on the day and its login works."""
        return (
            self.open()
            .filter(
                public_id=public_id,
                version=version,
                account__in=Account.objects.in_force(as_of),
                account__user__is_active=True,
            )
            .select_related("account__user", "account__organisation")
            .first()
        )


class CalendarAddress(models.Model):
    """Where calendar programs read the days of an account's organisation.

    `version` counts the addresses that were made: an older one is never valid again. The row outlives its removal
    for that reason.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="calendar_address")
    version = models.PositiveIntegerField(_("version"), default=1)
    made_on = models.DateField(_("made on"))
    removed_on = models.DateField(_("removed on"), null=True, blank=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return f"{self.account_id}, version {self.version}"

    @property
    def owner(self) -> User:
        """Whose calendar it is."""
        return self.account.user
