"""Ending an account (B3)."""

import pytest

from competencies.actions.accounts import end_account
from competencies.models import Affiliation, Association, Attainment
from partners.models import Account, JournalEntry, Role
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def test_it_ends_affiliation_and_associations_on_that_day(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    day = world.pass_days(5)
    ada = world.account(contoso, "ada", Role.ADMIN).user
    account = end_account(account=Account.objects.get(user=erik), on=day, by=ada)
    assert account.until == Affiliation.objects.get().until == Association.objects.get().until == day
    assert Attainment.objects.get().until == day
    assert erik.transcripts.get().user == erik


def test_the_loss_names_its_cause(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    end_account(account=Account.objects.get(user=erik), on=world.on, by=None)
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    (cause,) = lost.data["because"]
    assert (cause["reason"], cause["person"]) == ("account-ended", erik.pk)
    assert JournalEntry.objects.get(pk=cause["event"]).kind == "achievements-severed"


def test_an_affiliation_elsewhere_is_left_alone(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    fabrikam = world.organisation("Fabrikam")
    account = world.join(fabrikam, erik)
    end_account(account=account, on=world.on, by=None)
    assert Affiliation.objects.open().get().organisation == contoso


def test_a_return_restores_none_of_it(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    end_account(account=Account.objects.get(user=erik), on=world.on, by=None)
    world.join(contoso, erik)
    assert not Association.objects.open().exists()
    assert not Attainment.objects.open().exists()


def test_the_last_admin_stays(world, contoso):
    account = world.account(contoso, "ada", Role.ADMIN)
    refused("last-admin", end_account, account=account, on=world.on, by=None)
    account.refresh_from_db()
    assert account.until is None
