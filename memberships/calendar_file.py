"""A calendar as a file that calendar programs subscribe to: all-day events, as RFC 5545 writes them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 75
"""So many octets a line holds at most; a longer one is folded."""

PRODUCT = "-//Assay//Membership days//EN"


@dataclass(frozen=True, slots=True)
class AllDay:
    """One day of the calendar. `uid` stays the same when the day moves, so that programs move the event."""

    uid: str
    on: date
    summary: str
    description: str
    url: str


def calendar_file(name: str, events: Sequence[AllDay], *, as_of: date) -> bytes:
    """The whole file; it is the same all day long, whoever asks how often."""
    return b"".join(folded(line) for line in _lines(name, events, as_of))


def _lines(name: str, events: Iterable[AllDay], as_of: date) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield f"X-WR-CALNAME:{escaped(name)}"
    yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H")
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
        yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(event.summary)}"
        yield f"DESCRIPTION:{escaped(event.description)}"
        yield f"URL:{event.url}"
        yield from ("TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """Text as the value of a property: nothing in it ends the line or the value."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(text.splitlines())
    return "".join(each for each in lines if each.isprintable())


def folded(line: str) -> bytes:
    """The line with its end, in pieces of at most 75 octets that break no character."""
    pieces, piece, room = [], b"", LONGEST
    for each in line:
        octets = each.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            # The blank that begins a further piece counts.
            piece, room = b"", LONGEST - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
