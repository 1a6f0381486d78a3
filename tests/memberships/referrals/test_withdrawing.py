"""A customer withdraws from one partner alone and chooses another in its place (F4)."""

from datetime import timedelta

import pytest

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.actions.requests import Choice
from memberships.jobs import tend_referrals
from memberships.models import Profile, Referral
from partners.models import JournalEntry, Message
from partners.refusals import Refused

HOUR = timedelta(hours=1)
PAGE = "/find/request/mine/"


@pytest.fixture
def request_of_two(world, listing, others):
    """Contoso and another partner are asked."""
    made = world.request(listing, others[0])
    requests.confirm(request=made, at=world.at)
    return made


@pytest.fixture
def first(request_of_two, listing):
    """Contoso's referral."""
    return request_of_two.referrals.select_related("request", "organisation").get(profile=listing.profile)


def brought_to(state, referral, world, by):
    """The referral in an open state."""
    if state != "new":
        referrals.show_interest(referral=referral, at=world.at, by=by)
    if state == "negotiating":
        worth = Estimate(1_000, "EUR", world.on + timedelta(days=30))
        referrals.accept(referral=referral, estimate=worth, at=world.at, by=by)
    return Referral.objects.select_related("request").get(pk=referral.pk)


def refused(code, act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert refusal.value.code == code


@pytest.mark.parametrize("state", ["new", "evaluating", "negotiating"])
def test_one_partner_is_out_in_any_open_state_and_the_other_goes_on(world, first, rita, state):
    row = brought_to(state, first, world, rita)
    requests.withdraw_from(referral=row, at=world.at + HOUR)
    assert (row.state, row.ended_at, row.place) == ("withdrawn", world.at + HOUR, None)
    other = Referral.objects.exclude(pk=row.pk).get()
    assert (other.state, row.request.withdrawn_at) == ("new", None)
    assert JournalEntry.objects.get(kind="referral-withdrawn").organisation_id == row.organisation_id
    told = Message.objects.filter(kind="referral-over")
    assert {each.organisation_id for each in told} == {row.organisation_id}
    assert told.filter(address="office@contoso.example").count() == 1


def test_its_place_is_free_for_another_but_not_for_itself(world, listing, others):
    made = world.request(listing, *others[:4])
    requests.confirm(request=made, at=world.at)
    made.refresh_from_db()
    assert requests.places_free(made, at=world.at) == 0
    requests.withdraw_from(referral=made.referrals.get(profile=listing.profile), at=world.at)
    assert requests.places_free(made, at=world.at) == 1
    refused("asked-already", requests.choose, request=made, choices=[Choice(listing)], at=world.at)
    (chosen,) = requests.choose(request=made, choices=[Choice(others[4])], at=world.at + HOUR)
    assert (chosen.state, chosen.place) == ("new", 0)


def test_who_is_out_is_not_withdrawn_from(world, first, rita):
    referrals.say_no(referral=first, at=world.at, by=rita)
    refused("out", requests.withdraw_from, referral=first, at=world.at)
    assert Referral.objects.get(pk=first.pk).state == "skipped"


def test_what_has_run_out_is_missed_although_the_job_comes_later(world, request_of_two, first):
    late = world.at + timedelta(hours=72)
    refused("out", requests.withdraw_from, referral=first, at=late)
    requests.withdraw(request=request_of_two, at=late)
    tend_referrals(at=late + HOUR)
    assert set(Referral.objects.values_list("state", flat=True)) == {"missed"}
    assert Profile.objects.get(pk=first.profile_id).responsiveness == 0
    # Who has withdrawn is not asked to choose somebody else.
    assert not Message.objects.filter(kind="request-answered").exists()


def test_after_the_whole_is_withdrawn_nothing_is_left_to_withdraw(world, request_of_two, first):
    requests.withdraw(request=request_of_two, at=world.at)
    refused("withdrawn", requests.withdraw_from, referral=first, at=world.at)
