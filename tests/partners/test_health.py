"""/healthz and /readyz: what they say, and that they never fall over."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from partners import health, heartbeats
from partners.clock import now
from partners.models import Heartbeat, Sweep

PARTS = ["database", "broker", "worker", "beat"]
CLOCK = ["sweep", "jobs", "mail", "due", "feeds"]
BEATING = ["broker", "worker", "beat"]


def beat(*names, seconds_ago=0):
    for name in names:
        heartbeats.record(name, at=now() - timedelta(seconds=seconds_ago))


def test_healthz_answers_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_all_parts_were_seen_lately(client, django_assert_num_queries):
    beat(*BEATING)
    Sweep.objects.create(job="mail", started_at=now(), finished_at=now())
    with django_assert_num_queries(8):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert list(answer.json()) == PARTS + CLOCK
    assert all(part["ok"] for part in answer.json().values())
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("stale", BEATING)
def test_a_part_that_fell_silent_is_named(client, stale):
    beat(*BEATING)
    beat(stale, seconds_ago=31)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [name for name in PARTS if not answer.json()[name]["ok"]] == [stale]
    assert answer.json()[stale]["detail"] == "last seen 31 s ago"


@pytest.mark.django_db
@pytest.mark.parametrize("missing", BEATING)
def test_a_part_never_seen_is_named(client, missing):
    beat(*set(BEATING) - {missing})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()[missing] == {"ok": False, "detail": "never seen"}


@pytest.mark.django_db
def test_thirty_seconds_are_still_fresh():
    moment = now()
    for name in BEATING:
        heartbeats.record(name, at=moment)
    assert health.readiness(at=moment + timedelta(seconds=30))["beat"]["ok"]
    assert not health.readiness(at=moment + timedelta(seconds=31))["beat"]["ok"]


def test_a_database_that_is_away_is_an_answer(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError('connection to "db.example.org", user "assay" failed')

    monkeypatch.setattr(Heartbeat.objects, "values_list", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert {name: answer.json()[name]["ok"] for name in PARTS} == dict.fromkeys(PARTS, False)
    assert b"example.org" not in answer.content


@pytest.mark.django_db
def test_a_missing_table_is_an_answer(client):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {Heartbeat._meta.db_table}")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["database"]["ok"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_a_heartbeat_has_one_row(django_assert_num_queries):
    beat("beat", seconds_ago=10)
    beat("beat")
    assert Heartbeat.objects.filter(name="beat").count() == 1
