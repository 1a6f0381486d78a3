"""Who was the contact of an office, and is erased, is told no more of customers, and named nowhere (F1, F4)."""

from datetime import timedelta

import pytest

from memberships.actions import profiles, referrals, requests
from memberships.actions.erasures import erase
from memberships.actions.profiles import Place
from memberships.models import Listing, ProfileLocation, Referral, ReferralNote
from partners.models import Message, Role


@pytest.fixture
def olga(world, contoso):
    """The contact, with a login."""
    return world.account(contoso, "olga", Role.EMPLOYEE).user


@pytest.fixture
def listing(world, contoso, olga):
    """Contoso, with two offices; Olga is the contact of the first."""
    first = Place("Ghent", "BE", olga.name, olga.email.upper())
    other = Place("Bruges", "BE", "Bert Bruges", "bruges@contoso.example")
    return world.listing(contoso, locations=[first, other])


def gone(world, user):
    return erase(user=user, reason="Asked by letter.", on=world.on, by=world.manager())


def test_profiles_and_referrals_name_the_person_no_more(world, listing, olga, rita):
    row = world.referral(listing)
    referrals.add_note(referral=row, text="Olga called them; Holga did not.", at=world.at, by=rita)
    done = gone(world, olga)
    assert (done.removed["contacts"], done.removed["notes"]) == (3, 1)
    places = ProfileLocation.objects.order_by("place").values_list("contact_name", "contact_email")
    assert list(places) == [("", ""), ("Bert Bruges", "bruges@contoso.example")]
    assert [each["email"] for each in Listing.objects.get().locations] == ["", "bruges@contoso.example"]
    assert (Referral.objects.get().contact_name, Referral.objects.get().contact_email) == ("", "")
    assert ReferralNote.objects.get().text == "former employee called them; Holga did not."


def test_requests_go_on_to_those_who_manage_them(world, listing, olga, rita):
    row = world.referral(listing)
    gone(world, olga)
    requests.withdraw(request=row.request, at=world.at + timedelta(hours=1))
    world.referral(Listing.objects.get(), email="second@x.example")
    told = Message.objects.filter(kind__startswith="referral-")
    assert not told.exclude(address="").exists()
    assert {each.kind for each in told.filter(recipient=rita)} == {"referral-new", "referral-over"}


def test_a_contact_of_another_organisation_stays(world, listing, others, olga):
    place = Place("Ghent", "BE", olga.name, "olga@elsewhere.example")
    elsewhere = others[0].profile
    profiles.save(
        profile=elsewhere,
        content=profiles.Content(description="We help.", locations=[place]),
        on=world.on,
        by=world.promoter(others[0].organisation),
    )
    gone(world, olga)
    assert elsewhere.locations.get().contact_name == olga.name
