"""Withdrawing from one partner, and choosing another in its place, on the private page (F4)."""

from datetime import timedelta

import pytest

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.models import Referral
from partners.clock import now
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/find/request/mine/"


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock."""
    return World()


@pytest.fixture
def key(world, listing, others):
    """Of the private page."""
    return requests.confirm(request=world.request(listing, others[0], at=now()), at=now())


def test_a_button_for_each_partner_that_is_still_asked(client, listing, key):
    row = Referral.objects.get(profile=listing.profile)
    assert str(row.public_id) in client.get(PAGE, {"key": key}).content.decode()
    given = {"key": key, "act": "withdraw-from", "referral": str(row.public_id)}
    answer = client.post(PAGE, given, follow=True)
    page = answer.content.decode()
    assert "is told that you do not ask it any more" in page
    assert "Choose another in its place" in page
    assert str(row.public_id) not in page
    assert "is out already" in client.post(PAGE, given).content.decode()


def test_a_referral_of_another_request_is_none_of_its_buttons(client, world, listing, key):
    strange = world.referral(listing, at=now(), email="other@x.example")
    for named in (str(strange.public_id), "nonsense", ""):
        given = {"key": key, "act": "withdraw-from", "referral": named}
        assert client.post(PAGE, given).status_code == 400
    assert set(Referral.objects.values_list("state", flat=True)) == {"new"}


def test_the_partner_finds_it_in_its_archive(client, world, contoso, listing, key):
    row = Referral.objects.select_related("request").get(profile=listing.profile)
    requests.withdraw_from(referral=row, at=now())
    client.force_login(world.users["rita"])
    archive = client.get(f"/o/{contoso.public_id}/referrals/archive/", {"state": "withdrawn"})
    assert "withdrawn by the customer" in archive.content.decode()


def test_a_further_partner_is_asked_at_the_office_that_was_chosen(client, others, key):
    office = others[1].locations[0]
    others[1].locations = [office, {**office, "city": "Bruges", "email": "bruges@b.example"}]
    others[1].save(update_fields=["locations"])
    assert "Office of Partner B" in client.get(PAGE, {"key": key}).content.decode()
    name = f"location-{others[1].public_id}"
    for place, city in (("1", "Bruges"), ("-1", "Ghent")):
        Referral.objects.filter(profile=others[1].profile).delete()
        chosen = {"key": key, "act": "choose", "partner": str(others[1].public_id), name: place}
        assert client.post(PAGE, chosen).status_code == 302
        assert Referral.objects.get(profile=others[1].profile).city == city


def test_another_in_its_place_is_promised_only_as_long_as_it_may_be_chosen(client, world, listing):
    for days, promised in ((1, True), (31, False)):
        at = now() - timedelta(days=days)
        made = world.request(listing, at=at, email=f"c{days}@x.example")
        key = requests.confirm(request=made, at=at)
        row = made.referrals.select_related("request").get()
        referrals.show_interest(referral=row, at=at, by=world.users["rita"])
        worth = Estimate(1_000, "EUR", world.on)
        referrals.accept(referral=row, estimate=worth, at=at, by=world.users["rita"])
        page = client.get(PAGE, {"key": key}).content.decode()
        assert str(row.public_id) in page
        assert ("in its place" in page) == promised
