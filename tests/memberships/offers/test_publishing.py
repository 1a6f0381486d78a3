"""Lists of offers, published for good (E1)."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from memberships.actions import offers
from memberships.models import OfferEdition
from memberships.offers import NoOffers, OffersError, offers_on
from partners.models import JournalEntry
from tests.offered import OFFERS
from tests.refusing import refused


def later(key, day):
    return OFFERS.replace('edition: "first"', f'edition: "{key}"').replace("2017-01-01", day)


def publish(world, document):
    return offers.publish(document=document, on=world.on, by=None)


def test_the_file_is_kept_word_for_word_and_in_the_journal(world):
    row = publish(world, OFFERS)
    assert (row.document, row.published_on) == (OFFERS, world.on)
    assert JournalEntry.objects.get(kind="offers-published").data["offers"] == "first"


def test_each_day_has_the_list_in_force_on_it(world):
    publish(world, OFFERS)
    publish(world, later("second", "2018-04-01"))
    assert offers_on(date(2018, 3, 31)).key == "first"
    assert offers_on(date(2018, 4, 1)).key == "second"
    with pytest.raises(NoOffers):
        offers_on(date(2016, 12, 31))


def test_only_the_first_list_may_take_effect_before_tomorrow(world):
    world.organisation("Contoso")
    publish(world, OFFERS)
    refused("not-after-today", publish, world=world, document=later("second", "2018-03-01"))
    publish(world, later("second", "2018-03-02"))


def test_it_is_published_once_and_alone_on_its_day(world):
    publish(world, OFFERS)
    refused("already-published", publish, world=world, document=OFFERS)
    publish(world, later("second", "2018-04-01"))
    refused("day-taken", publish, world=world, document=later("third", "2018-04-01"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("needs_competency: gold", "needs_competency: silver", "the programme asks for gold at this level"),
        ("level: action-pack", "level: bronze", "has no membership at the level bronze"),
        ("    prices: [{currency: USD, amount: 475}]\n    benefits", "    benefits", "needs a price"),
    ],
)
def test_it_must_go_with_the_programme(world, old, new, expected):
    assert old in OFFERS
    with pytest.raises(OffersError, match=expected):
        publish(world, OFFERS.replace(old, new, 1))


def test_the_database_refuses_to_change_one(world):
    publish(world, OFFERS)
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferEdition.objects.update(document="")
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferEdition.objects.all().delete()


def test_the_command_publishes_the_packaged_list_once(db):
    call_command("load_editions", stdout=StringIO())
    for expected in ("published, effective from 2017-01-01", "already published"):
        said = StringIO()
        call_command("load_offers", stdout=said)
        assert expected in said.getvalue()


def test_the_command_only_checks_or_names_every_problem(db, tmp_path):
    said = StringIO()
    call_command("load_offers", check=True, stdout=said)
    assert "reads well" in said.getvalue()
    bad = OFFERS.replace("amount: 950", "amount: x").replace("percent: 25", "percent: no")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    with pytest.raises(CommandError, match=r"(?s)bad.yaml.*amount.*percent"):
        call_command("load_offers", folder=tmp_path)
