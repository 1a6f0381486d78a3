"""Sessions for tests, as a sign-in would leave them."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

_USER = "account_authentication_methods_user"


def confirmed(client: Client, *, seconds_ago: float = 0) -> Client:
    """The signed-in person confirmed with the password that it is them, so many seconds ago."""
    session = client.session
    record = {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    session[_USER] = session["_auth_user_id"]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
    session.save()
    return client
