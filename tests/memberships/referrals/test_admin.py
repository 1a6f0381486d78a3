"""Requests, referrals and profiles in the administration, each for whom it is (A3, F1, F4, F5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from memberships.actions import referrals
from memberships.models import Listing
from partners.clock import now
from partners.models import Message, StaffRole
from tests.signing_in import confirmed
from tests.world import World

pytestmark = pytest.mark.django_db
REASON = "It offers pills."
STAFF = {"petra": StaffRole.PROGRAMME_MANAGER, "sam": StaffRole.SUPPORT, "sven": StaffRole.SPECIALIST}


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock; with all kinds of staff."""
    made = World()
    for name, role in STAFF.items():
        made.user(name, domain="vendor.example", role=role)
    return made


@pytest.fixture
def see(client, world):
    """A page of the administration as one of the staff sees it; with words, something that is done."""

    def look(who: str, page: str, *args: object, **typed: str):
        client.force_login(world.users[who])
        confirmed(client)
        address = reverse(f"admin:memberships_{page}", args=args)
        return client.post(address, typed, follow=True) if typed else client.get(address)

    return look


@pytest.fixture
def row(world, listing):
    """Of an hour ago."""
    return world.referral(listing, at=now() - timedelta(hours=1))


@pytest.mark.parametrize(("who", "reads"), [("petra", True), ("sam", False), ("sven", False)])
def test_who_asks_is_read_by_those_who_close_misuse_alone(see, row, who, reads):
    for page, args in (
        ("customerrequest_changelist", ()),
        ("customerrequest_change", (row.request_id,)),
        ("referral_changelist", ()),
        ("referral_change", (row.pk,)),
    ):
        text = see(who, page, *args).content.decode()
        assert ("carla@woodgrove.example" in text) == (reads and "customerrequest" in page), page
        assert ("Carla Customer" in text) == (reads and page == "customerrequest_change"), page
    overview = see(who, "customerrequest_change", row.request_id).content.decode()
    assert "We move our mail." in overview
    assert "Contoso" in overview


@pytest.mark.parametrize(("who", "reads"), [("petra", True), ("sam", False), ("sven", False)])
def test_so_are_their_addresses_among_the_messages(client, world, row, who, reads):
    client.force_login(world.users[who])
    message = Message.objects.get(kind="request-confirmed")
    for page, args in (("changelist", ()), ("change", (message.pk,))):
        text = client.get(reverse(f"admin:partners_message_{page}", args=args)).content.decode()
        assert ("carla@woodgrove.example" in text) == reads
    assert (
        "office@contoso.example" in client.get(reverse("admin:partners_message_changelist")).content.decode()
    )


def test_support_finds_the_request_of_a_caller(client, world, row):
    client.force_login(world.users["sam"])
    found = client.get(
        reverse("admin:memberships_customerrequest_changelist"), {"q": "carla@woodgrove.example"}
    )
    assert [each.pk for each in found.context["cl"].result_list] == [row.request_id]


def test_notes_of_partners_are_nowhere(see, world, row, rita):
    referrals.add_note(referral=row, text="They have much money.", at=now(), by=rita)
    for page, pk in (("customerrequest_change", row.request_id), ("referral_change", row.pk)):
        assert "much money" not in see("petra", page, pk).content.decode()


def test_a_request_is_closed_with_a_reason(see, row):
    assert (
        "This field is required"
        in see("petra", "customerrequest_close", row.request_id, reason="").content.decode()
    )
    see("petra", "customerrequest_close", row.request_id, reason=REASON)
    row.refresh_from_db()
    assert row.state == "closed"
    assert "closed as misuse" in see("sam", "customerrequest_changelist").content.decode()


def test_a_profile_is_withdrawn_with_a_reason(see, listing):
    answer = see("petra", "listing_withdraw", listing.pk, reason=REASON)
    assert answer.redirect_chain[-1][0] == reverse(
        "admin:memberships_profile_change", args=[listing.profile_id]
    )
    assert not Listing.objects.exists()


def test_what_was_held_back_by_the_limit_is_listed(client, world, listing, row, settings):
    settings.REQUEST_MAILS_A_DAY = 1
    world.referral(listing, at=now(), email="second@x.example")
    client.force_login(world.users["sam"])
    found = client.get(reverse("admin:memberships_referral_changelist"), {"mail": "held-back"})
    (held,) = found.context["cl"].result_list
    assert held.request.email == "second@x.example"
