"""A wrong environment stops the start with one line that names the variable."""

import os
import subprocess
import sys

import pytest

from competencies.models import Feed
from config.environment import ROOT, Environment, assignments
from tests.check import PRODUCTION
from tests.config.reading import read_settings


def start(changes: dict[str, str | None], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command under production settings with some variables changed, or removed by None."""
    values = {**os.environ, **PRODUCTION, **changes}
    clean = {name: value for name, value in values.items() if value is not None}
    return subprocess.run(
        [sys.executable, *(command or ("manage.py", "check"))],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


STRONG = "a-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKL"


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("SECRET_KEY", None, "is missing"),
        ("SECRET_KEY", "  ", "is missing"),
        ("SECRET_KEY", "short", "is too weak"),
        ("SECRET_KEY", "a" * 60, "is too weak"),
        ("ALLOWED_HOSTS", None, "is missing"),
        ("ALLOWED_HOSTS", "https://portal.example.org", "is malformed"),
        ("ALLOWED_HOSTS", "*", "is malformed"),
        ("CSRF_TRUSTED_ORIGINS", "portal.example.org", "is malformed"),
        ("DATABASE_URL", None, "is missing"),
        ("DATABASE_URL", "mysql://host/name", "is malformed"),
        ("DATABASE_URL", "postgres://user:secret@host:port/name", "is malformed"),
        ("DATABASE_URL", "postgres://user@host", "is malformed"),
        ("DATABASE_URL", "sqlite://", "is malformed"),
        ("REDIS_URL", None, "is missing"),
        ("REDIS_URL", "localhost:6379", "is malformed"),
        ("EMAIL_URL", None, "is missing"),
        ("EMAIL_URL", "mail.example.org", "is malformed"),
        ("EMAIL_URL", "smtp://", "is malformed"),
        ("EMAIL_URL", "smtp://host:secret", "is malformed"),
        ("EMAIL_URL", "filemail://", "is malformed"),
        ("EMAIL_URL", "inbox://", "is malformed"),
        ("EMAIL_URL", "inbox://host/folder", "is malformed"),
        ("EMAIL_FROM", None, "is missing"),
        ("TIME_ZONE", "Brussels", "is malformed"),
        ("DEBUG", "maybe", "is malformed"),
        ("HTTPS", "2", "is malformed"),
        ("TRUSTED_PROXIES", "-1", "is malformed"),
        ("BENEFIT_KEYS_SECRETS", "secret", "is too weak"),
        ("BENEFIT_KEYS_SECRETS", f"{STRONG},{STRONG}", "names a key twice"),
        ("BENEFIT_KEYS_FINGERPRINT_SECRET", "secret", "is too weak"),
        ("ENV_FILE", "/nowhere/at/all", "names no file"),
        ("FEED_FOLDER", "feeds/secret", "is malformed"),
        ("FEED_FOLDER", str(ROOT / "var" / "feeds"), "is the portal's own folder"),
        ("FEED_ADDRESS_ACHIEVEMENTS", "http://feeds.vendor.example/a.csv", "is malformed"),
        ("FEED_ADDRESS_TRANSCRIPTS", "https://feeds.vendor.example:8443/a.csv", "is malformed"),
        ("FEED_ADDRESS_READINGS", "https://ada:secret@feeds.vendor.example/a.csv", "is malformed"),
        ("FEED_ADDRESS_ATTESTATIONS", "https://feeds.vendor.example/a b.csv", "is malformed"),
        ("FEED_AUTHORIZATION_ACHIEVEMENTS", "Bearer secret\nX-Other: 1", "is malformed"),
        ("FEED_ALLOWED_NETWORKS", "10.1.0.1/16", "is malformed"),
        ("FEED_ALLOWED_NETWORKS", "vendor.example", "is malformed"),
        ("FEED_MINUTES", "0", "is malformed"),
    ],
)
def test_a_wrong_variable_is_named(name, value, what):
    values = {**PRODUCTION, name: value}
    with pytest.raises(SystemExit) as stopped:
        read_settings({key: text for key, text in values.items() if text is not None})
    line = str(stopped.value)
    assert line.startswith(f"assay: {name} {what}: ")
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("fingerprint", "what"), [("", "is missing"), (STRONG, "is one of the keys that rotate")]
)
def test_product_keys_are_found_by_a_secret_of_its_own(fingerprint, what):
    values = {"BENEFIT_KEYS_SECRETS": STRONG, "BENEFIT_KEYS_FINGERPRINT_SECRET": fingerprint}
    with pytest.raises(SystemExit, match=f"BENEFIT_KEYS_FINGERPRINT_SECRET {what}"):
        read_settings({**PRODUCTION, **values})


def test_without_product_keys_neither_is_asked_for():
    found = read_settings(PRODUCTION)
    assert (found["BENEFIT_KEYS_SECRETS"], found["BENEFIT_KEYS_FINGERPRINT_SECRET"]) == ([], "")


@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "check"),
        ("-m", "celery", "--app", "config", "beat"),
        ("-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", "127.0.0.1:0"),
    ],
    ids=["manage", "celery", "gunicorn"],
)
def test_every_process_stops_with_one_line(command):
    stopped = start({"DATABASE_URL": None}, *command)
    assert stopped.returncode != 0
    lines = [line for line in stopped.stderr.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].startswith("assay: DATABASE_URL is missing: write postgres://")


def test_production_settings_start():
    assert start({}).returncode == 0


def test_an_inbox_under_https_fails_the_check():
    values = {"EMAIL_URL": "inbox:///srv/mail", "HTTPS": "on"}
    checked = start(values, "manage.py", "check", "--deploy", "--fail-level", "CRITICAL")
    assert "partners.E001" in checked.stderr
    assert start(values).returncode != 0
    assert start({**values, "HTTPS": "off"}).returncode == 0


def test_an_inbox_is_routed_only_without_https():
    script = "import django; django.setup(); from django.urls import reverse; print(reverse('inbox:list'))"
    values = {"EMAIL_URL": "inbox:///srv/mail"}
    assert start({**values, "HTTPS": "off"}, "-c", script).stdout == "/inbox/\n"
    assert "NoReverseMatch" in start({**values, "HTTPS": "on"}, "-c", script).stderr
    assert "NoReverseMatch" in start({"HTTPS": "off"}, "-c", script).stderr


def test_the_example_names_every_variable_and_only_those():
    example = assignments((ROOT / ".env.example").read_text(encoding="utf-8").replace("#: ", ""))
    asked = Recorder({**PRODUCTION})
    read_settings(PRODUCTION, environment=asked)
    assert set(example) == asked.names


class Recorder(Environment):
    """Remembers which variables the settings ask for."""

    def __init__(self, values):
        super().__init__(values)
        self.names = set()

    def text(self, name, **options):
        self.names.add(name)
        return super().text(name, **options)


def test_addresses_are_taken_apart():
    values = {
        "SOCKET": "postgres://assay:p%40ss@%2FRun%2Fpostgresql:5433/assay?sslmode=require",
        "FILE": "sqlite:////srv/assay.sqlite3",
        "MAIL": "smtp+tls://robot%40example.org:pa%3Ass@mail.example.org",
        "FOLDER": "filemail:///srv/mail",
        "INBOX": "inbox:///srv/a%20folder",
    }
    found = Environment(values)
    database = found.database("SOCKET")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("/Run/postgresql", 5433, "assay")
    assert (database["USER"], database["PASSWORD"]) == ("assay", "p@ss")
    assert database["OPTIONS"] == {"sslmode": "require"}
    assert found.database("FILE")["NAME"] == "/srv/assay.sqlite3"
    mail = found.email("MAIL")
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("robot@example.org", "pa:ss")
    assert found.email("FOLDER")["EMAIL_FILE_PATH"] == "/srv/mail"
    inbox = found.email("INBOX")
    assert (inbox["EMAIL_FILE_PATH"], inbox["EMAIL_INBOX"]) == ("/srv/a folder", True)
    assert not any(found.email(name)["EMAIL_INBOX"] for name in ("MAIL", "FOLDER"))


def test_feeds_have_a_folder_addresses_and_what_is_sent_there():
    values = {
        "FEED_FOLDER": "/srv/vendor",
        "FEED_ADDRESS_READINGS": "https://feeds.vendor.example:443/sales/2018.csv?sig=a%2Fb",
        "FEED_AUTHORIZATION_READINGS": "Bearer abc",
        "FEED_ALLOWED_NETWORKS": "10.1.0.0/16, fd00:1::/32",
    }
    found = read_settings({**PRODUCTION, **values})
    assert found["FEED_FOLDER"] == "/srv/vendor"
    assert found["FEED_ADDRESSES"] == {"readings": values["FEED_ADDRESS_READINGS"]}
    assert found["FEED_AUTHORIZATIONS"] == {"readings": "Bearer abc"}
    assert [str(network) for network in found["FEED_ALLOWED_NETWORKS"]] == ["10.1.0.0/16", "fd00:1::/32"]
    assert found["FEED_MINUTES"] == 60
    assert set(found["FEEDS"]) == set(Feed.values)


def test_a_file_gives_what_the_process_lacks(tmp_path, monkeypatch):
    from config import environment

    (tmp_path / "some.env").write_text("# remark\nTIME_ZONE='Asia/Taipei'\nDEBUG=on\n\n")
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "some.env"))
    monkeypatch.setenv("DEBUG", "off")
    monkeypatch.delenv("TIME_ZONE", raising=False)
    found = environment.read()
    assert found.time_zone("TIME_ZONE", default="Europe/Brussels") == "Asia/Taipei"
    assert found.switch("DEBUG", default=True) is False


def test_evaluate_needs_no_environment():
    bare = {"PATH": os.environ["PATH"]}
    shown = subprocess.run(
        [sys.executable, "manage.py", "evaluate", "--help"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr


def test_evaluate_does_not_load_django():
    script = (
        "import sys; import competencies.evaluation; "
        "sys.exit(any(name.partition('.')[0] in {'django', 'celery'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
