"""Who has associated nothing yet is reminded, not more than once a week (B4)."""

from datetime import date
from functools import partial

import pytest
import time_machine
from django.core import mail

from competencies.actions.people import remind
from memberships import tasks
from partners.models import Account, JournalEntry, Message, Role
from partners.refusals import Refused
from tests.refusing import refused
from tests.together import together
from tests.world import World


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "nora")
    world.transcript(world.users["nora"], "data-basic")
    world.employee(made, "erik", "cloud-basic")
    return made


def ask(world, organisation, **more):
    return remind(organisation=organisation, on=world.on, by=world.users["ada"], **more)


def reminded():
    return sorted(Message.objects.filter(kind="to-associate").values_list("recipient__name", flat=True))


def test_everybody_who_has_associated_nothing_is_reminded(world, contoso):
    assert ask(world, contoso) == 2
    assert reminded() == ["Ada", "Nora"]
    entry = JournalEntry.objects.get(kind="people-reminded")
    assert sorted(entry.data["people"]) == sorted([world.users["ada"].pk, world.users["nora"].pk])


@pytest.mark.parametrize(("days", "again"), [(0, False), (6, False), (7, True)])
def test_not_more_than_once_a_week(world, contoso, days, again):
    ask(world, contoso)
    world.pass_days(days)
    if again:
        assert ask(world, contoso) == 2
    else:
        refused("nobody-to-remind", ask, world=world, organisation=contoso)


def test_who_came_later_is_reminded_beside(world, contoso):
    ask(world, contoso)
    world.pass_days(1)
    world.account(contoso, "nils")
    assert ask(world, contoso) == 1


def test_one_alone(world, contoso):
    nora = Account.objects.get(user=world.users["nora"])
    assert ask(world, contoso, only=nora) == 1
    erik = Account.objects.get(user=world.users["erik"])
    refused("nobody-to-remind", ask, world=world, organisation=contoso, only=erik)


def test_a_reminder_of_another_organisation_is_no_reminder_of_this_one(world, contoso):
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, world.users["nora"])
    ask(world, fabrikam)
    assert ask(world, contoso) == 2


def letters(world):
    mail.outbox.clear()
    with time_machine.travel(world.on, tick=True):
        tasks.mail()
    return {sent.to[0]: sent for sent in mail.outbox}


def test_the_letter_says_what_is_still_to_be_done(world, contoso):
    ask(world, contoso)
    Message.objects.update(due_at="2018-01-01T00:00Z")
    found = letters(world)
    assert "Claim it with your MCID" in found["ada@contoso.example"].body
    assert "none of your achievements is associated with Contoso" in found["nora@contoso.example"].body
    assert f"/o/{contoso.public_id}/me/" in found["nora@contoso.example"].body


def test_who_did_it_meanwhile_gets_no_letter(world, contoso):
    ask(world, contoso)
    Message.objects.update(due_at="2018-01-01T00:00Z")
    world.associate(world.users["nora"], contoso)
    assert set(letters(world)) == {"ada@contoso.example"}
    assert Message.objects.get(recipient=world.users["nora"]).state == "withdrawn"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_each_is_reminded_once():
    world = World(date(2018, 3, 1))
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    results = together(partial(ask, world, made), partial(ask, world, made))
    assert [each.code for each in results if isinstance(each, Refused)] == ["nobody-to-remind"]
    assert Message.objects.count() == 1
