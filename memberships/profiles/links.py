"""Web addresses that partners type: looked at for their form, never asked for anything (F1)."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from partners.refusals import Refused

LONGEST = 200
"""So many characters an address may have."""

# Names of hosts only: no address of a machine, no port, nothing before an "@"; the last part has a letter.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_REST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
_LINKEDIN = re.compile(r"/(?:company|school|showcase|in)/[^/?]+/?")


def website(typed: str) -> str:
    """The address as it is kept: https, a host in ASCII, path and query; empty for none.

    Raises `Refused` for anything that is no plain address of a web page.
    """
    text = typed.strip()
    if not text:
        return ""
    host, rest = _parts(text)
    return f"https://{host}{rest}"


def linkedin(typed: str) -> str:
    """The address of a page at LinkedIn, without what follows it; empty for none. Raises `Refused`."""
    text = typed.strip()
    if not text:
        return ""
    host, rest = _parts(text)
    path = rest.partition("?")[0]
    if not f".{host}".endswith(".linkedin.com") or not _LINKEDIN.fullmatch(path):
        raise Refused(
            "bad-linkedin",
            _("Write the address of a page at LinkedIn, such as https://www.linkedin.com/company/contoso."),
        )
    return f"https://{host}{path}"


def shown(address: str) -> str:
    """How a link is written on a page: without protocol and last slash, at most 60 characters."""
    text = address.removeprefix("https://").removesuffix("/")
    return text if len(text) <= 60 else f"{text[:59]}…"


def _parts(text: str) -> tuple[str, str]:
    """The host and what follows it."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
        plain = parts.netloc.lower() == (parts.hostname or "") and not parts.fragment
    except ValueError:
        raise _bad() from None
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.scheme != "https" or not plain or len(text) > LONGEST or not text.isprintable():
        raise _bad()
    if not _HOST.fullmatch(host) or len(host) > 253 or not _REST.fullmatch(rest):
        raise _bad()
    return host, rest


def _bad() -> Refused:
    return Refused(
        "bad-address",
        _(
            "Write a whole address that begins with https://, without port, user name or #, as in https://contoso.example/en."
        ),
    )
