"""The language is the visitor's choice, and remembered for the user (H1)."""

import pytest

from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def stella():
    return World().user("stella")


def test_a_visitor_chooses(client):
    answer = client.post("/language/", {"language": "zh-hant", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="zh-hant">' in page
    assert "登入 Assay" in page


def test_the_choice_is_remembered_for_the_user(client, stella):
    client.force_login(stella)
    client.post("/language/", {"language": "zh-hant"})
    stella.refresh_from_db()
    assert stella.language == "zh-hant"


def test_a_language_that_the_portal_does_not_speak_changes_nothing(client, stella):
    client.force_login(stella)
    client.post("/language/", {"language": "xx"})
    stella.refresh_from_db()
    assert stella.language == "en"


def test_signing_in_elsewhere_brings_it_along(client, stella):
    stella.language = "zh-hant"
    stella.save()
    client.post("/accounts/login/", {"login": stella.email, "password": PASSWORD}, follow=True)
    assert client.cookies["django_language"].value == "zh-hant"


def test_a_choice_on_this_device_stays(client, stella):
    client.force_login(stella)
    client.cookies["django_language"] = "zh-hant"
    assert "django_language" not in client.get("/").cookies


def test_only_a_form_changes_it(client):
    assert client.get("/language/").status_code == 405
