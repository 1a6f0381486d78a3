"""Web addresses as partners type them: only their form is looked at (F1)."""

import socket

import pytest

from memberships.profiles import links
from partners.refusals import Refused


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("nothing that a partner types is ever asked for")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("https://contoso.example", "https://contoso.example"),
        (" https://www.contoso.example/en/a-b?x=1 ", "https://www.contoso.example/en/a-b?x=1"),
        ("HTTPS://Contoso.Example/Path", "https://contoso.example/Path"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_a_plain_address_is_kept(typed, kept):
    assert links.website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "contoso.example",
        "http://contoso.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://contoso.example:8443/",
        "https://anna@contoso.example/",
        "https://anna:secret@contoso.example/",
        "https://contoso.example/#here",
        "https://contoso.example/a b",
        "https://contoso.example/\nx",
        'https://contoso.example/"onmouseover=x',
        "https://contoso.example/<b>",
        "https://-contoso.example/",
        "https://contoso..example/",
        "https://contoso.example/" + "x" * 200,
        "https://" + "x" * 64 + ".example/",
        "https://[",
    ],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(Refused) as refusal:
        links.website(typed)
    assert refusal.value.code == "bad-address"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.linkedin.com/company/contoso/?trk=x", "https://www.linkedin.com/company/contoso/"),
        ("https://linkedin.com/in/anna", "https://linkedin.com/in/anna"),
        ("https://tw.linkedin.com/company/contoso", "https://tw.linkedin.com/company/contoso"),
    ],
)
def test_a_page_at_linkedin_is_kept_without_what_follows(typed, kept):
    assert links.linkedin(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "https://linkedin.com.evil.example/company/x",
        "https://evillinkedin.com/company/x",
        "https://linkedin.com/jobs/1",
    ],
)
def test_what_only_looks_like_linkedin_is_refused(typed):
    with pytest.raises(Refused) as refusal:
        links.linkedin(typed)
    assert refusal.value.code == "bad-linkedin"


def test_a_link_is_written_without_its_protocol_and_cut():
    assert links.shown("https://contoso.example/") == "contoso.example"
    assert links.shown("https://contoso.example/" + "x" * 80).endswith("…")
