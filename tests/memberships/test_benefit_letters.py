"""What people are written about benefits and product keys, in their language (E5, H1)."""

from datetime import timedelta

import pytest

from memberships.actions import key_pools, keys, orders, seats
from memberships.jobs import end_benefits, remind_of_renewals
from memberships.letters import written
from memberships.models import KeyPool
from partners.models import Message, MessageKind


@pytest.fixture
def contoso(world):
    """A silver organisation with somebody who buys."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    world.term(made)
    world.buyer(made)
    return made


def letter(kind: MessageKind, **data):
    rows = Message.objects.select_related("recipient", "organisation").filter(kind=kind, **data)
    return written(rows.get())


def test_what_has_ended_is_named_with_its_day(world, contoso):
    world.benefit(contoso, "desk")
    world.benefit(contoso, "hours")
    end = world.on = contoso.terms.get().grace_until
    end_benefits(as_of=world.on)
    found = letter(MessageKind.BENEFITS_ENDED)
    assert found.subject == "Contoso: benefits have ended"
    assert f"ended on {end.day} {end:%B} {end.year}" in found.body
    assert "\n- Desk\n- Hours\n" in found.body
    assert "/membership/benefits/" in found.body


def test_where_seats_were_freed_it_says_how_many(world, contoso):
    office, by = world.benefit(contoso), world.buyer(contoso)
    for name in ("nora", "otto", "paul"):
        seats.assign(entitlement=office, account=world.account(contoso, name), on=world.on, by=by)
    world.on = contoso.terms.get().until
    orders.confirm(order=world.order(contoso, "action-pack"), on=world.on, by=world.manager())
    found = letter(MessageKind.BENEFITS_ENDED)
    assert "- Office: 1 seat was freed" in found.body
    assert "These benefits of your membership ended" not in found.body


def test_the_reminders_of_a_renewal_say_what_would_end(world, contoso):
    office = world.benefit(contoso)
    seats.assign(
        entitlement=office, account=world.account(contoso, "nora"), on=world.on, by=world.buyer(contoso)
    )
    world.benefit(contoso, "community")
    remind_of_renewals(as_of=contoso.terms.get().until - timedelta(days=15))
    body = letter(MessageKind.RENEWAL_DUE).body
    assert "would end with 30 March 2019:\n\n- Office (1 seat in use)" in body
    assert "Community" not in body


def test_the_vendor_is_told_of_an_empty_pool_until_it_is_filled(world, contoso):
    manager = world.manager()
    windows, by = world.benefit(contoso, "windows"), world.buyer(contoso)
    keys.reveal(entitlement=windows, on=world.on, by=by)
    found = letter(MessageKind.KEYS_WANTED)
    assert found.subject == "No product key left for windows"
    pool = KeyPool.objects.get()
    assert f"/admin/memberships/keypool/{pool.pk}/change/" in found.body
    assert "Contoso" not in found.subject + found.body
    key_pools.add(file=world.key_file(pool, "WINDOWS-1"), on=world.on, by=manager)
    assert letter(MessageKind.KEYS_WANTED) is None


def test_in_the_language_of_the_reader(world, contoso):
    reader = world.buyer(contoso)
    type(reader).objects.filter(pk=reader.pk).update(language="zh-hant")
    office = world.benefit(contoso)
    world.on = contoso.terms.get().grace_until
    end_benefits(as_of=world.on)
    assert office.benefit == "office"
    assert "- 辦公室" in letter(MessageKind.BENEFITS_ENDED).body
