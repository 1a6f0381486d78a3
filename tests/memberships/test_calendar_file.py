"""The file of a calendar keeps to RFC 5545: lines, folding, escaping, and what an event must have."""

import re
from datetime import date

import pytest

from memberships.calendar_file import AllDay, calendar_file, escaped, folded

EVENTS = [
    AllDay(
        "1@assay",
        date(2027, 12, 31),
        "Contoso: anniversary",
        "From today on.\nhttps://x.example/",
        "https://x.example/",
    ),
    AllDay("2@assay", date(2028, 2, 28), "專長認證" * 20, "a, b; c\\d", "https://x.example/"),
]


def read(content):
    """The lines of a file as (name, parameters, value), unfolded; every rule about lines is held."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    pieces = content.split(b"\r\n")[:-1]
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)  # no character is broken, no line is empty
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    found = []
    for line in lines:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;\x00-\x1f]+)*):([^\x00-\x1f]*)", line)
        assert match, line
        found.append(match.groups())
    return found


def events(lines):
    """The events as mappings; whatever begins also ends, in its turn."""
    found, open_ = [], []
    for name, _parameters, value in lines:
        if name == "BEGIN":
            open_.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_.pop() == value
        elif open_[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert open_ == []
    return found


def test_it_is_a_calendar_with_what_each_event_must_have():
    lines = read(calendar_file("Contoso", EVENTS, as_of=date(2027, 1, 1)))
    assert lines[0] == ("BEGIN", "", "VCALENDAR")
    head = {name: value for name, _, value in lines[1:8]}
    assert (head["VERSION"], head["CALSCALE"], head["X-WR-CALNAME"]) == ("2.0", "GREGORIAN", "Contoso")
    assert head["PRODID"]
    first, second = events(lines)
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= first.keys() == second.keys()
    assert (first["UID"], first["DTSTART"], first["DTEND"]) == ("1@assay", "20271231", "20280101")
    assert (second["DTSTART"], second["DTEND"]) == ("20280228", "20280229")
    assert re.fullmatch(r"\d{8}T\d{6}Z", first["DTSTAMP"])
    assert all(parameters == ";VALUE=DATE" for name, parameters, _ in lines if name in {"DTSTART", "DTEND"})


def test_without_events_it_is_still_a_calendar():
    assert events(read(calendar_file("Contoso", [], as_of=date(2027, 1, 1)))) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a, b; c\\d", "a\\, b\\; c\\\\d"),
        ("one\ntwo", "one\\ntwo"),
        ("one\r\nEND:VCALENDAR", "one\\nEND:VCALENDAR"),
        ("bell\x07", "bell"),
        ("專長", "專長"),
    ],
)
def test_nothing_in_a_text_ends_its_value(text, value):
    assert escaped(text) == value


@pytest.mark.parametrize("length", [60, 74, 75, 76, 149, 150, 300])
def test_a_long_line_is_folded_at_75_octets(length):
    for text in ("x" * length, "專" * length):
        pieces = folded(text).split(b"\r\n")
        assert all(len(piece) <= 75 and piece.decode() is not None for piece in pieces)
        assert folded(text).decode().replace("\r\n ", "") == f"{text}\r\n"
