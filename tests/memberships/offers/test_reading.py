"""Files of offers: what they state, and every problem of a bad one with its place (E1)."""

from datetime import date
from decimal import Decimal

import pytest

from memberships.management.commands.load_offers import PACKAGED
from memberships.offers import OfferKind, OffersError, read_offers
from tests.offered import OFFERS


def problems(old: str, new: str) -> list[str]:
    assert old in OFFERS
    with pytest.raises(OffersError) as error:
        read_offers(OFFERS.replace(old, new, 1))
    return [str(each) for each in error.value.problems]


def test_an_offer_has_level_prices_and_what_it_asks_for():
    offers = read_offers(OFFERS)
    gold = offers.offer("gold")
    assert (offers.key, offers.effective_from) == ("first", date(2017, 1, 1))
    assert (gold.level, gold.needs_competency, gold.discount.percent) == ("gold", "gold", Decimal(25))
    assert (gold.price("USD").amount, gold.price("USD").example) == (Decimal(1700), True)
    assert gold.price("EUR") is None
    assert offers.offer("extra").kind is OfferKind.ADD_ON


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("format: 1", "format: 2", "unknown format 2"),
        ("amount: 950", "amount: 950.505", "offer silver, price USD, amount: a price is below"),
        ("amount: 950", "amount: 0", "must be above 0"),
        ("currency: USD, amount: 950", "currency: usd, amount: 950", "'usd' is no currency"),
        ("kind: add-on", "kind: addition", "unknown 'addition'; expected membership or add-on"),
        ("percent: 25", "percent: 100", "expected a percentage below 100"),
        ("from: silver", "from: bronze", "there is no membership at the level bronze"),
        ("key: silver\n", "key: Silver\n", "'Silver' is no key"),
        ("kind: add-on\n    level: silver", "kind: add-on\n    level: bronze", "no membership at the level bronze"),
        ("key: gold\n", "key: silver\n", "the key 'silver' stands twice in the list"),
        ("name: {en: Network}", "name: {fr: Réseau}", "the text has no English (en)"),
        ("example: true", "example: perhaps", "expected true or false"),
        ("level: gold\n", "level: silver\n", "two offers sell a membership at the level silver"),
        ("needs_competency: silver", "needs: silver", "unknown key 'needs'"),
        ("effective_from: 2017-01-01", "effective_from: soon", "effective_from: expected a date as YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_a_bad_file_says_where_and_what(old, new, expected):
    assert any(expected in problem for problem in problems(old, new)), problems(old, new)


def test_all_problems_are_listed_with_their_lines():
    with pytest.raises(OffersError) as error:
        read_offers(OFFERS.replace("amount: 950", "amount: x").replace("percent: 25", "percent: no"))
    assert [each.line for each in error.value.problems] == [
        next(number for number, line in enumerate(OFFERS.splitlines(), 1) if word in line)
        for word in ("amount: 950", "percent: 25")
    ]


@pytest.mark.parametrize("content", ["", "- a", "a: &x 1\nb: *x", b"\xff\xfe"])
def test_what_is_no_file_of_offers(content):
    with pytest.raises(OffersError):
        read_offers(content)


def test_the_packaged_list_holds_the_known_prices_and_marks_the_others():
    offers = read_offers((PACKAGED / "2017-01.yaml").read_text(encoding="utf-8"))
    prices = {
        each.key: (each.prices[0].amount, each.prices[0].example) for each in offers.offers if each.prices
    }
    assert prices["action-pack"] == prices["silver-action-pack"] == (Decimal(475), False)
    assert prices["silver"][1]
    assert prices["gold"][1]
    assert offers.offer("gold").discount.percent == 25
    assert [each.key for each in offers.offers] == [
        "network", "action-pack", "silver", "silver-action-pack", "gold",
    ]  # fmt: skip


def test_every_text_of_the_packaged_list_is_there_in_chinese():
    offers = read_offers((PACKAGED / "2017-01.yaml").read_text(encoding="utf-8"))
    texts = [offers.name]
    for offer in offers.offers:
        texts += [offer.name, *filter(None, [offer.note])]
        for benefit in offer.benefits:
            texts += [benefit.name, *filter(None, [benefit.amount])]
    assert all("zh-hant" in text for text in texts)
