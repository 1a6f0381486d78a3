"""A passkey from its making to signing in with it alone, in a browser with an authenticator of its own."""

import re

import pytest
from allauth.mfa.models import Authenticator

from partners.models import Session
from tests.world import PASSWORD

pytestmark = pytest.mark.usefixtures("world")


def with_authenticator(page) -> None:
    """Chromium's own, which answers for its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, url: str, world) -> None:
    """By password, as Ada."""
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", world.users["ada"].email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/o/"))


def add_passkey(page, url: str) -> None:
    """From the account's page, with the confirmation in between."""
    page.goto(f"{url}/accounts/")
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.fill("[name=name]", "Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(re.compile("recovery-codes"))


def sign_out(page, url: str) -> None:
    page.goto(f"{url}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("login"))


@pytest.fixture
def browsing(visit, live_server):
    """Nobody's page at a host with a name, and its address."""
    there = visit(None)
    url = live_server.url.replace("127.0.0.1", "localhost")
    with_authenticator(there.page)
    return there, url


def test_a_passkey_is_made_and_signs_in_alone(browsing, world):
    there, url = browsing
    page = there.page
    sign_in(page, url, world)
    add_passkey(page, url)
    page.goto(f"{url}/accounts/")
    assert page.get_by_text("Work laptop").first.is_visible()
    sign_out(page, url)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/o/"))
    assert Session.objects.filter(user=world.users["ada"]).exists()
    assert there.complaints == []


def test_a_passkey_is_the_second_step_after_a_password(browsing, world):
    there, url = browsing
    page = there.page
    sign_in(page, url, world)
    add_passkey(page, url)
    sign_out(page, url)
    page.fill("[name=login]", world.users["ada"].email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(re.compile("/o/"))
    assert there.complaints == []


def test_a_passkey_confirms_renames_and_is_removed(browsing, world):
    there, url = browsing
    page = there.page
    sign_in(page, url, world)
    add_passkey(page, url)
    page.goto(f"{url}/accounts/")
    page.get_by_role("link", name="Rename Work laptop").click()
    page.fill("[name=name]", "Old laptop")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{url}/accounts/confirm/passkey/?next=/accounts/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{url}/accounts/")
    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.wait_for_url(f"{url}/accounts/")
    assert not Authenticator.objects.filter(user=world.users["ada"]).exists()
    assert there.complaints == []


def test_a_passkey_that_is_not_read_is_said_beside_the_button(browsing, world):
    there, url = browsing
    page = there.page
    page.goto(f"{url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not read").wait_for()
    assert there.complaints == []


def test_without_scripts_the_password_still_opens_and_no_button_is_dead(visit, live_server, world):
    page = visit(None, java_script_enabled=False).page
    page.goto(f"{live_server.url}/accounts/login/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert page.get_by_text("Passkeys need JavaScript").is_visible()
