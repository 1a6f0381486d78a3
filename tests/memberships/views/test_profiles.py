"""The marketing profile as its organisation works on it: form, preview, publishing (F1)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from memberships.models import Listing, Profile
from tests.memberships.files import picture

pytestmark = pytest.mark.django_db

TYPED = {
    "description": "Moves sales teams to the cloud.",
    "website": "https://contoso.example/en",
    "linkedin": "https://www.linkedin.com/company/contoso?trk=x",
    "industries": ["retail", "banking"],
    "services": ["migration"],
    "languages": ["en", "zh-hant"],
    "location-TOTAL_FORMS": "5",
    "location-INITIAL_FORMS": "0",
    "location-0-city": "Ghent",
    "location-0-address": "1 Example Street",
    "location-0-country": "BE",
    "location-0-contact_name": "Olga Office",
    "location-0-contact_email": "office@contoso.example",
}


@pytest.fixture
def profile(world, contoso):
    return world.profile(contoso)


@pytest.fixture
def page(contoso, profile):
    return f"/o/{contoso.public_id}/profile/{profile.public_id}/"


@pytest.fixture
def rita(client, world):
    """The referrals manager's browser."""
    client.force_login(world.users["rita"])
    return client


def test_it_is_begun_for_a_country_saved_previewed_and_published(rita, contoso):
    begun = rita.post(f"/o/{contoso.public_id}/profile/", {"country": "TW"})
    row = Profile.objects.get()
    assert (row.country, begun["Location"]) == ("TW", f"/o/{contoso.public_id}/profile/{row.public_id}/")
    saved = rita.post(begun["Location"], {**TYPED, "preview": "1"})
    assert saved["Location"] == f"{begun['Location']}preview/"
    assert "Moves sales teams" in rita.get(saved["Location"]).content.decode()
    assert not Listing.objects.exists()
    rita.post(f"{begun['Location']}publish/")
    seen = rita.get(reverse("memberships:partner", args=[row.public_id])).content.decode()
    assert "Moves sales teams" in seen
    assert "office@contoso.example" not in seen
    assert "Olga Office" not in seen


def test_the_preview_speaks_either_language(rita, page):
    english = rita.get(f"{page}preview/?language=en").content.decode()
    chinese = rita.get(f"{page}preview/?language=zh-hant").content.decode()
    assert "Belgium" in english
    assert "比利時" in chinese


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"description": "x" * 1001}, "1001 characters"),
        ({"website": "http://contoso.example"}, "https://"),
        ({"linkedin": "https://contoso.example/company/x"}, "LinkedIn"),
        ({"industries": ["retail", "banking", "legal", "travel", "media", "mining"]}, "five industries"),
        ({"location-0-contact_email": "nobody"}, "valid email"),
        ({"location-0-contact_name": ""}, "Location 1, Contact"),
        ({"logo": SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")}, "no readable PNG"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(rita, page, wrong, said):
    answer = rita.post(page, {**TYPED, **wrong}).content.decode()
    assert said in answer
    assert 'value="Ghent"' in answer
    assert Profile.objects.get().website == ""


def test_a_logo_is_shown_to_its_organisation_and_replaced_by_none(rita, page):
    file = SimpleUploadedFile("logo.svg", picture(size=(900, 30)))
    rita.post(page, {**TYPED, "logo": file})
    kept = Image.open(BytesIO(rita.get(f"{page}logo/").content))
    assert kept.size == (300, 10)
    rita.post(page, {**TYPED, "no_logo": "on"})
    assert rita.get(f"{page}logo/").status_code == 404


def test_a_location_that_is_emptied_is_gone(rita, page, profile):
    emptied = {key: "" if key.startswith("location-0") else value for key, value in TYPED.items()}
    assert rita.post(page, emptied).status_code == 302
    assert not profile.locations.exists()


def test_publishing_what_is_not_ready_says_what_is_missing(rita, contoso, page, profile):
    rita.post(page, {key: value for key, value in TYPED.items() if key != "description"})
    answer = rita.post(f"{page}publish/", follow=True).content.decode()
    assert "Describe first" in answer
    assert not Listing.objects.exists()


def test_a_profile_is_withdrawn_and_kept(rita, page, profile):
    rita.post(f"{page}publish/")
    rita.post(f"{page}withdraw/")
    assert rita.get(reverse("memberships:partner", args=[profile.public_id])).status_code == 404
    assert "We help." in rita.get(page).content.decode()


def test_what_makes_it_strong_is_said_beside_it(rita, page):
    assert "2 of 8 things" in rita.get(page).content.decode()
    rita.post(page, {**TYPED, "description": "x" * 300})
    assert "7 of 8 things" in rita.get(page).content.decode()


@pytest.mark.parametrize("path", ["", "preview/"])
def test_as_many_queries_for_five_locations_as_for_one(
    rita, page, profile, path, django_assert_max_num_queries
):
    five = {key.replace("-0-", f"-{n}-"): value for n in range(5) for key, value in TYPED.items()}
    rita.post(page, five)
    with django_assert_max_num_queries(16):
        rita.get(page + path)
