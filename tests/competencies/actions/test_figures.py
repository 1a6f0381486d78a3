"""Readings and attestations (C2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from competencies.actions import attestations, readings
from competencies.models import Attainment, Attestation, Reading
from competencies.review import review_due
from partners.models import JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def test_a_reading_is_replaced_and_re_reviewed(world, contoso):
    world.employee(contoso, "erik", "data-basic")
    world.reading(contoso, "999.99")
    assert not Attainment.objects.exists()
    world.reading(contoso, "1000")
    assert Reading.objects.get().amount == Decimal("1000.00")
    assert Attainment.objects.get().competency == "data"
    attained = JournalEntry.objects.of(contoso).get(kind="level-attained")
    assert attained.data["because"][0]["reason"] == "reading-recorded"


def test_a_credit_counts_against_it(world, contoso):
    world.employee(contoso, "erik", "data-basic")
    world.reading(contoso, "1000", day=world.on - timedelta(days=1))
    world.reading(contoso, "-0.01")
    assert Attainment.objects.get().until == world.on


def test_a_slip_of_the_year_is_refused(world, contoso):
    slip = date(18, 3, 1)
    refused("too-early", world.reading, organisation=contoso, amount="1", day=slip)
    asked = {"organisation": contoso, "attestation": "reseller", "reference": "R", "on": world.on, "by": None}
    refused("too-early", attestations.record, starts_on=slip, **asked)
    refused("too-early", attestations.record, starts_on=world.on, until=slip, **asked)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "0.001", "10000000000000"])
def test_amounts_that_would_not_be_kept_exactly(world, contoso, amount):
    refused("bad-amount", world.reading, organisation=contoso, amount=amount)


def test_the_largest_amount_comes_back_exactly(world, contoso):
    world.reading(contoso, "9999999999999.99")
    assert Reading.objects.get().amount == Decimal("9999999999999.99")


def test_an_unknown_metric_is_kept(world, contoso):
    row = {"metric": "unheard-of", "day": world.on, "amount": Decimal(1), "on": world.on, "by": None}
    assert readings.record(organisation=contoso, **row).pk


def test_a_reading_that_leaves_the_window_is_the_cause(world, contoso):
    world.employee(contoso, "erik", "data-basic")
    world.reading(contoso, "1000", day=date(2018, 2, 1))
    world.on = date(2019, 2, 1)
    review_due(as_of=world.on)
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert (lost.on, lost.data["because"]) == (
        date(2019, 2, 1),
        [{"reason": "reading-left-window", "metric": "consumption"}],
    )


def test_an_attestation_is_replaced_and_re_reviewed(world, contoso):
    end = world.on + timedelta(days=30)
    world.attest(contoso)
    assert Attainment.objects.get().lapses_on is None
    world.attest(contoso, until=end)
    assert Attestation.objects.get().until == end
    assert Attainment.objects.get().lapses_on == end
    world.pass_days(30)
    review_due(as_of=world.on)
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert lost.data["because"] == [{"reason": "attestation-ended", "attestation": "reseller"}]


def test_an_attestation_does_not_end_before_it_starts(world, contoso):
    row = {"attestation": "reseller", "reference": "1", "starts_on": world.on, "on": world.on, "by": None}
    until = world.on - timedelta(days=1)
    refused("backwards", attestations.record, organisation=contoso, until=until, **row)
