"""Strict reading of the environment: a value that is missing or malformed stops the start with one line."""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

ROOT = Path(__file__).resolve().parent.parent
TRUE, FALSE = {"on", "true", "yes", "1"}, {"off", "false", "no", "0"}
MAILERS = {
    "smtp": "django.core.mail.backends.smtp",
    "smtp+tls": "django.core.mail.backends.smtp",
    "smtp+ssl": "django.core.mail.backends.smtp",
    "consolemail": "django.core.mail.backends.console",
    "filemail": "django.core.mail.backends.filebased",
    "inbox": "partners.inbox.backend",
}
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

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        """A whole number, `least` or more."""
        value = self.text(name, default=str(default), hint="")
        if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < least:
            refuse(name, "is malformed", f"write a whole number, {least} or more")
        return int(value)

    def listed(self, name: str, *, default: str | None = None, pattern: str, hint: str) -> list[str]:
        """Parts separated by commas, each matching the pattern in full."""
        parts = [part.strip() for part in self.text(name, default=default, hint=hint).split(",")]
        parts = [part for part in parts if part]
        if not all(re.fullmatch(pattern, part) for part in parts):
            refuse(name, "is malformed", hint)
        return parts

    def origin(self, name: str, *, default: str) -> str:
        """An origin such as https://portal.example.org, without a slash at its end."""
        value = self.text(name, default=default, hint="").rstrip("/")
        if not re.fullmatch(r"https?://[^/\s]+", value):
            refuse(name, "is malformed", "write an origin such as https://portal.example.org")
        return value

    def networks(self, name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        """Networks such as 10.1.0.0/16, separated by commas; none by default."""
        hint = "write networks such as 10.1.0.0/16 or fd00:1::/32 separated by commas"
        try:
            return [
                ipaddress.ip_network(part) for part in self.listed(name, default="", pattern=".+", hint=hint)
            ]
        except ValueError:
            refuse(name, "is malformed", hint)

    def folder(self, name: str, *, apart_from: str) -> str:
        """The absolute path of a folder, empty by default; not the folder `apart_from`."""
        value = self.text(name, default="", hint="")
        if value and not value.startswith("/"):
            refuse(name, "is malformed", "write an absolute path such as /srv/feeds")
        if value and Path(value).resolve() == Path(apart_from).resolve():
            refuse(name, "is the portal's own folder", "choose another: what is in that one is removed")
        return value

    def https(self, name: str) -> str:
        """An address https://host/path on port 443 without a password in it, empty by default."""
        value = self.text(name, default="", hint="")
        if value and not re.fullmatch(
            r"https://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:443)?(/[!-\"$-~]*)?", value
        ):
            refuse(name, "is malformed", "write https://host/path, on port 443 and without a password")
        return value

    def header(self, name: str) -> str:
        """The value of a header: printable ASCII, empty by default."""
        value = self.text(name, default="", hint="")
        if not re.fullmatch(r"[ -~]*", value):
            refuse(name, "is malformed", "write the value of the header in printable ASCII")
        return value

    def secret(self, name: str) -> str:
        """A key of at least 50 characters, not all alike."""
        hint = "set it to at least 50 random characters and keep it to yourself"
        value = self.text(name, hint=hint)
        if len(value) < 50 or len(set(value)) < 10:
            refuse(name, "is too weak", hint)
        return value

    def secrets(self, name: str) -> list[str]:
        """Keys as `secret` wants them, separated by commas, each another; none by default."""
        hint = "write keys of at least 50 random characters, separated by commas"
        values = self.listed(name, default="", pattern=r"\S+", hint=hint)
        if any(len(value) < 50 or len(set(value)) < 10 for value in values):
            refuse(name, "is too weak", hint)
        if len(set(values)) < len(values):
            refuse(name, "names a key twice", hint)
        return values

    def fingerprint_secret(self, name: str, apart_from: list[str]) -> str:
        """A key of its own, as `secret` wants it, wherever there are the others; else empty."""
        if not apart_from and not self.text(name, default="", hint=""):
            return ""
        value = self.secret(name)
        if value in apart_from:
            refuse(name, "is one of the keys that rotate", "set it to random characters of its own")
        return value

    def time_zone(self, name: str, *, default: str) -> str:
        """A name of the IANA time zone database."""
        value = self.text(name, default=default, hint="")
        if value not in available_timezones():
            refuse(name, "is malformed", f"write an IANA time zone such as {default}")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """A Django database configuration from postgres://user:password@host:port/name or sqlite:///path.

        A host that begins with %2F is the folder of a unix socket; `?key=value` parts become OPTIONS.
        """
        hint = "write postgres://user:password@host:5432/name (or sqlite:///path for a trial)"
        url, port = self.address(name, schemes="postgres|postgresql|sqlite", hint=hint)
        if not url.path.strip("/"):
            refuse(name, "is malformed", hint)
        return {
            "ENGINE": SQLITE if url.scheme == "sqlite" else POSTGRESQL,
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": host(url),
            "PORT": port or "",
            "OPTIONS": dict(parse_qsl(url.query)),
        }

    def broker(self, name: str) -> str:
        """The address of a Redis or Valkey server, over TCP, TLS or a unix socket."""
        hint = "write redis://host:6379/0, rediss://… or redis+socket:///path"
        value = self.text(name, hint=hint)
        if not re.fullmatch(r"rediss?://[^/\s]+(/\d*)?(\?\S*)?|redis\+socket:///\S+", value):
            refuse(name, "is malformed", hint)
        return value

    def email(self, name: str) -> dict[str, Any]:
        """Django's EMAIL_* settings from smtp://, smtp+tls://, smtp+ssl://, consolemail:// or filemail:///path.

        inbox:///path is for the demo: the mail lies in that folder, and the portal shows it (`EMAIL_INBOX`).
        """
        hint = "write smtp+tls://user:password@host:587 (or consolemail:// to print instead of sending)"
        url, port = self.address(name, schemes="|".join(map(re.escape, MAILERS)), hint=hint)
        needed = {"smtp": url.netloc, "filemail": url.path.strip("/"), "inbox": url.path.strip("/")}
        if not needed.get(url.scheme.partition("+")[0], "-") or (url.scheme == "inbox" and url.netloc):
            refuse(name, "is malformed", hint)
        return {
            "EMAIL_BACKEND": f"{MAILERS[url.scheme]}.EmailBackend",
            "EMAIL_HOST": host(url),
            "EMAIL_PORT": port or {"smtp+tls": 587, "smtp+ssl": 465}.get(url.scheme, 25),
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_TLS": url.scheme == "smtp+tls",
            "EMAIL_USE_SSL": url.scheme == "smtp+ssl",
            "EMAIL_FILE_PATH": unquote(url.path),
            "EMAIL_INBOX": url.scheme == "inbox",
        }

    def address(self, name: str, *, schemes: str, hint: str) -> tuple[SplitResult, int | None]:
        """A URL with one of the schemes, and its port."""
        value = self.text(name, hint=hint)
        if not re.match(rf"({schemes})://", value):
            refuse(name, "is malformed", hint)
        try:
            url = urlsplit(value)
            return url, url.port
        except ValueError:
            refuse(name, "is malformed", hint)


def host(url: SplitResult) -> str:
    """The host as written (a socket's folder keeps its capitals), unquoted."""
    place = url.netloc.rpartition("@")[2]
    return unquote(re.sub(r":\d*$", "", place)).strip("[]")


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
