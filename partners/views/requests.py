"""The request of somebody who is signed in."""

from django.http import HttpRequest

from partners.models import Account, User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives; `account` is there once `organisation_for` has let it in."""

    user: User
    account: Account
