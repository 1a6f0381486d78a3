"""Staff appoints an admin where the last one was lost, and nowhere else (A3, A5)."""

import pytest

from partners import letters
from partners.actions import accounts
from partners.models import JournalEntry, Message, Role, User
from tests.refusing import refused
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World.populated()


def switched_off(world: World, name: str) -> None:
    User.objects.filter(pk=world.users[name].pk).update(is_active=False)


def appointing(world: World, name: str) -> dict:
    return {
        "organisation": world.organisations["Contoso"], "user": world.users[name], "reason": "Ada died.",
        "on": world.on, "by": world.users["petra"],
    }  # fmt: skip


def test_while_there_is_an_admin_it_is_theirs_to_decide(world):
    refused("has-admin", accounts.appoint_admin, **appointing(world, "erik"))


def test_an_admin_who_cannot_sign_in_is_none(world):
    switched_off(world, "ada")
    account = accounts.appoint_admin(**appointing(world, "erik"))
    assert account.role_names == {Role.ADMIN, Role.EMPLOYEE}
    assert account.user == world.users["erik"]
    entry = JournalEntry.objects.get(kind="admin-appointed")
    assert (entry.by, entry.data["person"]) == (world.users["petra"].pk, world.users["erik"].pk)
    assert entry.data["reason"] == "Ada died."
    refused("has-admin", accounts.appoint_admin, **appointing(world, "pia"))


def test_somebody_from_outside_gets_an_account_and_is_told(world):
    switched_off(world, "ada")
    account = accounts.appoint_admin(**appointing(world, "stella"))
    assert account.role_names == {Role.ADMIN}
    message = Message.objects.get(kind="admin-appointed")
    assert (message.recipient, message.organisation) == (
        world.users["stella"],
        world.organisations["Contoso"],
    )
    letter = letters.admin_appointed(message)
    assert "Contoso" in letter.subject
    assert f"/o/{world.organisations['Contoso'].public_id}/" in letter.body


def test_nobody_who_cannot_sign_in_and_not_oneself(world):
    switched_off(world, "ada")
    switched_off(world, "erik")
    asked = appointing(world, "erik")
    asked["user"].refresh_from_db()
    refused("inactive", accounts.appoint_admin, **asked)
    refused("yourself", accounts.appoint_admin, **appointing(world, "petra"))
