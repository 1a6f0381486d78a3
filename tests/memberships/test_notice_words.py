"""The list of notifications says in words what happened to an order or a report, and leads there (E2, E3, C7)."""

from datetime import timedelta

import pytest

from competencies.actions import credit
from memberships.actions import orders
from memberships.jobs import expire_orders, remind_of_renewals
from memberships.letters import written
from memberships.notice_words import notices_of
from partners import messages
from partners.clock import now
from partners.models import Message, MessageKind
from tests.competencies.evidence_files import PDF

ORDERED = "(Action Pack, 475 USD)"


@pytest.fixture
def contoso(world):
    """An organisation with somebody who buys."""
    made = world.organisation("Contoso")
    world.buyer(made)
    world.offers()
    return made


def told(kind, organisation):
    rows = list(Message.objects.select_related("organisation").filter(kind=kind)[:1])
    ((_message, notice),) = notices_of(rows, organisation)
    return notice


def test_what_became_of_an_order(world, contoso):
    confirmed = world.order(contoso, "action-pack")
    orders.confirm(order=confirmed, on=world.on, by=world.manager())
    notice = told(MessageKind.ORDER_CONFIRMED, contoso)
    assert notice.title == f"Order {confirmed} is confirmed"
    assert notice.lines == (
        f"The payment of your order {confirmed} {ORDERED} has been confirmed.",
        "It runs from 1 March 2018; its last day is 28 February 2019.",
    )
    assert notice.page == f"/o/{contoso.public_id}/orders/{confirmed.public_id}/"


def test_a_refused_order_says_why(world, contoso):
    order = world.order(contoso, "action-pack")
    orders.refuse(order=order, reason="Too little.", on=world.on, by=world.manager())
    notice = told(MessageKind.ORDER_REFUSED, contoso)
    assert notice.title == f"Order {order} was refused"
    assert notice.lines == (f"Your order {order} {ORDERED} has been refused.", "The reason: Too little.")


def test_an_expired_order_says_that_no_proof_came(world, contoso):
    order = world.order(contoso, "action-pack")
    expire_orders(as_of=world.pass_days(30))
    notice = told(MessageKind.ORDER_EXPIRED, contoso)
    assert notice.title == f"Order {order} has expired"
    assert notice.lines[0].endswith("has expired: no proof of payment came within 30 days.")
    assert notice.page.endswith(f"/orders/{order.public_id}/")


def test_renewals_name_the_day_and_lead_to_the_offers(world, contoso):
    term = world.term(contoso, "action-pack")
    for day, kind, title in (
        (term.until - timedelta(days=15), MessageKind.RENEWAL_DUE, "Renewal opens on 1 March 2019"),
        (term.until + timedelta(days=23), MessageKind.RENEWAL_DUE, "Renewal is possible until 30 March 2019"),
        (term.grace_until, MessageKind.MEMBERSHIP_OVER, "The action pack membership is over"),
    ):
        Message.objects.all().delete()
        world.on = day
        remind_of_renewals(as_of=day)
        notice = told(kind, contoso)
        assert (notice.title, notice.page) == (title, f"/o/{contoso.public_id}/offers/")
        assert "Action Pack" in notice.lines[0]


@pytest.fixture
def report(world, contoso, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    erik = world.employee(contoso, "erik", "cloud-basic")
    return credit.report_achievement(
        user=erik, organisation=contoso, credential="cloud-expert",
        day=world.on - timedelta(days=3), file=PDF, on=world.on,
    )  # fmt: skip


def test_the_answer_to_a_report_stands_there_for_who_reported(world, contoso, report):
    credit.answer(report=report, text="It comes on Monday.", on=world.on, by=world.manager())
    notice = told(MessageKind.CREDIT_ANSWERED, contoso)
    assert notice.title.startswith("Your report was answered: ")
    assert notice.lines[0].endswith("of 26 February 2018 as missing. The answer:")
    assert notice.lines[1] == "It comes on Monday."
    assert notice.page == f"/o/{contoso.public_id}/me/"


def test_nobody_else_reads_it(world, contoso, report):
    """What a person reports is the person's own affair (A7)."""
    credit.answer(report=report, text="It comes on Monday.", on=world.on, by=world.manager())
    Message.objects.update(recipient=world.buyer(contoso))
    notice = told(MessageKind.CREDIT_ANSWERED, contoso)
    assert "Monday" not in " ".join([notice.title, *notice.lines])


def test_a_reminder_leads_to_what_is_to_be_done(world, contoso):
    messages.write([
        messages.message(
            MessageKind.TO_ASSOCIATE, recipient=world.buyer(contoso).pk, organisation=contoso.pk, on=world.on,
            about="test", data={}, now=now(),
        )
    ])  # fmt: skip
    notice = told(MessageKind.TO_ASSOCIATE, contoso)
    assert (notice.title, notice.page) == ("Let your achievements count", f"/o/{contoso.public_id}/me/")


def test_an_order_of_another_organisation_is_not_told(world, contoso):
    order = world.order(contoso, "action-pack")
    orders.confirm(order=order, on=world.on, by=world.manager())
    row = Message.objects.get(kind=MessageKind.ORDER_CONFIRMED)
    assert notices_of([row], world.organisation("Fabrikam")) == []


def test_a_daily_digest_says_it_too(world, contoso):
    order = world.order(contoso, "action-pack")
    orders.confirm(order=order, on=world.on, by=world.manager())
    row = Message.objects.get(kind=MessageKind.ORDER_CONFIRMED)
    digest = messages.message(
        MessageKind.DIGEST, recipient=row.recipient_id, organisation=contoso.pk, on=world.on, about="digest",
        data={"messages": [str(row.pk)], "more": 0}, now=now(),
    )  # fmt: skip
    messages.write([digest])
    found = Message.objects.select_related("recipient", "organisation").get(kind=MessageKind.DIGEST)
    assert f"Order {order} is confirmed" in written(found).body
