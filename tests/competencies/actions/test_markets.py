"""Another market for a country: the effect first, then every organisation of it moves (B1)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from competencies import tasks
from competencies.actions import markets
from competencies.models import Attainment
from partners.actions import organisations
from partners.models import CountryMarket, JournalEntry, MarketCorrection, MarketEffect, Organisation
from tests import world as worlds
from tests.refusing import refused
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch) -> World:
    """Sales that are asked differ by market; Contoso's are enough in a developing one, Fabrikam has none."""
    by_market = "at_least: {developed: 1000, developing: 500}"
    monkeypatch.setattr(worlds, "EDITION", worlds.EDITION.replace("at_least: 1000", by_market))
    made = World()
    contoso, _fabrikam = made.organisation("Contoso"), made.organisation("Fabrikam")
    made.organisation("Tailspin", country="TW")
    made.employee(contoso, "nora", "data-basic")
    made.reading(contoso, "600")
    return made


def ask(world: World, market: str = "developing", country: str = "BE") -> MarketCorrection:
    return markets.ask(
        country=CountryMarket.objects.get(country=country), market=market, reason="A typing error",
        on=world.on, by=world.manager(),
    )  # fmt: skip


def market_of(name: str) -> str:
    return Organisation.objects.get(display_name=name).market


def test_the_effect_is_seen_before_anything_changes(world):
    correction = ask(world)
    assert (correction.stage, correction.organisations, correction.affected) == ("weighed", 2, 1)
    effect = MarketEffect.objects.get()
    assert effect.organisation == world.organisations["Contoso"]
    assert (effect.gained, effect.lost, effect.renewal) == ([["data", "silver"]], [], "")
    assert market_of("Contoso") == "developed"
    assert CountryMarket.objects.get(country="BE").market == "developed"
    assert not Attainment.objects.filter(competency="data").exists()


def test_applied_every_organisation_moves_and_is_judged_with_the_reason_in_its_journal(world):
    petra = world.manager()
    correction = markets.apply(correction=ask(world), on=world.on, by=petra)
    assert correction.stage == "applied"
    assert [market_of(name) for name in ("Contoso", "Fabrikam", "Tailspin")] == [
        "developing", "developing", world.organisations["Tailspin"].market,
    ]  # fmt: skip
    assert Attainment.objects.filter(competency="data", level="silver", until=None).exists()
    entries = JournalEntry.objects.filter(kind="market-changed").order_by("organisation")
    assert [entry.organisation.display_name for entry in entries] == ["Contoso", "Fabrikam"]
    assert {entry.data["reason"] for entry in entries} == {"A typing error"}
    assert {(entry.data["before"], entry.data["market"]) for entry in entries} == {
        ("developed", "developing")
    }
    gained = JournalEntry.objects.get(kind="level-attained", competency="data")
    assert gained.data["because"] == [{"reason": "market-changed", "event": entries[0].pk}]
    assert JournalEntry.objects.get(kind="market-corrected").data["reason"] == "A typing error"


def test_who_joins_later_joins_in_the_new_market(world):
    markets.apply(correction=ask(world), on=world.on, by=world.manager())
    later = organisations.enrol(legal_name="Northwind", country="BE", on=world.on, by=None)
    assert later.market == "developing"


def test_a_renewal_that_falls_is_said(world):
    markets.apply(correction=ask(world), on=world.on, by=world.manager())
    world.term(world.organisations["Contoso"])
    back = ask(world, "developed")
    effect = MarketEffect.objects.get(correction=back)
    assert (effect.lost, effect.renewal) == ([["data", "silver"]], "lost")


def test_dropped_nothing_changes_and_another_may_be_asked(world):
    correction = ask(world)
    refused("correction-open", ask, world=world)
    markets.drop(correction=correction, on=world.on, by=world.manager())
    refused("not-waiting", markets.apply, correction=correction, on=world.on, by=world.manager())
    assert market_of("Contoso") == "developed"
    assert ask(world).stage == "weighed"


def test_an_unknown_market_and_the_same_are_refused(world):
    world.manager()
    refused("unknown-market", ask, world=world, market="elsewhere")
    refused("same-market", ask, world=world, market="developed")


def test_what_is_large_goes_on_in_steps_that_may_stop_anywhere(world, monkeypatch):
    for number in range(3):
        world.organisation(f"Firm {number}")
    monkeypatch.setattr(markets, "CHUNK", 2)
    correction = ask(world)
    assert (correction.stage, correction.organisations) == ("weighing", 5)
    refused("not-waiting", markets.apply, correction=correction, on=world.on, by=world.manager())
    assert markets.go_on(on=world.on, seconds=0) == 2
    correction.refresh_from_db()
    assert (correction.stage, correction.examined, correction.affected) == ("weighing", 2, 1)
    tasks.correct_markets()
    correction.refresh_from_db()
    assert (correction.stage, correction.examined, correction.affected) == ("weighed", 5, 1)
    markets.apply(correction=correction, on=world.on, by=world.manager())
    assert market_of("Contoso") == "developed"
    assert markets.go_on(on=world.on, seconds=0) == 2
    assert (market_of("Fabrikam"), market_of("Firm 2")) == ("developing", "developed")
    tasks.correct_markets()
    correction.refresh_from_db()
    assert (correction.stage, correction.examined) == ("applied", 5)
    assert not Organisation.objects.filter(country="BE", market="developed").exists()
    assert markets.go_on(on=world.on) == 0


def test_a_whole_step_is_done_at_once(world, monkeypatch):
    monkeypatch.setattr(markets, "CHUNK", 2)
    correction = ask(world)
    assert correction.stage == "weighed"
    assert markets.apply(correction=correction, on=world.on, by=world.manager()).stage == "applied"


def test_staff_corrects_it_in_the_administration(world, client):
    client.force_login(world.manager())
    row = CountryMarket.objects.get(country="BE")
    correct = reverse("admin:partners_countrymarket_correct", args=[row.pk])
    assert "Developing markets" in client.get(correct).content.decode()
    page = client.post(correct, {"market": "developing", "reason": "A typing error"})["Location"]
    text = client.get(page).content.decode()
    assert "2 / 2" in text
    effects = reverse("admin:partners_marketeffect_changelist")
    query = f"correction__id__exact={MarketCorrection.objects.get().pk}"
    assert f"{effects}?{query}" in text
    assert "Silver in Data" in client.get(f"{effects}?{query}").content.decode()
    apply = reverse("admin:partners_marketcorrection_apply", args=[MarketCorrection.objects.get().pk])
    assert client.post(apply, {"x": "y"}).status_code == 302
    assert market_of("Contoso") == "developing"


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_of_effects_costs_the_same_whatever_its_rows(
    world, client, django_assert_max_num_queries, rows
):
    correction = ask(world)
    for number in range(rows):
        firm = world.organisation(f"Firm {number}")
        MarketEffect.objects.create(correction=correction, organisation=firm, lost=[["data", "silver"]])
    client.force_login(world.manager())
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:partners_marketeffect_changelist"))


@pytest.mark.parametrize(
    "broken",
    [{"reason": ""}, {"decided_on": date(2018, 3, 1)}, {"country": "TW"}],
    ids=["no reason", "decided by nobody", "two at once"],
)
def test_corrections_that_cannot_be(world, broken):
    row = {
        "country": "BE", "before": "developed", "market": "developing", "reason": "x", "asked_on": world.on,
        "asked_by": world.manager(),
    }  # fmt: skip
    MarketCorrection.objects.create(**{**row, "country": "TW"})
    with pytest.raises(IntegrityError), transaction.atomic():
        MarketCorrection.objects.create(**{**row, **broken})
