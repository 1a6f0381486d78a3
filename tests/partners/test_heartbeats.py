"""Signs of life by the real broker, worker and beat, on the test's database."""

import os
import signal
import subprocess
import time
from contextlib import ExitStack

import pytest
from django.db import connection

from partners import heartbeats, tasks
from partners.clock import now
from partners.health import readiness
from partners.models import Heartbeat
from tests.services.processes import BEAT, WORKER, celery

pytestmark = pytest.mark.django_db(transaction=True)


def beaten(name):
    return Heartbeat.objects.filter(name=name).values_list("beaten_at", flat=True).first()


def wait_for(names, *, since, seconds=30):
    """Whether all these rows are written after `since` within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if all((at := beaten(name)) and at > since for name in names):
            return True
        time.sleep(0.1)
    return False


def test_all_parts_work_then_worker_goes_then_broker_goes(valkey_server, valkey_url):
    with celery(BEAT, broker_url=valkey_url):
        with celery(WORKER, broker_url=valkey_url):
            assert wait_for(["beat", "broker", "worker"], since=now())
            assert all(part["ok"] for part in readiness(at=now()).values())
        # Without a worker, beat and broker go on.
        gone = now()
        assert wait_for(["beat", "broker"], since=gone)
        assert beaten("worker") <= gone
        # Without a broker, beat goes on and comes through again when it is back.
        valkey_server.stop()
        gone = now()
        assert wait_for(["beat"], since=gone)
        assert beaten("broker") <= gone
        valkey_server.start()
        assert wait_for(["broker"], since=now())


def test_worker_and_broker_work_without_beat(valkey_url):
    with celery(WORKER, broker_url=valkey_url):
        assert wait_for(["broker", "worker"], since=now())
    assert beaten("beat") is None


def test_the_worker_comes_back_after_the_broker_was_away(valkey_server, valkey_url):
    with celery(WORKER, broker_url=valkey_url):
        assert wait_for(["worker"], since=now())
        valkey_server.stop()
        time.sleep(2)
        valkey_server.start()
        assert wait_for(["worker"], since=now())


def test_the_worker_comes_back_after_its_process_was_killed(valkey_url):
    with ExitStack() as stack:
        first = stack.enter_context(celery(WORKER, broker_url=valkey_url))
        assert wait_for(["worker"], since=now())
        first.kill()
        stack.enter_context(celery(WORKER, broker_url=valkey_url))
        assert wait_for(["worker"], since=now())


def children(process):
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, check=True, text=True)
    return [int(each) for each in found.stdout.split()]


def test_a_killed_child_of_the_worker_leaves_the_database_whole(valkey_url):
    with celery(WORKER, broker_url=valkey_url) as worker:
        assert wait_for(["broker", "worker"], since=now())
        for child in children(worker):
            os.kill(child, signal.SIGKILL)
        assert wait_for(["worker"], since=now())
        if connection.vendor == "sqlite":
            # A child that came by its parent's connection removes the log that others write.
            open_files = [os.readlink(each) for each in os.scandir(f"/proc/{worker.pid}/fd")]
            assert not [each for each in open_files if "sqlite3" in each]
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_task_writes_the_workers_row():
    tasks.heartbeat()
    assert beaten("worker") is not None


def test_sending_without_a_broker_is_quiet():
    tasks.send()
    assert beaten("broker") is None


def test_a_database_that_is_away_does_not_stop_the_loop(monkeypatch, caplog):
    from django.db import OperationalError

    def away(name, *, at):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(heartbeats, "record", away)
    heartbeats.record_quietly("beat")
    assert "heartbeat of beat not written: OperationalError" in caplog.text
