"""Orders at the same time, on PostgreSQL with real transactions: one has its way, the other is told (E2)."""

from datetime import date

import pytest

from memberships.actions import orders
from memberships.jobs import expire_orders, remind_of_renewals
from memberships.models import AddOn, Order
from partners.models import JournalEntry, Message, Term
from partners.refusals import Refused
from tests.memberships.files import PDF
from tests.together import together
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2018, 3, 1)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")


@pytest.fixture
def world():
    made = World(DAY)
    made.offers()
    made.manager()
    contoso = made.organisation("Contoso")
    made.employee(contoso, "erik", "cloud-basic")
    made.buyer(contoso)
    return made


@pytest.fixture
def contoso(world):
    return world.organisations["Contoso"]


def codes(results):
    return sorted(result.code for result in results if isinstance(result, Refused))


def test_of_two_orders_at_once_one_is_placed(world, contoso):
    results = together(lambda: world.order(contoso), lambda: world.order(contoso, "action-pack"))
    assert codes(results) == ["ordered"]
    assert Order.objects.count() == 1


def test_a_confirmation_clicked_twice_starts_one_term(world, contoso):
    order = world.order(contoso)

    def confirm():
        orders.confirm(order=Order.objects.get(pk=order.pk), on=DAY, by=world.manager())

    assert codes(together(confirm, confirm)) == ["order-confirmed"]
    assert Term.objects.count() == 1
    assert Message.objects.filter(kind="order-confirmed").count() == 1
    assert JournalEntry.objects.filter(kind="term-started").count() == 1


def test_an_add_on_confirmed_twice_runs_once(world, contoso):
    world.term(contoso)
    order = world.order(contoso, "extra")

    def confirm():
        orders.confirm(order=Order.objects.get(pk=order.pk), on=DAY, by=world.manager())

    assert codes(together(confirm, confirm)) == ["order-confirmed"]
    assert AddOn.objects.count() == 1


def test_confirmed_and_refused_at_once_it_has_one_end(world, contoso):
    order, by = world.order(contoso), world.manager()
    results = together(
        lambda: orders.confirm(order=Order.objects.get(pk=order.pk), on=DAY, by=by),
        lambda: orders.refuse(order=Order.objects.get(pk=order.pk), reason="No.", on=DAY, by=by),
    )
    order.refresh_from_db()
    assert len(codes(results)) == 1
    assert Term.objects.count() == (order.state == "confirmed")


def test_cancelled_while_staff_confirms_it_has_one_end(world, contoso):
    order, buyer = world.order(contoso), world.buyer(contoso)
    together(
        lambda: orders.confirm(order=Order.objects.get(pk=order.pk), on=DAY, by=world.manager()),
        lambda: orders.cancel(order=Order.objects.get(pk=order.pk), on=DAY, by=buyer),
    )
    order.refresh_from_db()
    assert Term.objects.count() == (order.state == "confirmed")


def test_proof_on_the_day_of_expiry_either_comes_or_is_refused(world, contoso):
    order, buyer = world.order(contoso), world.buyer(contoso)
    day = world.pass_days(29)
    expiry = world.pass_days(1)
    results = together(
        lambda: expire_orders(as_of=expiry),
        lambda: orders.attach_proof(order=Order.objects.get(pk=order.pk), content=PDF, on=expiry, by=buyer),
    )
    assert day < expiry
    assert codes(results) == ["order-expired"]


def test_two_jobs_expire_and_remind_once(world, contoso):
    world.order(contoso)
    expiry = world.pass_days(30)
    together(lambda: expire_orders(as_of=expiry), lambda: expire_orders(as_of=expiry))
    expire_orders(as_of=expiry)  # who found the organisation held left it to the next sweep
    assert JournalEntry.objects.filter(kind="order-expired").count() == 1
    term = world.term(contoso)
    world.on = term.until
    day = world.pass_days(23)
    together(lambda: remind_of_renewals(as_of=day), lambda: remind_of_renewals(as_of=day))
    assert Message.objects.filter(kind="renewal-due").count() == 1
