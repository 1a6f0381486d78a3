"""The jobs of memberships ask as many queries for one organisation as for many (decision 8)."""

from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from memberships.actions import orders
from memberships.jobs import end_benefits, expire_orders, remind_of_renewals
from tests.memberships.files import PDF
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")


def asked(job, day: date) -> int:
    from django.db import connection

    with CaptureQueriesContext(connection) as captured:
        assert job(as_of=day) > 0
    return len(captured)


def expiring(world: World, count: int) -> date:
    """So many orders whose 30 days are over."""
    for number in range(count):
        world.order(world.organisation(f"Org{number}"), "action-pack")
    return world.pass_days(30)


def waiting(world: World, count: int) -> date:
    """So many renewals with proof whose grace is about to end."""
    made = [world.organisation(f"Org{number}") for number in range(count)]
    until = [world.term(each, "action-pack") for each in made][-1].until
    world.on = until
    for each in made:
        order = world.order(each, "action-pack")
        orders.attach_proof(order=order, content=PDF, on=world.on, by=order.ordered_by)
    return world.pass_days(25)


def ending(world: World, count: int) -> date:
    """So many terms whose anniversary is near."""
    made = [world.organisation(f"Org{number}") for number in range(count)]
    for each in made:
        world.buyer(each)
    return [world.term(each, "action-pack") for each in made][-1].until - timedelta(days=15)


def over(world: World, count: int) -> date:
    """So many organisations whose benefits end with grace, all on one day."""
    made = [world.organisation(f"Org{number}") for number in range(count)]
    until = [world.term(each, "action-pack") for each in made][-1].grace_until
    for each in made:
        world.benefit(each)
        world.benefit(each, "windows")
    return until


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("job", "befall", "most"),
    [
        (expire_orders, expiring, 13),
        (expire_orders, waiting, 9),
        (remind_of_renewals, ending, 22),
        (end_benefits, over, 14),
    ],
    ids=["expire", "hold grace", "remind", "end benefits"],
)
def test_as_many_queries_for_many(job, befall, most, count):
    world = World(date(2018, 3, 1))
    assert asked(job, befall(world, count)) <= most
