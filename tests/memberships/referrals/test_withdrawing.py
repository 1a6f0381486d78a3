"""A customer withdraws from one partner alone and chooses another in its place (F4)."""

from datetime import timedelta

import pytest

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.actions.requests import Choice
from memberships.jobs import tend_referrals
from memberships.models import Profile, Referral
from partners.clock import now
from partners.models import JournalEntry, Message
from partners.refusals import Refused
from tests.world import World

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


# -- on the page --


class TestOnThePage:
    """On the day itself, since pages read the clock."""

    @pytest.fixture
    def world(self, db):
        """Of today."""
        return World()

    @pytest.fixture
    def key(self, world, listing, others):
        """Of the private page."""
        return requests.confirm(request=world.request(listing, others[0], at=now()), at=now())

    def test_a_button_for_each_partner_that_is_still_asked(self, client, listing, key):
        row = Referral.objects.get(profile=listing.profile)
        assert str(row.public_id) in client.get(PAGE, {"key": key}).content.decode()
        given = {"key": key, "act": "withdraw-from", "referral": str(row.public_id)}
        answer = client.post(PAGE, given, follow=True)
        page = answer.content.decode()
        assert "is told that you do not ask it any more" in page
        assert "Choose another in its place" in page
        assert str(row.public_id) not in page
        assert "is out already" in client.post(PAGE, given).content.decode()

    def test_a_referral_of_another_request_is_none_of_its_buttons(self, client, world, listing, key):
        strange = world.referral(listing, at=now(), email="other@x.example")
        for named in (str(strange.public_id), "nonsense", ""):
            given = {"key": key, "act": "withdraw-from", "referral": named}
            assert client.post(PAGE, given).status_code == 400
        assert set(Referral.objects.values_list("state", flat=True)) == {"new"}

    def test_the_partner_finds_it_in_its_archive(self, client, world, contoso, listing, key):
        row = Referral.objects.select_related("request").get(profile=listing.profile)
        requests.withdraw_from(referral=row, at=now())
        client.force_login(world.users["rita"])
        archive = client.get(f"/o/{contoso.public_id}/referrals/archive/", {"state": "withdrawn"})
        assert "withdrawn by the customer" in archive.content.decode()

    def test_a_further_partner_is_asked_at_the_office_that_was_chosen(self, client, others, key):
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
