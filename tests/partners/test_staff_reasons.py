"""Every change by staff stands in the journal with its reason (A3, D5)."""

import pytest
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competencies.models import Feed
from partners.actions import events, invitations
from partners.journal import Kind
from partners.models import JournalEntry, Organisation, Role
from partners.staff import ActingAdmin, StaffAction
from tests.competencies.feeds.files import HEADINGS
from tests.world import World

ACTIONS: list[tuple[str, StaffAction]] = [
    (f"{model._meta.label_lower}.{action.name}", action)
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, ActingAdmin)
    for action in [*([model_admin.adding] if model_admin.adding else []), *model_admin.acting]
]


def test_every_action_of_staff_asks_why():
    assert len(ACTIONS) >= 25
    for name, action in ACTIONS:
        asked = action.asks().base_fields.get("reason")
        assert action.given or isinstance(asked, forms.CharField), name
        assert action.given or asked.required, name


@pytest.fixture
def world(db) -> World:
    return World.populated()


@pytest.fixture
def petra(world, client):
    """The client of a programme manager."""
    client.force_login(world.users["petra"])
    return client


def last(kind: str) -> JournalEntry:
    return JournalEntry.objects.filter(kind=kind).latest("pk")


def test_without_a_reason_nothing_is_done_and_nothing_typed_is_lost(petra):
    page = petra.post(
        reverse("admin:partners_organisation_add"), {"legal_name": "Northwind", "country": "US"}
    ).content.decode()
    assert "This field is required" in page
    assert 'value="Northwind"' in page
    assert not Organisation.objects.filter(legal_name="Northwind").exists()


def test_the_line_of_the_action_keeps_the_reason(world, petra):
    firm = {"legal_name": "Northwind", "country": "US", "reason": "Their signed application"}
    petra.post(reverse("admin:partners_organisation_add"), firm)
    entry = last("organisation-enrolled")
    assert (entry.by, entry.data["reason"]) == (world.users["petra"].pk, "Their signed application")
    assert not JournalEntry.objects.filter(kind="staff-acted").exists()


def test_what_writes_no_line_of_its_own_gets_one(world, petra, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    file = SimpleUploadedFile("people_20180101T000000Z.csv", HEADINGS[Feed.TRANSCRIPTS].encode())
    page = reverse("admin:competencies_feedrun_add")
    petra.post(page, {"feed": "transcripts", "file": file, "reason": "The monthly file"})
    entry = last("staff-acted")
    assert entry.data["action"] == "competencies.feedrun.load"
    assert (entry.by, entry.data["reason"]) == (world.users["petra"].pk, "The monthly file")


def test_what_is_refused_leaves_no_line(world, petra):
    before = JournalEntry.objects.count()
    page = reverse("admin:partners_organisation_appoint", args=[world.organisations["Contoso"].pk])
    petra.post(page, {"user": world.users["erik"].email, "reason": "They asked"})
    assert JournalEntry.objects.count() == before


def test_a_reason_stays_with_its_action(world):
    ada = world.users["ada"]
    with events.given("A typing error"):
        ours = events.record(Kind.LOGIN_MADE, on=world.on, by=ada)
        own = events.record(Kind.LOGIN_MADE, on=world.on, by=ada, data={"reason": "Its own"})
        nobodys = events.record(Kind.LOGIN_MADE, on=world.on, by=None)
    later = events.record(Kind.LOGIN_MADE, on=world.on, by=ada)
    assert [entry.data.get("reason") for entry in (ours, own, nobodys, later)] == [
        "A typing error", "Its own", None, None,
    ]  # fmt: skip


def test_what_a_partner_does_needs_no_reason(world):
    invited = invitations.invite(
        organisation=world.organisations["Contoso"], name="Ivy", email="ivy@contoso.example",
        roles=[Role.EMPLOYEE], language="en", on=world.on, by=world.users["ada"],
    )  # fmt: skip
    assert "reason" not in last("invitation-sent").data
    assert invited.state == "open"
