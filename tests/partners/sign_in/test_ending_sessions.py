"""Staff ends somebody's sessions everywhere (ASVS 7.4.5)."""

import pytest
from django.test import Client
from django.urls import reverse

from partners.actions import sessions
from partners.models import JournalEntry, Session
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def test_every_browser_of_the_person_is_out_at_once_and_nobody_elses(
    world, client, security_log, django_capture_on_commit_callbacks
):
    ada, petra = world.users["ada"], world.users["petra"]
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(ada)
    client.force_login(petra)
    page = reverse("admin:partners_user_sessions", args=[ada.pk])
    assert page in client.get(reverse("admin:partners_user_change", args=[ada.pk])).content.decode()
    assert "This field is required" in client.post(page, {}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"reason": "A stolen laptop"}).status_code == 302
    assert [browser.get("/")["Location"] for browser in browsers] == ["/accounts/login/"] * 2
    assert Session.objects.filter(user=petra).exists()
    entry = JournalEntry.objects.get(kind="sessions-ended")
    assert (entry.by, entry.data["person"], entry.data["count"]) == (petra.pk, ada.pk, 2)
    assert entry.data["reason"] == "A stolen laptop"
    line = next(each for each in security_log.lines if each["event"] == "session-ended")
    assert (line["user"], line["person"], line["count"]) == (petra.pk, ada.pk, 2)


def test_who_is_signed_in_nowhere_is_said_and_ones_own_are_elsewhere(world):
    ada, petra = world.users["ada"], world.users["petra"]
    refused("no-session", sessions.end_all, user=ada, reason="-", on=world.on, by=petra)
    refused("own-sessions", sessions.end_all, user=petra, reason="-", on=world.on, by=petra)
