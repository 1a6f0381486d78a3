"""What people are written about orders and renewals, in their language (E2, E3, H1)."""

from datetime import timedelta

import pytest

from memberships.actions import orders
from memberships.jobs import expire_orders, remind_of_renewals
from memberships.letters import written
from partners.models import Message, MessageKind, Organisation


@pytest.fixture
def contoso(world):
    """An organisation with somebody who buys."""
    made = world.organisation("Contoso")
    world.buyer(made)
    world.offers()
    return made


def letter(kind: MessageKind):
    return written(Message.objects.select_related("recipient", "organisation").get(kind=kind))


def test_a_confirmed_order_says_its_year(world, contoso):
    order = world.order(contoso, "action-pack")
    orders.confirm(order=order, on=world.on, by=world.manager())
    found = letter(MessageKind.ORDER_CONFIRMED)
    assert found.subject == f"Contoso: order {order} is confirmed"
    assert "It runs from 1 March 2018; its last day is 28 February 2019." in found.body
    assert f"/orders/{order.public_id}/" in found.body


def test_a_refused_order_says_its_reason_as_plain_text(world, contoso):
    order = world.order(contoso, "action-pack")
    orders.refuse(order=order, reason="Too little & late.", on=world.on, by=world.manager())
    assert "The reason: Too little & late." in letter(MessageKind.ORDER_REFUSED).body


def test_an_expired_order_says_that_no_proof_came(world, contoso):
    order = world.order(contoso, "action-pack")
    expire_orders(as_of=world.pass_days(30))
    found = letter(MessageKind.ORDER_EXPIRED)
    assert found.subject == f"Contoso: order {order} has expired"
    assert "no proof of payment came within 30 days" in found.body


def test_the_reminders_name_the_day_that_counts(world, contoso):
    term = world.term(contoso, "action-pack")
    world.on = term.until - timedelta(days=15)
    remind_of_renewals(as_of=world.on)
    found = letter(MessageKind.RENEWAL_DUE)
    assert found.subject == "Contoso: renewal opens on 1 March 2019"
    Message.objects.all().delete()
    world.on = term.until + timedelta(days=23)
    remind_of_renewals(as_of=world.on)
    found = letter(MessageKind.RENEWAL_DUE)
    assert found.subject == "Contoso: renewal is possible until 30 March 2019"
    assert "falls back to network" in found.body


def test_the_end_of_a_membership_says_what_ended(world, contoso):
    term = world.term(contoso, "action-pack")
    world.on = term.grace_until
    remind_of_renewals(as_of=world.on)
    found = letter(MessageKind.MEMBERSHIP_OVER)
    assert found.subject == "Contoso: the action pack membership is over"
    assert "Since 31 March 2019" in found.body


def test_a_name_with_a_line_break_stays_one_line(world, contoso):
    Organisation.objects.filter(pk=contoso.pk).update(display_name="Con\ntoso")
    order = world.order(contoso, "action-pack")
    orders.confirm(order=order, on=world.on, by=world.manager())
    assert letter(MessageKind.ORDER_CONFIRMED).subject.startswith("Con toso: ")
