"""What the database itself refuses of requests and referrals (F4, F5)."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from memberships.models import CustomerRequest, Referral

REFERRAL = [
    ("referral_state_known", {"state": "somewhere", "due_at": None, "remind_at": None}),
    ("referral_five_places", {"place": 5}),
    ("referral_sent_once_confirmed", {"sent_at": None}),
    ("referral_has_its_time", {"due_at": None}),
    ("referral_ended_at_a_time", {"ended_at": F("sent_at")}),
    ("referral_accepted_with_a_value", {"state": "negotiating", "due_at": None, "remind_at": None}),
    (
        "referral_ended_with_a_reason",
        {"state": "declined", "due_at": None, "remind_at": None, "ended_at": F("sent_at")},
    ),
]
REQUEST = [
    ("request_page_once_confirmed", {"key_hash": None}),
    ("request_erased_wholly", {"erased_at": F("asked_at")}),
    ("request_erased_wholly", {"email": ""}),
    (
        "request_withdrawn_once_confirmed",
        {"confirmed_at": None, "key_hash": None, "withdrawn_at": F("asked_at")},
    ),
]


@pytest.mark.parametrize(("name", "columns"), REFERRAL)
def test_a_referral_is_whole(world, listing, name, columns):
    world.referral(listing)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Referral.objects.update(**columns)


@pytest.mark.parametrize(("name", "columns"), REQUEST)
def test_a_request_is_whole(world, listing, name, columns):
    world.referral(listing)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CustomerRequest.objects.update(**columns)


@pytest.mark.parametrize("columns", [{"place": 1}, {"organisation": True}])
def test_a_request_has_each_place_and_each_partner_once(world, listing, others, columns):
    request = world.request(listing, others[0])
    changed = {"organisation": listing.organisation} if "organisation" in columns else columns
    with pytest.raises(IntegrityError), transaction.atomic():
        request.referrals.update(**changed)
