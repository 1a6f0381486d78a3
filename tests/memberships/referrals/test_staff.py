"""What the staff sees of requests and profiles, and what it closes and withdraws (A3, F1, F4, F5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from memberships.actions import profiles, referrals, requests
from memberships.jobs import tend_referrals
from memberships.letters import written
from memberships.models import CustomerRequest, Listing, Profile, Referral
from partners.access import ROLES, Permission
from partners.clock import now
from partners.models import JournalEntry, Message, StaffRole
from partners.refusals import Refused
from tests.signing_in import confirmed
from tests.world import World

OFFERS_PILLS = "It offers pills."
STAFF = {"petra": StaffRole.PROGRAMME_MANAGER, "sam": StaffRole.SUPPORT, "sven": StaffRole.SPECIALIST}


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


# -- in the administration --


class TestInTheAdministration:
    """On the day itself, since pages read the clock."""

    @pytest.fixture
    def world(self, db):
        """With all kinds of staff."""
        made = World()
        for name, role in STAFF.items():
            made.user(name, domain="vendor.example", role=role)
        return made

    @pytest.fixture
    def see(self, client, world):
        """A page of the administration as one of the staff sees it; with words, something that is done."""

        def look(who: str, page: str, *args: object, **typed: str):
            client.force_login(world.users[who])
            confirmed(client)
            address = reverse(f"admin:memberships_{page}", args=args)
            return client.post(address, typed, follow=True) if typed else client.get(address)

        return look

    @pytest.fixture
    def row(self, world, listing):
        """Of an hour ago."""
        return world.referral(listing, at=now() - timedelta(hours=1))

    @pytest.mark.parametrize(("who", "reads"), [("petra", True), ("sam", False), ("sven", False)])
    def test_who_asks_is_read_by_those_who_close_misuse_alone(self, see, row, who, reads):
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
    def test_so_are_their_addresses_among_the_messages(self, client, world, row, who, reads):
        client.force_login(world.users[who])
        message = Message.objects.get(kind="request-confirmed")
        for page, args in (("changelist", ()), ("change", (message.pk,))):
            text = client.get(reverse(f"admin:partners_message_{page}", args=args)).content.decode()
            assert ("carla@woodgrove.example" in text) == reads
        assert (
            "office@contoso.example"
            in client.get(reverse("admin:partners_message_changelist")).content.decode()
        )

    def test_support_finds_the_request_of_a_caller(self, client, world, row):
        client.force_login(world.users["sam"])
        found = client.get(
            reverse("admin:memberships_customerrequest_changelist"), {"q": "carla@woodgrove.example"}
        )
        assert [each.pk for each in found.context["cl"].result_list] == [row.request_id]

    def test_notes_of_partners_are_nowhere(self, see, world, row, rita):
        referrals.add_note(referral=row, text="They have much money.", at=now(), by=rita)
        for page, pk in (("customerrequest_change", row.request_id), ("referral_change", row.pk)):
            assert "much money" not in see("petra", page, pk).content.decode()

    def test_a_request_is_closed_with_a_reason(self, see, row):
        assert (
            "This field is required"
            in see("petra", "customerrequest_close", row.request_id, reason="").content.decode()
        )
        see("petra", "customerrequest_close", row.request_id, reason=OFFERS_PILLS)
        row.refresh_from_db()
        assert row.state == "closed"
        assert "closed as misuse" in see("sam", "customerrequest_changelist").content.decode()

    def test_a_profile_is_withdrawn_with_a_reason(self, see, listing):
        answer = see("petra", "listing_withdraw", listing.pk, reason=OFFERS_PILLS)
        assert answer.redirect_chain[-1][0] == reverse(
            "admin:memberships_profile_change", args=[listing.profile_id]
        )
        assert not Listing.objects.exists()

    def test_what_was_held_back_by_the_limit_is_listed(self, client, world, listing, row, settings):
        settings.REQUEST_MAILS_A_DAY = 1
        world.referral(listing, at=now(), email="second@x.example")
        client.force_login(world.users["sam"])
        found = client.get(reverse("admin:memberships_referral_changelist"), {"mail": "held-back"})
        (held,) = found.context["cl"].result_list
        assert held.request.email == "second@x.example"
