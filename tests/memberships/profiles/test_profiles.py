"""What profiles keep, what publishing copies, and what is refused (F1)."""

import pytest

from memberships.actions import profiles
from memberships.actions.profiles import Content, Place
from memberships.models import Filing, Listing, Logo, Profile
from partners.models import JournalEntry
from tests.memberships.files import picture
from tests.refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def by(world, contoso):
    return {"on": world.on, "by": world.promoter(contoso)}


@pytest.fixture
def profile(world, contoso):
    return world.profile(contoso)


def test_customers_read_what_was_published_until_it_is_published_again(profile, by):
    listing = profiles.publish(profile=profile, **by)
    profiles.save(profile=profile, content=Content("Something else.", locations=[PLACE]), **by)
    assert Listing.objects.get().description == "We help."
    assert Profile.objects.get().unpublished
    again = profiles.publish(profile=profile, **by)
    assert (again.pk, Listing.objects.get().description) == (listing.pk, "Something else.")
    assert not Profile.objects.get().unpublished


PLACE = Place("Ghent", "BE", "Olga", "olga@contoso.example")


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("too-long", Content("x" * 1001)),
        (
            "too-many-industries",
            Content(industries=["retail", "banking", "legal", "travel", "media", "mining"]),
        ),
        ("too-many-locations", Content(locations=[PLACE] * 6)),
        ("bad-address", Content(website="http://contoso.example")),
        ("bad-linkedin", Content(linkedin="https://contoso.example/company/x")),
    ],
)
def test_what_a_profile_may_not_say(profile, by, code, content):
    refused(code, profiles.save, profile=profile, content=content, **by)


def test_a_thousand_characters_are_counted_as_a_reader_does(profile, by):
    text = "雲端\r\n" * 333
    assert len(profiles.save(profile=profile, content=Content(text), **by).description) == 998


def test_unknown_keys_are_left_out_and_known_ones_are_in_order(profile, by):
    content = Content(industries=["retail", "no-such", "banking"], languages=["en", "de", "xx"])
    row = profiles.save(profile=profile, content=content, **by)
    assert (row.industries, row.languages) == (["banking", "retail"], ["de", "en"])


def test_one_profile_for_each_country(contoso, profile, by):
    refused("profile-exists", profiles.begin, organisation=contoso, country="BE", **by)
    refused("unknown-country", profiles.begin, organisation=contoso, country="XX", **by)
    assert profiles.begin(organisation=contoso, country="NL", **by).pk != profile.pk


@pytest.mark.parametrize(
    ("code", "content"),
    [("no-description", Content(locations=[PLACE])), ("no-location", Content("We help."))],
)
def test_what_cannot_be_published_yet(profile, by, code, content):
    profiles.save(profile=profile, content=content, **by)
    refused(code, profiles.publish, profile=profile, **by)


def test_withdrawing_leaves_nothing_for_customers(profile, by):
    profiles.publish(profile=profile, **by)
    profiles.withdraw(profile=profile, **by)
    assert not Listing.objects.exists()
    assert not Filing.objects.exists()
    refused("not-published", profiles.withdraw, profile=profile, **by)


def test_logos_that_nobody_shows_any_more_are_gone(profile, by):
    content = Content("We help.", locations=[PLACE])
    profiles.save(profile=profile, content=content, logo=picture(size=(9, 9)), **by)
    profiles.publish(profile=profile, **by)
    profiles.save(profile=profile, content=content, logo=picture(size=(8, 8)), **by)
    assert Logo.objects.count() == 2  # one of them is still published
    profiles.publish(profile=profile, **by)
    assert Logo.objects.get().width == 8
    profiles.save(profile=profile, content=content, no_logo=True, **by)
    profiles.withdraw(profile=profile, **by)
    assert not Logo.objects.exists()


def test_each_step_is_in_the_journal_by_ids_only(profile, by):
    profiles.publish(profile=profile, **by)
    profiles.withdraw(profile=profile, **by)
    rows = JournalEntry.objects.filter(kind__startswith="profile-").order_by("pk")
    assert [row.kind for row in rows] == [
        "profile-saved", "profile-saved", "profile-published", "profile-withdrawn",
    ]  # fmt: skip
    assert rows[0].data == {"profile": profile.pk, "country": "BE"}


def test_the_contact_stays_with_the_published_location(profile, by):
    listing = profiles.publish(profile=profile, **by)
    assert listing.locations[0]["email"] == "office@contoso.example"
    assert listing.locations[0]["location"] == str(profile.locations.get().public_id)
