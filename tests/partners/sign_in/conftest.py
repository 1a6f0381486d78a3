"""Signing in as people do, and the security log as an operator reads it."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from partners.models import User
from tests.world import PASSWORD, World

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def world(db) -> World:
    cache.clear()
    return World.populated()


class Door:
    """Ways to sign in with a client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def password(self, user: User, password: str = PASSWORD):
        """The first step."""
        data = {"login": user.email, "password": password}
        return self.client.post("/accounts/login/", data, headers={"User-Agent": FIREFOX})

    def confirm(self, password: str = PASSWORD):
        """Prove again that it is the user."""
        return self.client.post("/accounts/reauthenticate/", {"password": password})

    def code(self, code: str):
        """The second step."""
        return self.client.post("/accounts/second-step/", {"code": code}, headers={"User-Agent": FIREFOX})

    @property
    def user(self) -> int | None:
        """The id of who is signed in."""
        found = self.client.session.get("_auth_user_id")
        return int(found) if found else None


@pytest.fixture
def door(client) -> Door:
    return Door(client)


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an authenticator app shows now, or so many half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(door: Door) -> str:
    """Set up an authenticator app for who is signed in and has confirmed; returns its secret."""
    page = door.client.get("/accounts/app/set-up/")
    secret = page.context["form"].secret
    answer = door.client.post("/accounts/app/set-up/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret
