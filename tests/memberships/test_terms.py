"""Terms of membership (E1, E2, E3, F2)."""

from datetime import date, timedelta

import pytest

from competencies.actions import affiliations, editions
from competencies.models import Standing
from competencies.review import review_due
from memberships.actions import terms
from partners.models import JournalEntry, Term, TermEntry
from tests.refusing import refused
from tests.world import later_edition


@pytest.fixture
def contoso(world):
    """An organisation that attains cloud silver."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    return made


def displayed(term):
    return set(TermEntry.objects.filter(term=term).values_list("competency", "level", "since"))


def start(world, organisation, level):
    return terms.start(organisation=organisation, level=level, on=world.on, by=None)


def test_a_term_lasts_a_year_and_thirty_days_of_grace(world, contoso):
    term = world.term(contoso)
    assert (term.starts_on, term.until) == (date(2018, 3, 1), date(2019, 3, 1))
    assert term.grace_until == date(2019, 3, 31)


def test_under_gold_a_competency_is_active_at_its_highest_level_alone(world, contoso):
    for name in ("ada", "bo"):
        world.employee(contoso, name, "cloud-expert")
    term = world.term(contoso, "gold")
    assert displayed(term) == {("cloud", "silver", world.on), ("cloud", "gold", world.on)}
    assert Standing.objects.get().stages == {"cloud": "qa"}


def test_it_displays_what_is_attained_on_its_first_day(world, contoso):
    term = world.term(contoso)
    assert displayed(term) == {("cloud", "silver", world.on)}
    assert Standing.objects.get().stages == {"cloud": "a-"}


def test_and_on_any_later_day_of_the_term_but_not_in_grace(world, contoso):
    term = world.term(contoso)
    day = world.pass_days(10)
    world.attest(contoso)
    assert displayed(term) == {("cloud", "silver", date(2018, 3, 1)), ("devices", "silver", day)}
    added = JournalEntry.objects.of(contoso).get(kind="display-added")
    assert (added.competency, added.on, added.data["term"]) == ("devices", day, term.pk)
    assert [cause["reason"] for cause in added.data["because"]] == ["attestation-recorded"]
    world.on = term.until
    world.override(contoso)
    assert len(displayed(term)) == 2


def test_what_was_displayed_stays_when_the_level_is_lost(world, contoso):
    term = world.term(contoso)
    world.pass_days(10)
    affiliations.sever(user=world.users["erik"], on=world.on, by=None)
    assert displayed(term) == {("cloud", "silver", date(2018, 3, 1))}
    assert Standing.objects.get().stages == {"cloud": "a-"}


def test_levels_that_cannot_start(world, contoso):
    for level in ("network", "platinum"):
        refused("unknown-level", start, world=world, organisation=contoso, level=level)
    refused("not-eligible", start, world=world, organisation=contoso, level="gold")
    far = {"organisation": contoso, "on": date(9999, 12, 1), "by": None}
    refused("too-far", terms.start, level="silver", **far)
    refused("not-eligible", start, world=world, organisation=world.organisation("Fabrikam"), level="silver")


def test_a_level_that_asks_for_no_competency_displays_none(world, contoso):
    term = world.term(contoso, "action-pack")
    assert displayed(term) == set()
    assert Standing.objects.get().stages == {"cloud": "q-"}


def test_a_level_that_only_a_later_edition_knows_can_start_and_be_upgraded(world, contoso):
    """`levels_without_competency` may differ between editions (programme-format.md 1, E1)."""
    more = ("levels:\n", "levels_without_competency: [network, action-pack, learning]\nlevels:\n")
    day = world.on + timedelta(days=40)
    editions.publish(document=later_edition("second", day, more), on=world.on, by=None)
    refused("unknown-level", start, world=world, organisation=contoso, level="learning")
    world.pass_days(40)
    learning = world.term(contoso, "learning")
    refused("term-running", start, world=world, organisation=contoso, level="action-pack")
    silver = world.term(contoso, "silver")
    learning.refresh_from_db()
    assert (learning.ended_on, silver.starts_on) == (world.on, world.on)


def test_a_running_term_leaves_room_for_an_upgrade_only(world, contoso):
    silver = world.term(contoso)
    refused("term-running", start, world=world, organisation=contoso, level="silver")
    refused("term-running", start, world=world, organisation=contoso, level="action-pack")
    day = world.pass_days(100)
    world.override(contoso)
    gold = world.term(contoso, "gold")
    silver.refresh_from_db()
    assert (silver.ended_on, gold.starts_on) == (day, day)
    assert displayed(gold) == {("cloud", "silver", day), ("cloud", "gold", day)}
    assert Term.objects.in_force_or_grace(day).get() == gold


def test_a_renewal_in_grace_starts_on_the_anniversary(world, contoso):
    old = world.term(contoso)
    world.on = old.until + timedelta(days=10)
    new = world.term(contoso)
    assert (new.starts_on, new.until) == (old.until, date(2020, 3, 1))
    assert displayed(new) == {("cloud", "silver", old.until)}
    assert Term.objects.in_force_or_grace(world.on).first() == new


def test_a_renewal_displays_what_held_on_its_first_day_or_since(world, contoso):
    old = world.term(contoso)
    world.on = old.until
    world.attest(contoso, until=old.until + timedelta(days=5))
    world.pass_days(10)
    review_due(as_of=world.on)
    new = world.term(contoso)
    assert displayed(new) == {("cloud", "silver", old.until), ("devices", "silver", old.until)}


def test_after_grace_a_term_starts_on_the_day(world, contoso):
    world.on = world.term(contoso).grace_until
    review_due(as_of=world.on)
    assert world.term(contoso).starts_on == world.on


def test_staff_ends_a_term_early_with_a_reason(world, contoso):
    term = world.term(contoso)
    petra = world.user("petra")
    day = world.pass_days(10)
    refused("no-reason", terms.end, term=term, reason="", on=day, by=petra)
    terms.end(term=term, reason="Refund", on=day, by=petra)
    assert not Term.objects.in_force_or_grace(day).exists()
    assert Standing.objects.get().stages == {"cloud": "q-"}
    refused("term-over", terms.end, term=term, reason="Refund", on=day, by=petra)
