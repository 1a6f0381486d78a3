"""What the tests of feeds share."""

from ipaddress import ip_address

import pytest

from competencies.feeds import https
from tests.competencies.feeds import server
from tests.competencies.feeds.files import Desk


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
