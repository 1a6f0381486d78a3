"""Ending an account, with its seats: the one door for pages and stories (B3)."""

from datetime import date

from django.db import transaction

from competencies.actions import accounts
from memberships.actions import seats
from partners.models import Account, User


@transaction.atomic
def end_account(*, account: Account, on: date, by: User | None) -> Account:
    """End a person's account on the day, what counts there, and the seats that the organisation gave them.

    Refused as `competencies.actions.accounts.end_account` does.
    """
    accounts.end_account(account=account, on=on, by=by)
    seats.free(account=account, on=on, by=by)
    return account
