"""The request of somebody who is signed in."""

from django.http import HttpRequest

from partners.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
