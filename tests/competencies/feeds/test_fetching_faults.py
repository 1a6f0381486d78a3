"""Fetching that was killed anywhere, or done by two at once, takes each file once (C2)."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from competencies import tasks
from competencies.feeds import fetch_due
from competencies.models import FeedFile, FeedRun, FeedSource, Transcript
from config.environment import ROOT
from partners.clock import now
from tests.competencies.feeds.coming import PEOPLE
from tests.competencies.feeds.server import NAME, reply
from tests.services.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vendors(settings, tmp_path) -> Path:
    """The vendor's folder."""
    settings.FEED_STORE, settings.FEED_FOLDER = str(tmp_path / "store"), str(tmp_path / "vendor")
    Path(settings.FEED_FOLDER).mkdir()
    return Path(settings.FEED_FOLDER)


@pytest.mark.parametrize(("place", "made"), [("copying", 0), ("inside", 0), ("after", 1)])
def test_a_killed_fetch_is_made_up_for_and_repeats_nothing(vendors, settings, place, made):
    (vendors / "transcripts.csv").write_bytes(PEOPLE)
    with time_machine.travel(now() - timedelta(minutes=2), tick=False):
        tasks.fetch_feeds()
    own = {"FEED_FOLDER": settings.FEED_FOLDER, "FEED_STORE": settings.FEED_STORE}
    died = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.competencies.feeds.dying_fetch", place],
        cwd=ROOT,
        env={**environment("redis://127.0.0.1:1/0"), **own},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert FeedRun.objects.count() == FeedFile.objects.filter(taken=True).count() == made
    held = FeedSource.objects.get(feed="transcripts")
    assert held.holder
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        tasks.fetch_feeds()
        tasks.load_feeds()
    assert list(FeedRun.objects.values_list("stage", flat=True)) == ["finished"]
    assert Transcript.objects.get().mcid == "MC-1"
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        tasks.load_feeds()  # what a dead process left in the store is cleared away
    assert list(Path(settings.FEED_STORE).iterdir()) == []
    assert (vendors / "transcripts.csv").read_bytes() == PEOPLE


@pytest.mark.postgres
def test_two_workers_at_once_ask_once(vendor, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    settings.FEED_ADDRESSES = {"transcripts": f"https://{NAME}/transcripts.csv"}
    settings.FEED_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    vendor.replies = [reply(PEOPLE)]
    barrier = threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait(timeout=10)
            fetch_due(seconds=60)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
        assert not worker.is_alive()
    assert (len(vendor.asked), FeedRun.objects.count(), FeedSource.objects.count()) == (1, 1, 1)
    assert FeedSource.objects.get().failure == ""
