"""The request of somebody who is signed in."""

from django.http import HttpRequest

from partners.access import Look
from partners.models import Account, User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives.

    `account`, the user's here, and `accounts`, all of the user's by organisation, are there once
    `organisation_for` has let the user in; `look` only where it is one of support, by a grant.
    """

    user: User
    account: Account
    accounts: list[Account]
    look: Look
