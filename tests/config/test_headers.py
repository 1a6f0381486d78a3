"""What every answer carries."""

import pytest

from tests.check import PRODUCTION
from tests.config.reading import read_settings

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/admin/login/", "/healthz", "/nothing/here/"])
def test_the_policies_are_strict(client, path):
    answer = client.get(path)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_script_may_ask_for_a_challenge_where_passkeys_sign_in(client):
    answer = client.get("/accounts/login/")
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY | {"connect-src 'self'"}


def test_production_trusts_only_https():
    settings = read_settings(PRODUCTION)
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_PRELOAD"]
    assert all(settings[name] for name in names)
    assert not settings["DEBUG"]


def test_no_other_host_can_set_the_cookies():
    production, demo = read_settings(PRODUCTION), read_settings({**PRODUCTION, "HTTPS": "off"})
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"]
    assert all(production[name].startswith("__Host-") for name in names)
    assert [demo[name] for name in names] == ["sessionid", "csrftoken", "django_language"]


def test_forwarded_headers_count_only_behind_a_proxy():
    assert "SECURE_PROXY_SSL_HEADER" not in read_settings(PRODUCTION)
    assert "SECURE_PROXY_SSL_HEADER" in read_settings({**PRODUCTION, "TRUSTED_PROXIES": "1"})


def test_sqlite_waits_for_its_turn():
    database = read_settings({**PRODUCTION, "DATABASE_URL": "sqlite:////srv/assay.sqlite3"})["DATABASES"][
        "default"
    ]
    assert database["NAME"] == "/srv/assay.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert database["ATOMIC_REQUESTS"] is False
