"""Overrides (D4)."""

from datetime import date, timedelta

import pytest

from competencies.actions import overrides
from competencies.models import Attainment, Override
from competencies.review import review_due
from partners.models import JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def test_it_lasts_three_months_unless_said_otherwise(world, contoso):
    override = world.override(contoso)
    assert (override.starts_on, override.until) == (date(2018, 3, 1), date(2018, 6, 1))
    row = Attainment.objects.get()
    assert (row.via, row.lapses_on, row.earned) == (["override"], date(2018, 6, 1), False)


def test_six_months_at_most(world, contoso):
    world.override(contoso, until=date(2018, 9, 1))
    refused("too-long", world.override, organisation=contoso, until=date(2018, 9, 2))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("not-from-the-past", {"starts_on": date(2018, 2, 28)}),
        ("too-far", {"starts_on": date(9999, 12, 1)}),
        ("too-far", {"until": date.max}),
        ("no-days", {"until": date(2018, 3, 1)}),
        ("unknown-level", {"competency": "gardening"}),
        ("unknown-level", {"competency": "devices", "level": "gold"}),
    ],
)
def test_refusals(world, contoso, code, changes):
    world.specialist()
    refused(code, world.override, organisation=contoso, **changes)


def test_a_reason_is_required(world, contoso):
    override = world.override(contoso)
    spencer = world.users["spencer"]
    refused("no-reason", overrides.end, override=override, reason=" ", on=world.on, by=spencer)
    level = {"competency": "cloud", "level": "gold", "organisation": contoso}
    refused("no-reason", overrides.place, reason=" ", on=world.on, by=spencer, **level)


def test_when_it_ends_the_facts_decide_again_by_themselves(world, contoso):
    override = world.override(contoso)
    world.on = override.until - timedelta(days=1)
    review_due(as_of=world.on)
    assert Attainment.objects.open().exists()
    world.pass_days(1)
    review_due(as_of=world.on)
    assert Attainment.objects.get().until == override.until
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert lost.data["because"] == [{"reason": "override-ended", "override": override.pk}]


def test_one_from_a_later_day_begins_by_the_clock(world, contoso):
    override = world.override(contoso, starts_on=world.on + timedelta(days=5))
    assert not Attainment.objects.exists()
    world.pass_days(5)
    review_due(as_of=world.on)
    assert Attainment.objects.get().starts_on == override.starts_on
    attained = JournalEntry.objects.of(contoso).get(kind="level-attained")
    assert attained.data["because"] == [{"reason": "override-began", "override": override.pk}]


def test_it_can_be_ended_early_once(world, contoso):
    override = world.override(contoso)
    day = world.pass_days(10)
    end = {"override": override, "reason": "The feed brought it.", "on": day, "by": world.users["spencer"]}
    overrides.end(**end)
    assert (override.ended_on, override.last_until) == (day, day)
    assert Attainment.objects.get().until == day
    assert not Override.objects.in_force(day).exists()
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert lost.data["because"][0]["reason"] == "override-ended-early"
    refused("override-over", overrides.end, **end)


def test_one_that_has_not_begun_can_be_ended(world, contoso):
    override = world.override(contoso, starts_on=world.on + timedelta(days=5))
    overrides.end(override=override, reason="Not needed.", on=world.on, by=world.users["spencer"])
    world.pass_days(10)
    review_due(as_of=world.on)
    assert not Attainment.objects.exists()


def test_what_ran_out_is_not_ended(world, contoso):
    override = world.override(contoso)
    world.on = override.until
    end = {"override": override, "reason": "late", "on": world.on, "by": world.users["spencer"]}
    refused("override-over", overrides.end, **end)


def test_they_may_overlap_and_the_later_end_counts(world, contoso):
    world.override(contoso)
    world.pass_days(30)
    second = world.override(contoso)
    row = Attainment.objects.get()
    assert (row.starts_on, row.lapses_on) == (date(2018, 3, 1), second.until)
