"""The address of an account's calendar: made, made anew, removed, by whose account it is."""

from datetime import date

from django.db import transaction
from django.db.models import F

from memberships.models import CalendarAddress
from partners.models import Account, User


@transaction.atomic
def make(*, account: Account, on: date, by: User) -> CalendarAddress:
    """Make the address, or another one: whichever there was before is never valid again."""
    _own(account, by)
    address, made = CalendarAddress.objects.get_or_create(account=account, defaults={"made_on": on})
    if not made:
        rows = CalendarAddress.objects.filter(pk=address.pk)
        rows.update(version=F("version") + 1, made_on=on, removed_on=None)
        address.refresh_from_db()
    return address


@transaction.atomic
def remove(*, account: Account, on: date, by: User) -> None:
    """Let the address fall silent; if there is none, nothing happens."""
    _own(account, by)
    CalendarAddress.objects.open().filter(account=account).update(removed_on=on)


def _own(account: Account, by: User) -> None:
    if account.user_id != by.pk:
        raise ValueError("a calendar's address belongs to the account's own user")
