"""A mail in the reader's words; of the links in it only those into the portal can be followed."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partners.days import full, short
from partners.inbox.mails import Mail

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
# What follows an address at the end of a sentence.
_PUNCTUATION = ".,;:!?)]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text; with an `url` it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail for a page. `sent_at` is for machines, `sent` for people, `sent_short` for lists."""

    key: str
    sender: str
    to: str
    subject: str
    sent_at: datetime
    sent: str
    sent_short: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the portal is: scheme and port of the request, and every name by which it may be asked for."""

    scheme: str
    port: int | None
    names: Collection[str]

    def has(self, address: str) -> bool:
        """Whether an address leads to the portal itself."""
        try:
            url = urlsplit(address)
            own = (url.scheme, url.port) == (self.scheme, self.port)
        except ValueError:
            return False
        return own and url.username is None and url.password is None and url.hostname in self.names


def shown(mail: Mail, portal: Portal) -> Shown:
    """The mail, its text in pieces."""
    return Shown(
        mail.key,
        mail.sender,
        mail.to,
        mail.subject or _("No subject"),
        mail.sent_at,
        sent=_moment(mail.sent_at, full),
        sent_short=_moment(mail.sent_at, short),
        pieces=tuple(_pieces(mail.text, portal)),
    )


def _moment(moment: datetime, day: Callable[[date], str]) -> str:
    """In the portal's time zone, the day as `day` writes it: "1 September 2027, 14:05"."""
    local = moment.astimezone(timezone.get_default_timezone())
    # Translators: Django's date format codes for the time of a day.
    clock = date_format(local, pgettext("date format", "H:i"))
    # Translators: a day and a time of it, such as "1 September 2027, 14:05".
    return _("%(day)s, %(time)s") % {"day": day(local.date()), "time": clock}


def _pieces(text: str, portal: Portal) -> Iterator[Piece]:
    done = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_PUNCTUATION)
        if not portal.has(address):
            continue
        if found.start() > done:
            yield Piece(text[done : found.start()])
        yield Piece(address, address)
        done = found.start() + len(address)
    if done < len(text):
        yield Piece(text[done:])
