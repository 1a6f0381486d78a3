"""Contoso, whose silver rests on Erik alone; Ada and Mina are told of risk."""

from datetime import timedelta

import pytest

from competencies.actions.accounts import end_account
from competencies.jobs import flag_renewal_risk
from partners.models import Role
from tests.world import World


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock."""
    made = World()
    end, made.on = made.on, made.on - timedelta(days=100)
    contoso = made.organisation("Contoso")
    made.account(contoso, "ada", Role.ADMIN)
    made.account(contoso, "mina", Role.MEMBERSHIP_MANAGER)
    made.account(contoso, "rolf", Role.REPORT_VIEWER)
    made.account(contoso, "rita", Role.REFERRALS_MANAGER)
    made.employee(contoso, "erik", "cloud-basic")
    made.employee(contoso, "pia", "data-basic")
    made.term(contoso)
    made.on = end
    return made


@pytest.fixture
def contoso(world):
    return world.organisations["Contoso"]


@pytest.fixture
def lose(world, contoso):
    """Erik leaves, and those who must know are told."""

    def leave() -> None:
        account = world.users["erik"].accounts.get(organisation=contoso)
        end_account(account=account, on=world.on, by=None)
        flag_renewal_risk(as_of=world.on)

    return leave


@pytest.fixture
def see(client, world, contoso):
    """A page of Contoso as somebody sees it."""

    def look(path: str = "", user: str = "ada", **query):
        client.force_login(world.users[user])
        return client.get(f"/o/{contoso.public_id}/{path}", query)

    return look
