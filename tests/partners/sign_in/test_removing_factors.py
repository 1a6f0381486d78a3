"""Second factors of somebody who has lost them, taken away by staff."""

import pytest
from allauth.mfa.models import Authenticator

from partners.actions import factors
from partners.models import JournalEntry, Session
from tests.partners.sign_in.conftest import set_up_app
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected(world, door):
    """Ada has an app, and is signed in."""
    door.password(world.users["ada"])
    door.confirm()
    set_up_app(door)
    return world.users["ada"]


def test_the_password_alone_opens_again_and_all_sessions_end(world, protected, door):
    petra = world.users["petra"]
    factors.remove_all(user=protected, reason="Lost phone; called back.", on=world.on, by=petra)
    assert not Authenticator.objects.filter(user=protected).exists()
    assert not Session.objects.filter(user=protected).exists()
    entry = JournalEntry.objects.get(kind="factors-removed")
    assert (entry.by, entry.data["person"]) == (petra.pk, protected.pk)
    door.client.logout()
    assert door.password(protected)["Location"] == "/"


def test_nothing_to_remove_is_said(world):
    erik, petra = world.users["erik"], world.users["petra"]
    refused("no-factor", factors.remove_all, user=erik, reason="-", on=world.on, by=petra)


def test_nobody_removes_their_own_this_way(world, protected):
    refused("own-factors", factors.remove_all, user=protected, reason="-", on=world.on, by=protected)
    assert Authenticator.objects.filter(user=protected).exists()
