"""What the tests of feeds share."""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import time_machine

from competencies import tasks
from competencies.feeds import https
from tests.competencies.feeds import server
from tests.competencies.feeds.coming import PEOPLE, SECRET
from tests.competencies.feeds.files import Desk
from tests.competencies.feeds.server import NAME, reply


@pytest.fixture
def desk(world, tmp_path):
    """Where the vendor's files arrive, on the day of the world."""
    return Desk(tmp_path, world.on)


@pytest.fixture
def vendor(tmp_path, monkeypatch):
    """The vendor's server, on a port of this machine that the client takes for the right one."""
    with server.running(tmp_path) as (there, trusted):
        monkeypatch.setattr(https, "PORT", there.port)
        monkeypatch.setattr(https, "resolved", lambda name, port: [ip_address("127.0.0.1")])
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        yield there


@pytest.fixture
def sweep(world, desk, settings, tmp_path):
    """One sweep of each kind after the other, a minute after the last; nothing else lets time pass."""
    settings.FEED_STORE = str(tmp_path / "store")

    def once(times: int = 1) -> None:
        for _ in range(times):
            desk.at += timedelta(minutes=1)
            with time_machine.travel(desk.at, tick=False):
                tasks.fetch_feeds()
                tasks.load_feeds()
                tasks.review_due()

    return once


@pytest.fixture
def folder(sweep, settings, tmp_path) -> Path:
    """The vendor's folder."""
    settings.FEED_FOLDER = str(tmp_path / "vendor")
    Path(settings.FEED_FOLDER).mkdir()
    return Path(settings.FEED_FOLDER)


@pytest.fixture
def address(sweep, vendor, settings):
    """The vendor's server, from which transcripts are asked every hour."""
    settings.FEED_ADDRESSES = {"transcripts": f"https://{NAME}/transcripts.csv?sig=signature-in-the-address"}
    settings.FEED_AUTHORIZATIONS = {"transcripts": SECRET}
    settings.FEED_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    vendor.replies = [reply(PEOPLE, ETag='"one"')]
    return vendor
