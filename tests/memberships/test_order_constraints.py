"""What the database refuses of offers and orders, whoever writes (decision 7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from memberships.actions import orders
from memberships.models import AddOn, Order, RenewalNotice
from partners.models import Term


@pytest.fixture
def order(world):
    """An open order of an Action Pack."""
    return world.order(world.organisation("Contoso"), "action-pack")


def breaks(constraint, action):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        action()
    text = str(error.value)
    assert constraint in text or "UNIQUE" in text, text


def change(order, **columns):
    return lambda: Order.objects.filter(pk=order.pk).update(**columns)


def copy(order, **columns):
    def write():
        again = Order.objects.get(pk=order.pk)
        again.pk = again.number = None
        again.public_id = "8f7c0f0e-0000-4000-8000-000000000000"
        for name, value in columns.items():
            setattr(again, name, value)
        again.save()

    return write


def test_one_open_order_for_a_membership(order):
    breaks("order_one_open_membership", copy(order, offer="silver"))


def test_one_open_order_for_an_add_on(world, order):
    change(order, kind="add-on", offer="extra")()
    breaks("order_one_open_per_offer", copy(order, kind="add-on", offer="extra"))


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("order_settled_on_a_day", {"state": "cancelled"}),
        ("order_settled_on_a_day", {"state": "lost"}),
        ("order_refused_with_a_reason", {"reason": "Why"}),
        ("order_proof_on_a_day", {"proof": "a.bin"}),
        ("order_renewal_of_a_term", {"kind": "renewal"}),
        ("order_has_a_price", {"price": 0}),
        ("order_has_a_price", {"price": 500}),
        ("order_has_a_price", {"percent": 100}),
    ],
)
def test_an_order_that_contradicts_itself(order, constraint, columns):
    breaks(constraint, change(order, **columns))


def test_a_refusal_without_a_reason(world, order):
    breaks("order_refused_with_a_reason", change(order, state="refused", settled_on=world.on))


def test_a_confirmation_without_a_term(world, order):
    breaks("order_confirmed_has_a_term", change(order, state="confirmed", settled_on=world.on))


def test_one_number_for_one_order(world, order):
    fabrikam = world.order(world.organisation("Fabrikam"), "action-pack")
    breaks("memberships_order_number", change(fabrikam, number=order.number))


def test_an_add_on_once_in_a_term(world, order):
    orders.confirm(order=order, on=world.on, by=world.manager())
    term = Term.objects.get()
    AddOn.objects.create(term=term, offer="extra", starts_on=world.on, order=order)
    breaks("add_on_once_in_a_term", lambda: _added(world, term))


def _added(world, term):
    other = world.order(world.organisation("Fabrikam"), "action-pack")
    AddOn.objects.create(term=term, offer="extra", starts_on=world.on, order=other)


def test_a_notice_once_for_a_term(world):
    term = world.term(world.organisation("Contoso"), "action-pack")
    RenewalNotice.objects.create(term=term, kind="before", on=world.on)
    later = world.on + timedelta(days=1)
    breaks("renewal_notice_once", lambda: RenewalNotice.objects.create(term=term, kind="before", on=later))
