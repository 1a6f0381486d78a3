"""The web process never asks Redis: pages that read and pages that write work while it is away."""

import socket

import pytest

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
