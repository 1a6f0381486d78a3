"""What the staff sees of requests and profiles, and what it closes and withdraws (A3, F1, F4, F5)."""

from datetime import timedelta

import pytest

from memberships.actions import profiles, referrals, requests
from memberships.jobs import tend_referrals
from memberships.letters import written
from memberships.models import CustomerRequest, Listing, Profile, Referral
from memberships.referrals.analysis import analysed
from partners.access import ROLES, Permission
from partners.models import JournalEntry, Message
from partners.refusals import Refused

OFFERS_PILLS = "It offers pills."


def close(world, request, after=timedelta(hours=1)):
    return requests.close(request=request, reason=OFFERS_PILLS, at=world.at + after, by=world.manager())


def refused(code, act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert refusal.value.code == code


# -- closing as misuse --


def test_a_closed_request_ends_what_is_open_and_partners_read_why(world, listing, others, rita):
    made = world.request(listing, others[0])
    requests.confirm(request=made, at=world.at)
    referrals.say_no(referral=made.referrals.get(profile=listing.profile), at=world.at, by=rita)
    close(world, made)
    states = dict(made.referrals.values_list("profile", "state"))
    assert states == {listing.profile_id: "skipped", others[0].profile_id: "closed"}
    entry = JournalEntry.objects.get(kind="referral-closed")
    assert (entry.organisation_id, entry.data["reason"]) == (others[0].organisation_id, OFFERS_PILLS)
    assert {each.organisation_id for each in Message.objects.filter(kind="referral-over")} == {
        others[0].organisation_id
    }
    row = made.referrals.get(profile=others[0].profile)
    refused("referral-closed", referrals.show_interest, referral=row, at=world.at, by=rita)
    refused("closed", close, world=world, request=made)


def test_a_partner_is_told_in_words(world, listing, rita):
    close(world, world.referral(listing).request)
    letter = written(
        Message.objects.select_related("recipient", "organisation").get(kind="referral-over", recipient=rita)
    )
    assert "closed a request as misuse" in letter.subject
    assert "counts for nothing" in letter.body


def test_the_customer_reads_it_and_can_do_nothing_more(world, listing, others, client):
    made = world.request(listing)
    key = requests.confirm(request=made, at=world.at)
    close(world, made)
    page = client.get("/find/request/mine/", {"key": key}).content.decode()
    assert "The vendor closed this request" in page
    assert OFFERS_PILLS not in page
    assert 'name="act"' not in page
    for act, given in (
        (requests.withdraw, {}),
        (requests.choose, {"choices": [requests.Choice(others[0])]}),
    ):
        refused("closed", act, request=made, at=world.at, **given)


def test_closed_before_it_is_confirmed_it_reaches_nobody(world, listing):
    made = world.request(listing)
    close(world, made)
    refused("closed", requests.confirm, request=made, at=world.at + timedelta(hours=2))
    assert Referral.objects.of(listing.organisation).count() == 0
    assert written(Message.objects.get(kind="request-confirm")) is None
    tend_referrals(at=world.at + timedelta(days=8))
    assert not CustomerRequest.objects.exists()


def test_misuse_counts_for_nobodys_responsiveness(world, listing):
    referral = world.referral(listing)
    tend_referrals(at=world.at + timedelta(days=3))
    assert Profile.objects.get(pk=listing.profile_id).responsiveness == 0
    close(world, referral.request, timedelta(days=4))
    assert Profile.objects.get(pk=listing.profile_id).responsiveness is None


def test_what_is_erased_is_not_closed_and_what_is_closed_is_erased(world, listing):
    made = world.referral(listing).request
    close(world, made)
    tend_referrals(at=world.at + timedelta(days=400))
    made.refresh_from_db()
    assert (made.name, made.key_hash) == ("", None)
    assert not Message.objects.exclude(address="").exists()
    other = world.referral(listing, email="o@x.example").request
    tend_referrals(at=world.at + timedelta(days=400))
    refused("erased", close, world=world, request=other)


# -- withdrawing a profile --


def test_a_profile_withdrawn_by_staff_is_gone_and_its_partner_reads_why(world, listing, rita):
    profiles.withdraw_by_staff(profile=listing.profile, reason=OFFERS_PILLS, on=world.on, by=world.manager())
    assert not Listing.objects.exists()
    assert JournalEntry.objects.get(kind="profile-withdrawn").data["reason"] == OFFERS_PILLS
    told = Message.objects.filter(kind="profile-withdrawn").select_related("recipient", "organisation")
    assert {each.recipient.name for each in told} >= {"Ada", "Rita"}
    assert not {each.recipient.name for each in told} & {"Rolf"}
    letter = written(told.get(recipient=rita))
    assert letter.subject == "Contoso: the vendor withdrew your marketing profile"
    assert OFFERS_PILLS in letter.body
    again = {"profile": listing.profile, "on": world.on, "by": rita}
    refused("not-published", profiles.withdraw_by_staff, **again, reason="Twice.")
    assert profiles.publish(**again).name == "Contoso"


def test_the_notice_leads_to_the_profile(world, contoso, listing, client):
    profiles.withdraw_by_staff(profile=listing.profile, reason=OFFERS_PILLS, on=world.on, by=world.manager())
    client.force_login(world.users["rita"])
    page = client.get(f"/o/{contoso.public_id}/notifications/").content.decode()
    assert "The vendor withdrew your marketing profile" in page
    assert OFFERS_PILLS in page
    assert f"/profile/{listing.public_id}/" in page


def test_whoever_looks_after_the_profile_reads_messages_of_referrals():
    """The message of a withdrawn profile is read by that permission."""
    for allowed in ROLES.values():
        assert (Permission.MANAGE_PROFILE in allowed) == (Permission.MANAGE_REFERRALS in allowed)


def test_misuse_is_in_no_analysis(world, listing):
    close(world, world.referral(listing).request)
    world.referral(listing, email="o@x.example")
    assert analysed(listing.organisation, at=world.at).sent == 1
