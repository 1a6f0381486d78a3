"""What it would cost if somebody left is what it costs when they do (B3, G12)."""

from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from competencies.actions.accounts import end_account
from competencies.facts.load import load_facts
from competencies.facts.what_if import leaving
from competencies.presenters.leaving import cost_of_leaving
from competencies.published import current_programme
from competencies.rules import Case
from competencies.rules.consequences import Fate, consequences
from competencies.views.loading import situation_of
from partners.models import Account, JournalEntry, Role
from partners.refusals import Refused
from tests.together import together
from tests.world import World


@pytest.fixture
def contoso(world):
    """Silver in cloud by Erik and Pia; nobody else holds anything."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.employee(made, "erik", "cloud-basic", "data-basic")
    world.employee(made, "pia", "cloud-expert")
    world.reading(made, "5000")
    world.term(made)
    world.pass_days(10)
    return made


def outcome_of(organisation, on):
    return Case(load_facts([organisation.pk], as_of=on)[organisation.pk], current_programme()).outcome(on)


def cost(world, organisation, name):
    situation = situation_of(organisation, current_programme(), as_of=world.on)
    return cost_of_leaving(str(world.users[name].pk), situation)


def effects(world, organisation, name):
    return [
        (each.competency, each.level.key, each.words, each.when)
        for each in cost(world, organisation, name).effects
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ended_twice_at_once_it_ends_once():
    world = World(date(2018, 3, 1))
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    erik = world.employee(made, "erik", "cloud-basic")

    def end():
        return end_account(account=Account.objects.get(user=erik), on=world.on, by=world.users["ada"])

    results = together(end, end)
    assert [each.code for each in results if isinstance(each, Refused)] == ["account-over"]
    assert JournalEntry.objects.filter(kind="account-ended").count() == 1
    assert JournalEntry.objects.filter(kind="level-lost").count() == 1


@pytest.mark.parametrize("name", ["ada", "erik", "pia"])
def test_the_preview_is_what_happens(world, contoso, name):
    world.account(contoso, "amy", Role.ADMIN)
    facts = load_facts([contoso.pk], as_of=world.on)[contoso.pk]
    then = leaving(facts, str(world.users[name].pk), on=world.on)
    expected = Case(then, current_programme()).outcome(world.on)
    end_account(account=Account.objects.get(user=world.users[name]), on=world.on, by=None)
    assert outcome_of(contoso, world.on) == expected


def test_on_the_day_of_associating_it_is_what_happens_too(world, contoso):
    world.employee(contoso, "pete", "cloud-expert")
    facts = load_facts([contoso.pk], as_of=world.on)[contoso.pk]
    expected = leaving(facts, str(world.users["pete"].pk), on=world.on)
    end_account(account=Account.objects.get(user=world.users["pete"]), on=world.on, by=None)
    programme = current_programme()
    assert outcome_of(contoso, world.on) == Case(expected, programme).outcome(world.on)


def test_a_level_that_falls_at_once(world, contoso):
    assert effects(world, contoso, "erik") == [
        ("data", "silver", "Lost", "at once"),
        ("cloud", "silver", "Stays", ""),
    ]
    found = cost(world, contoso, "erik")
    assert found.headline == "costs 1 level at once"
    assert strip_tags(found.effects[0].because).startswith("Then missing: 1 more person with data-basic.")


def test_who_counts_beside_others_costs_nothing(world, contoso):
    assert effects(world, contoso, "pia") == [
        ("cloud", "silver", "Stays", ""),
        ("cloud", "gold", "Further away", ""),
    ]
    assert cost(world, contoso, "pia").costs == 0


def test_who_counts_for_nothing_costs_nothing(world, contoso):
    found = cost(world, contoso, "ada")
    assert (found.effects, found.headline) == ((), "costs no level")


def test_a_level_that_lapses_sooner_says_when(world, contoso):
    end = world.on + timedelta(days=40)
    pia = world.users["pia"].transcripts.get()
    world.achievement(pia, "cloud-expert", expires_on=end)
    assert effects(world, contoso, "erik")[1:] == [("cloud", "silver", "Lapses sooner", "20 April 2018")]


def test_a_renewal_that_would_be_refused_is_said(world, contoso):
    end_account(account=Account.objects.get(user=world.users["erik"]), on=world.on, by=None)
    assert "renewal of the silver membership" in cost(world, contoso, "pia").refused


def test_what_the_term_shows_is_said_to_stay(world, contoso):
    found = cost(world, contoso, "erik").effects[0]
    assert "Shown to customers until" in strip_tags(found.because)


def test_the_places_name_the_requirement_and_who_could_stand_in(world, contoso):
    lost, stays = cost(world, contoso, "erik").effects
    assert [(place.path, strip_tags(place.asked)) for place in lost.places] == [
        ("Sales and a person", "1 person with data-basic")
    ]
    assert [place.others for place in (*lost.places, *stays.places)] == [
        "nobody in reserve",
        "1 other in reserve",
    ]


def test_the_stamp_changes_with_what_it_costs(world, contoso):
    before = cost(world, contoso, "erik").stamp
    assert cost(world, contoso, "erik").stamp == before
    world.employee(contoso, "dora", "data-basic")
    assert cost(world, contoso, "erik").stamp != before


def test_nothing_that_is_gained_is_a_cost(world, contoso):
    now = outcome_of(contoso, world.on)
    assert consequences(now, now).levels == ()
    facts = load_facts([contoso.pk], as_of=world.on)[contoso.pk]
    fewer = leaving(facts, str(world.users["erik"].pk), on=world.on)
    then = Case(fewer, current_programme()).outcome(world.on)
    assert [each.fate for each in consequences(now, then).levels] == [Fate.LOST]
    assert consequences(then, now).levels == ()


def test_what_an_override_holds_is_not_lost(world, contoso):
    world.override(contoso, "data", "silver")
    assert ("data", "silver", "Lost", "at once") not in effects(world, contoso, "erik")
    words = {each.words for each in cost(world, contoso, "erik").effects if each.competency == "data"}
    assert words == {"Lapses sooner"}
