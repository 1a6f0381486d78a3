"""Support looks inside an organisation for an hour: how it begins, what is told, how it ends (A3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners.actions import support, users
from partners.clock import now
from partners.models import JournalEntry, StaffRole, SupportGrant
from tests.refusing import refused
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World.populated()


def look(world, organisation="Contoso", *, reason="They called about gold.", at=None):
    return support.start(
        organisation=world.organisations[organisation], reason=reason, on=world.on, at=at or now(),
        by=world.users["sam"],
    )  # fmt: skip


def lines(organisation):
    return list(
        JournalEntry.objects.filter(organisation=organisation, kind__startswith="support")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_it_lasts_an_hour_and_the_journal_says_why(world):
    at = now()
    grant = look(world, at=at)
    assert grant.until - grant.starts_at == timedelta(hours=1)
    entry = JournalEntry.objects.get(kind="support-started")
    assert (entry.organisation, entry.by) == (world.organisations["Contoso"], world.users["sam"].pk)
    assert entry.data["reason"] == "They called about gold."
    in_force = SupportGrant.objects.in_force(world.users["sam"], at=grant.until - timedelta(seconds=1))
    assert in_force.exists()
    assert not SupportGrant.objects.in_force(world.users["sam"], at=grant.until).exists()


def test_it_needs_a_reason(world):
    refused("no-reason", look, world=world, reason="  ")


def test_one_look_at_a_time(world):
    first = look(world)
    look(world, "Fabrikam")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert lines(world.organisations["Contoso"]) == ["support-started", "support-ended"]


def test_what_its_time_has_ended_is_not_ended_again(world):
    first = look(world, at=now() - timedelta(hours=2))
    look(world)
    first.refresh_from_db()
    assert first.ended_at == first.until
    refused("look-over", support.end, grant=first, on=world.on, at=now(), by=world.users["sam"])
    assert lines(world.organisations["Contoso"]) == ["support-started", "support-started"]


@pytest.mark.parametrize("kind", ["two at once", "no reason", "no time", "ended after its time"])
def test_what_the_database_refuses(world, kind):
    at = now()
    row = {
        "user": world.users["sam"], "organisation": world.organisations["Contoso"], "reason": "x",
        "starts_at": at, "until": at + timedelta(hours=1),
    }  # fmt: skip
    if kind == "two at once":
        SupportGrant.objects.create(**row)
    row |= {
        "two at once": {},
        "no reason": {"reason": ""},
        "no time": {"until": at},
        "ended after its time": {"ended_at": at + timedelta(hours=2)},
    }[kind]
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportGrant.objects.create(**row)


def test_support_begins_it_on_the_organisations_page_and_ends_it_on_any(world, client):
    contoso, sam = world.organisations["Contoso"], world.users["sam"]
    client.force_login(sam)
    row = reverse("admin:partners_organisation_change", args=[contoso.pk])
    begin = reverse("admin:partners_organisation_look", args=[contoso.pk])
    assert begin in client.get(row).content.decode()
    assert "This field is required" in client.post(begin, {"reason": ""}).content.decode()
    home = reverse("memberships:home", args=[contoso.public_id])
    assert client.post(begin, {"reason": "They called."})["Location"] == home
    assert client.get(home).status_code == 200
    assert client.post(reverse("partners:end_look"))["Location"] == "/"
    assert client.get(home).status_code == 404
    assert client.get("/").status_code == 302


def test_the_session_stays_that_of_support(world, client):
    client.force_login(world.users["sam"])
    look(world)
    page = client.get(reverse("memberships:home", args=[world.organisations["Contoso"].public_id]))
    assert page.wsgi_request.user == world.users["sam"]
    assert "Sam" in page.content.decode()


def test_who_is_no_longer_of_support_looks_no_longer(world, client):
    look(world)
    sam = users.appoint(user=world.users["sam"], role=StaffRole.SPECIALIST, on=world.on, by=None)
    client.force_login(sam)
    page = reverse("memberships:home", args=[world.organisations["Contoso"].public_id])
    assert client.get(page).status_code == 404


def test_the_partner_reads_when_and_why(world, client):
    grant = look(world)
    support.end(grant=grant, on=world.on, at=now(), by=world.users["sam"])
    client.force_login(world.users["ada"])
    page = client.get(reverse("memberships:home", args=[world.organisations["Contoso"].public_id]))
    text = page.content.decode()
    assert "Support looks at these pages" in text
    assert "They called about gold." in text
    assert "Support no longer looks at these pages" in text


def test_a_programme_manager_ends_it(world, client):
    grant = look(world)
    page = reverse("admin:partners_supportgrant_end", args=[grant.pk])
    client.force_login(world.users["petra"])
    client.post(page, {"reason": "The partner asked for it."})
    grant.refresh_from_db()
    assert grant.ended_at is not None
    entry = JournalEntry.objects.get(kind="support-ended")
    assert (entry.by, entry.data["reason"]) == (world.users["petra"].pk, "The partner asked for it.")


def test_the_security_log_hears_of_it(world, security_log, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        grant = look(world)
        support.end(grant=grant, on=world.on, at=now(), by=world.users["sam"])
    begun, ended = security_log.lines
    assert (begun["event"], ended["event"]) == ("support-started", "support-ended")
    assert (begun["user"], begun["organisation"]) == (world.users["sam"].pk, grant.organisation_id)
