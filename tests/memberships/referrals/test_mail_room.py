"""How many mails about referrals somebody gets within a day, and what is held back beyond it (F5)."""

from datetime import timedelta

import pytest

from memberships.actions import requests
from memberships.jobs import tend_referrals
from memberships.models import Referral
from partners.models import Message, MessagePreference

DAY = timedelta(days=1)
HOURS = timedelta(hours=1)
STRANGER = "office@contoso.example"  # the contact whom every partner of the tests names


@pytest.fixture(autouse=True)
def _two_a_day(settings):
    """The limit."""
    settings.REQUEST_MAILS_A_DAY = 2


def mails(reader):
    return Message.objects.filter(recipient=reader).exclude(state="kept").count()


def ask(world, listing, number, **more):
    return world.referral(listing, email=f"c{number}@x.example", **more)


def test_reminders_and_ends_are_mails_like_others(world, listing, rita):
    ask(world, listing, 1)
    tend_referrals(at=world.at + 50 * HOURS)
    assert mails(rita) == 2
    ask(world, listing, 2, at=world.at + 51 * HOURS)
    assert mails(rita) == 3
    tend_referrals(at=world.at + 72 * HOURS)
    # The end would be the third within a day: it stands in the list, and nobody mails it to the contact.
    assert mails(rita) == 3
    over = Message.objects.filter(kind="referral-over")
    assert set(over.filter(recipient=rita).values_list("state", flat=True)) == {"kept"}
    assert not over.filter(address=STRANGER).exists()


def test_a_stranger_whom_many_partners_name_gets_no_more_than_one_partner_sends(world, listing, others):
    request = world.request(listing, *others[:3])
    requests.confirm(request=request, at=world.at)
    assert Message.objects.filter(address=STRANGER).count() == 2


def test_what_was_held_back_is_marked_once_and_only_that(world, listing):
    rows = [ask(world, listing, number) for number in range(3)]
    found = Referral.objects.order_by("pk").values_list("held_back_at", flat=True)
    assert list(found) == [None, None, world.at]
    tend_referrals(at=world.at + 72 * HOURS)
    assert Referral.objects.get(pk=rows[2].pk).held_back_at == world.at


def test_after_a_day_there_is_room_again(world, listing, rita):
    for number in range(3):
        ask(world, listing, number)
    ask(world, listing, 4, at=world.at + DAY)
    assert mails(rita) == 3


def test_what_goes_into_the_daily_digest_leaves_room(world, listing, rita):
    MessagePreference.objects.create(user=rita, kind="referral-new", way="daily")
    for number in range(3):
        ask(world, listing, number)
    states = (
        Message.objects.filter(recipient=rita).order_by("written_at", "pk").values_list("state", flat=True)
    )
    assert list(states) == ["gathered"] * 3
