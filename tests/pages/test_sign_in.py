"""Signing in with a real browser, under the real policy."""

import pytest

PASSWORD = "a long enough password"


@pytest.fixture
def complaints(page):
    """What the browser says in its console: refused scripts and styles, missing files."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_a_person_signs_in_and_the_browser_has_nothing_to_say(
    live_server, page, complaints, django_user_model
):
    django_user_model.objects.create_user(email="sam@example.org", password=PASSWORD, is_staff=True)
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=login]", "sam@example.org")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/admin/")
    assert page.locator("h1").first.is_visible()
    assert complaints == []


def test_migrated_rows_are_there_for_every_live_server(live_server):
    from partners.models import CountryMarket

    assert CountryMarket.objects.exists()
