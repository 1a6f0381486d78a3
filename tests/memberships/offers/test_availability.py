"""Whether an offer can be bought, as what, or why not (E1, E3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from memberships.offers import How, Position, Why, availability, read_offers
from tests.offered import OFFERS

OFFERED = read_offers(OFFERS)
DAY = date(2018, 3, 1)
NOBODY = Position(
    on=DAY,
    order=["network", "action-pack", "silver", "gold"],
    levels=["silver", "gold"],
    attained=(),
)
SILVER = replace(NOBODY, attained={"silver"}, level="silver", until=date(2019, 1, 1))
IN_GRACE = replace(SILVER, until=DAY)
GOLD = replace(SILVER, attained={"gold"}, level="gold")


@pytest.mark.parametrize(
    ("offer", "position", "expected"),
    [
        ("network", NOBODY, Why.INCLUDED),
        ("action-pack", NOBODY, How.FIRST),
        ("silver", NOBODY, Why.NOT_ATTAINED),
        ("silver", replace(NOBODY, attained={"silver"}), How.FIRST),
        ("silver", replace(NOBODY, attained={"gold"}), How.FIRST),
        ("gold", replace(NOBODY, attained={"silver"}), Why.NOT_ATTAINED),
        ("silver", replace(NOBODY, attained={"silver"}, ordered=True), Why.ORDERED),
        ("gold", replace(NOBODY, ordered=True), Why.NOT_ATTAINED),
        ("silver", SILVER, Why.PRESENT),
        ("action-pack", SILVER, Why.LOWER),
        ("gold", replace(SILVER, attained={"gold"}), How.UPGRADE),
        ("silver", IN_GRACE, How.RENEWAL),
        ("action-pack", IN_GRACE, How.RENEWAL),
        ("silver", replace(IN_GRACE, attained=()), Why.NOT_ATTAINED),
        ("gold", replace(IN_GRACE, attained={"gold"}), How.UPGRADE),
        ("extra", NOBODY, Why.NO_MEMBERSHIP),
        ("extra", SILVER, How.ADD_ON),
        ("extra", IN_GRACE, Why.NO_MEMBERSHIP),
        ("extra", GOLD, Why.NO_MEMBERSHIP),
        ("extra", replace(SILVER, add_ons={"extra"}), Why.ADDED),
        ("extra", replace(SILVER, ordered_add_ons={"extra"}), Why.ORDERED),
        ("extra", replace(SILVER, ordered=True), How.ADD_ON),
    ],
)
def test_what_may_be_done(offer, position, expected):
    found = availability(OFFERED.offer(offer), position)
    assert expected in (found.how, found.why)
    assert (found.how is None) != (found.why is None)


@pytest.mark.parametrize(
    ("position", "price"),
    [
        (replace(SILVER, attained={"gold"}), Decimal(1275)),
        (SILVER, Decimal(1275)),
        (replace(NOBODY, attained={"gold"}), Decimal(1700)),
        (replace(SILVER, level="action-pack", attained={"gold"}), Decimal(1700)),
        (replace(IN_GRACE, attained={"gold"}), Decimal(1275)),
    ],
)
def test_a_quarter_is_off_from_silver_to_gold_alone(position, price):
    assert availability(OFFERED.offer("gold"), position).price("USD") == price
