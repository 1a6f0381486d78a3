"""Which links of a mail can be followed: those into the portal, and no other."""

from datetime import UTC, datetime

import pytest

from partners.inbox.mails import Mail
from partners.inbox.presenter import Piece, Portal, shown

PORTAL = Portal("http", 8000, {"127.0.0.1", "localhost"})


def pieces(text):
    return shown(Mail("key", "", "", "", datetime(2026, 3, 1, tzinfo=UTC), text), PORTAL).pieces


def links(text):
    return [piece.url for piece in pieces(text) if piece.url]


def test_a_link_into_the_portal_can_be_followed():
    assert pieces("Set it here:\nhttp://127.0.0.1:8000/key/1-2/?a=b\nThank you.") == (
        Piece("Set it here:\n"),
        Piece("http://127.0.0.1:8000/key/1-2/?a=b", "http://127.0.0.1:8000/key/1-2/?a=b"),
        Piece("\nThank you."),
    )


def test_under_each_of_its_names():
    assert links("http://localhost:8000/me/") == ["http://localhost:8000/me/"]


def test_what_ends_the_sentence_is_no_part_of_it():
    assert pieces("See http://127.0.0.1:8000/o/.")[-1] == Piece(".")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:8000/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8001/",
        "http://evil.example:8000/",
        "http://127.0.0.1.evil.example:8000/",
        "http://127.0.0.1:8000@evil.example/",
        "http://user@127.0.0.1:8000/",
        "http://evil.example:8000/http://127.0.0.1:8000/",
        "http://127.0.0.1:8000\\@evil.example/",
        "http://127.0.0.1:port/",
        "http://[::1/",
        "javascript:alert(1)",
        "ftp://127.0.0.1:8000/",
    ],
)
def test_an_address_elsewhere_is_only_text(address):
    found = pieces(f"Look: {address} there")
    assert [piece.url for piece in found if piece.url] in ([], ["http://127.0.0.1:8000"])
    assert "".join(piece.text for piece in found) == f"Look: {address} there"


def test_no_subject_is_said():
    mail = Mail("key", "", "", "", datetime(2026, 3, 1, 12, tzinfo=UTC), "")
    assert shown(mail, PORTAL).subject == "No subject"
    assert shown(mail, PORTAL).sent == "1 March 2026, 13:00"
