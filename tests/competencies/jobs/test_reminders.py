"""Fourteen days before an override ends, the specialist and the partner are reminded once (D4)."""

from datetime import date, timedelta

import pytest

from competencies.actions import overrides
from competencies.jobs import remind_of_overrides
from competencies.models import Override
from partners.models import Message, Role
from tests.world import World

END = date(2018, 6, 1)
DAY = END - timedelta(days=14)


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "mina", Role.MEMBERSHIP_MANAGER)
    world.account(made, "rolf", Role.REPORT_VIEWER)
    world.account(made, "erik", Role.EMPLOYEE)
    return made


def reminded():
    rows = Message.objects.filter(kind="override-ending").order_by("recipient__name")
    return list(rows.values_list("recipient__name", flat=True))


def test_the_day_before_nobody_is_reminded(world, contoso):
    world.override(contoso, until=END)
    assert remind_of_overrides(as_of=DAY - timedelta(days=1)) == 0
    assert reminded() == []


def test_on_the_day_the_specialist_and_those_who_see_risk_are_reminded(world, contoso):
    override = world.override(contoso, until=END)
    assert remind_of_overrides(as_of=DAY) == 1
    assert reminded() == ["Ada", "Mina", "Spencer"]
    message = Message.objects.first()
    assert (message.on, message.data, message.organisation) == (DAY, {"override": override.pk}, contoso)


def test_nobody_is_reminded_twice(world, contoso):
    world.override(contoso, until=END)
    remind_of_overrides(as_of=DAY)
    assert remind_of_overrides(as_of=DAY) == 0
    assert remind_of_overrides(as_of=DAY + timedelta(days=5)) == 0
    assert len(reminded()) == 3


def test_a_missed_day_is_made_up_for(world, contoso):
    world.override(contoso, until=END)
    assert remind_of_overrides(as_of=END - timedelta(days=1)) == 1


def test_what_is_over_is_not_reminded_of(world, contoso):
    world.override(contoso, until=END)
    assert remind_of_overrides(as_of=END) == 0


def test_one_placed_within_the_fourteen_days_is_no_news(world, contoso):
    world.override(contoso, until=world.on + timedelta(days=13))
    assert remind_of_overrides(as_of=world.on) == 0


def test_no_reminder_while_another_covers_its_end(world, contoso):
    world.override(contoso, until=END)
    world.override(contoso, until=END + timedelta(days=60))
    assert remind_of_overrides(as_of=DAY) == 0


def test_another_level_does_not_cover_it(world, contoso):
    world.override(contoso, until=END)
    world.override(contoso, level="silver", until=END + timedelta(days=60))
    assert remind_of_overrides(as_of=DAY) == 1


def test_the_reminder_comes_when_what_covered_it_is_ended_early(world, contoso):
    world.override(contoso, until=END)
    other = world.override(contoso, until=END + timedelta(days=60))
    world.on = DAY
    overrides.end(override=other, reason="A mistake.", on=world.on, by=world.specialist())
    assert remind_of_overrides(as_of=DAY) == 1
    assert Override.objects.exclude(reminded_on=None).get().until == END


def test_a_person_who_is_both_is_told_once(world, contoso):
    world.join(contoso, world.specialist(), Role.ADMIN)
    world.override(contoso, until=END)
    remind_of_overrides(as_of=DAY)
    assert reminded() == ["Ada", "Mina", "Spencer"]


@pytest.mark.parametrize("count", [1, 6])
def test_it_takes_as_many_queries_for_one_as_for_many(db, count, django_assert_num_queries):
    world = World(date(2018, 3, 1))
    for number in range(count):
        made = world.organisation(f"Org{number}")
        world.account(made, f"ada{number}", Role.ADMIN)
        world.override(made, until=END)
    # Two savepoints' statements aside: look, mark, readers, write; then the look that finds none.
    with django_assert_num_queries(10):
        remind_of_overrides(as_of=DAY)
