"""Sessions for tests, as a sign-in would leave them."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

_USER = "account_authentication_methods_user"


def confirmed(client: Client) -> Client:
    """The signed-in person has just confirmed with the password that it is them."""
    confirm(client.session)
    return client


def confirm(session: SessionBase) -> None:
    """The same for a session by itself."""
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session.update({_USER: session[SESSION_KEY], AUTHENTICATION_METHODS_SESSION_KEY: [record]})
    session.save()
