"""Strict reading of the environment: a value that is missing or malformed stops the start with one line."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, available_timezones

import environ

ROOT = Path(__file__).resolve().parent.parent
TRUE, FALSE = {"on", "true", "yes", "1"}, {"off", "false", "no", "0"}
POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"


class Environment:
    """Typed access to a mapping of environment variables.

    Every method either returns a usable value or ends the process through `SystemExit` with one line that
    names the variable and says what to do. Values are never repeated in that line: they may be secrets.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, *, default: str | None = None, hint: str) -> str:
        """The value without surrounding blanks; an empty value counts as missing."""
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            refuse(name, "is missing", hint)
        return default

    def switch(self, name: str, *, default: bool) -> bool:
        """on or off (also true/false, yes/no, 1/0)."""
        value = self.text(name, default="on" if default else "off", hint="").lower()
        if value not in TRUE | FALSE:
            refuse(name, "is malformed", "write on or off")
        return value in TRUE

    def number(self, name: str, *, default: int) -> int:
        """A whole number, zero or more."""
        value = self.text(name, default=str(default), hint="")
        if not re.fullmatch(r"[0-9]{1,6}", value):
            refuse(name, "is malformed", "write a whole number, zero or more")
        return int(value)

    def listed(self, name: str, *, default: str | None = None, pattern: str, hint: str) -> list[str]:
        """Parts separated by commas, each matching the pattern in full."""
        parts = [part.strip() for part in self.text(name, default=default, hint=hint).split(",")]
        parts = [part for part in parts if part]
        if not all(re.fullmatch(pattern, part) for part in parts):
            refuse(name, "is malformed", hint)
        return parts

    def secret(self, name: str) -> str:
        """A key of at least 50 characters, not all alike."""
        hint = "set it to at least 50 random characters and keep it to yourself"
        value = self.text(name, hint=hint)
        if len(value) < 50 or len(set(value)) < 10:
            refuse(name, "is too weak", hint)
        return value

    def time_zone(self, name: str, *, default: str) -> str:
        """A name of the IANA time zone database."""
        value = self.text(name, default=default, hint="")
        if value not in available_timezones():
            refuse(name, "is malformed", f"write an IANA time zone such as {default}")
        return ZoneInfo(value).key

    def database(self, name: str) -> dict[str, Any]:
        """A Django database configuration from postgres://user:password@host:port/name or sqlite:///path."""
        hint = "write postgres://user:password@host:5432/name (or sqlite:///path for a trial)"
        url = self.text(name, hint=hint)
        if not re.match(r"(postgres|postgresql|sqlite)://", url):
            refuse(name, "is malformed", hint)
        try:
            config = dict(environ.Env.db_url_config(url))
        except ValueError:
            refuse(name, "is malformed", hint)
        if config["NAME"] in {"", ":memory:"}:
            refuse(name, "is malformed", hint)
        return config

    def broker(self, name: str) -> str:
        """The address of a Redis or Valkey server, over TCP, TLS or a unix socket."""
        hint = "write redis://host:6379/0, rediss://… or redis+socket:///path"
        value = self.text(name, hint=hint)
        if not re.fullmatch(r"rediss?://[^/\s]+(/\d*)?(\?\S*)?|redis\+socket:///\S+", value):
            refuse(name, "is malformed", hint)
        return value

    def email(self, name: str) -> dict[str, Any]:
        """Django's EMAIL_* settings from smtp://, smtp+tls://, smtp+ssl://, consolemail:// or filemail:///path."""
        hint = "write smtp+tls://user:password@host:587 (or consolemail:// to print instead of sending)"
        value = self.text(name, hint=hint)
        if not re.match(r"(smtp(\+tls|\+ssl)?://[^/\s]+|consolemail://|filemail:///\S)", value):
            refuse(name, "is malformed", hint)
        try:
            return dict(environ.Env.email_url_config(value))
        except ValueError:
            refuse(name, "is malformed", hint)


def refuse(name: str, what: str, hint: str) -> NoReturn:
    """End the process with the one line that an operator needs."""
    raise SystemExit(f"assay: {name} {what}: {hint}. All variables are described in .env.example.")


def read() -> Environment:
    """The process environment over the file that ENV_FILE names (by default .env, if there)."""
    values: dict[str, str] = {}
    chosen = os.environ.get("ENV_FILE")
    path = Path(chosen) if chosen else ROOT / ".env"
    if chosen != "" and path.is_file():
        values.update(assignments(path.read_text(encoding="utf-8")))
    elif chosen:
        refuse("ENV_FILE", "names no file", "correct the path or unset it")
    return Environment({**values, **os.environ})


def assignments(text: str) -> dict[str, str]:
    """The NAME=value lines but for comments; quotes around a value are dropped."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found
