"""The web process never asks Redis: pages that read and pages that write work while it is away."""

import socket
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from competencies.models import Attainment, FeedRun, Override, Standing, Untold
from competencies.published import rules_version
from partners.clock import today
from partners.models import Message
from tests.looking_first import looked_and_confirmed
from tests.services.processes import BEAT, WORKER, celery
from tests.world import World

STAFF = "/admin/competencies"

# tests/settings.py points REDIS_URL at a port where nothing listens.
pytestmark = pytest.mark.django_db


@pytest.fixture
def no_connections(monkeypatch):
    """Make every attempt to reach a TCP port fail loudly; the tests' PostgreSQL is reached by libpq."""

    def refuse(*args, **kwargs):
        pytest.fail("a page asked for a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/readyz", "/admin/login/"])
def test_pages_answer(client, no_connections, path):
    assert client.get(path).status_code in {200, 302, 503}


def test_signing_in_writes_the_session(client, no_connections, django_user_model):
    person = django_user_model.objects.create_user(email="ada@example.org", password="a long enough password")
    answer = client.post("/accounts/login/", {"login": person.email, "password": "a long enough password"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db(transaction=True)
def test_what_a_session_did_while_the_broker_was_away_is_done_when_it_is_back(
    client, valkey_server, valkey_url
):
    world = World.populated()
    contoso = world.organisations["Contoso"]
    valkey_server.stop()
    look_around(client, world, contoso)
    place_an_override(client, world, contoso)
    upload_a_revocation(client, world)
    assert FeedRun.objects.get().stage == "staging"
    valkey_server.start()
    with celery(BEAT, broker_url=valkey_url), celery(WORKER, broker_url=valkey_url):
        assert within_seconds(60, all_is_done)
    assert not Attainment.objects.open().filter(organisation=contoso, level="silver").exists()
    told = Message.objects.filter(organisation=contoso, kind="renewal-risk", state="sent")
    assert {message.recipient.name for message in told} == {"Ada", "Mina"}


def look_around(client, world, contoso):
    client.force_login(world.users["ada"])
    for page in ("competencies/", "competencies/cloud/", "me/"):
        assert client.get(f"/o/{contoso.public_id}/{page}").status_code == 200


def place_an_override(client, world, contoso):
    client.force_login(world.users["spencer"])
    form = {
        "organisation": contoso.mpn_id, "competency": "cloud", "level": "gold", "reason": "Not recognised yet.",
        "starts_on": world.on, "until": world.on + timedelta(days=30),
    }  # fmt: skip
    assert looked_and_confirmed(client, f"{STAFF}/override/add/", form).status_code == 302
    assert Override.objects.get().organisation == contoso


def upload_a_revocation(client, world):
    client.force_login(world.users["petra"])
    rows = ["mcid,credential,earned_on,expires_on,revoked_on"]
    for name, credential in (("erik", "cloud-basic"), ("pia", "cloud-expert")):
        rows.append(f"MC-{world.users[name].pk},{credential},2017-01-01,,{world.on}")
    file = SimpleUploadedFile("achievements.csv", "\n".join(rows).encode())
    answer = client.post(f"{STAFF}/feedrun/add/", {"feed": "achievements", "file": file, "reason": "Sent"})
    assert answer.status_code == 302


def all_is_done():
    """Asked in the order in which things go on: a file, reviews, what they found, mail."""
    return not (
        FeedRun.objects.unfinished().exists()
        or Standing.objects.due(today(), rules_version()).exists()
        or Untold.objects.exists()
        or Message.objects.filter(state__in=["waiting", "sending"]).exists()
    )


def within_seconds(seconds, condition):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False
