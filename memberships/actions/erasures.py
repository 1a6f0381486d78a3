"""Erasing a person's data, with the seats that end with their accounts: the door for pages and stories."""

from datetime import date

from competencies.actions import erasures
from competencies.models import Erasure
from memberships.actions.accounts import end_account
from partners.models import User


def erase(*, user: User, reason: str, on: date, by: User) -> Erasure:
    """Erase the personal data of a user, as `competencies.actions.erasures.erase` does; seats are freed, too."""
    return erasures.erase(user=user, reason=reason, on=on, by=by, ending=end_account)
