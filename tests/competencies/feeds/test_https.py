"""The one client, against a real TLS server: what it takes, and everything that it does not."""

import gzip
import ssl
import threading
from ipaddress import ip_address, ip_network

import pytest

from competencies.feeds import https
from competencies.feeds.failures import Failed
from competencies.feeds.https import Wanted, answer_to
from competencies.models.sources import Failure
from tests.competencies.feeds.server import NAME, reply, running

ADDRESS = f"https://{NAME}/feeds/achievements_20180311T234000Z.csv"
LOOPBACK = [ip_network("127.0.0.0/8")]
CONTENT = b"mcid,credential\n" * 1000


def ask(address=ADDRESS, *, networks=LOOPBACK, seconds=20.0, **wanted):
    """The answer with its content read, or None."""
    with answer_to(Wanted(address, **wanted), networks=networks, seconds=seconds) as answer:
        return answer and (answer, b"".join(answer.content))


def fails(failure: Failure, address=ADDRESS, **options) -> None:
    with pytest.raises(Failed) as failed:
        ask(address, **options)
    assert failed.value.failure is failure


def test_it_takes_the_content_and_what_the_server_says_of_it(vendor):
    vendor.replies = [reply(CONTENT, ETag='"one"', Last_Modified="Sun, 11 Mar 2018 23:40:00 GMT")]
    answer, content = ask(authorization="Bearer s3cret")
    assert content == CONTENT
    assert (answer.name, answer.etag) == ("achievements_20180311T234000Z.csv", '"one"')
    assert answer.last_modified == "Sun, 11 Mar 2018 23:40:00 GMT"
    request = vendor.asked[0]
    assert request.startswith("GET /feeds/achievements_20180311T234000Z.csv HTTP/1.1\r\n")
    assert f"Host: {NAME}" in request
    assert "Authorization: Bearer s3cret\r\n" in request
    assert "Cookie" not in request


def test_a_query_is_asked_with_but_is_no_part_of_the_name(vendor):
    vendor.replies = [reply(CONTENT)]
    answer, _ = ask(f"https://{NAME}/feeds/some%20file.csv?sig=abc")
    assert answer.name == "some file.csv"
    assert vendor.asked[0].startswith("GET /feeds/some%20file.csv?sig=abc HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ('attachment; filename="readings_20180101T000000Z.csv"', "readings_20180101T000000Z.csv"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\feeds\\\\a.csv"', "a.csv"),
        ("attachment; filename*=UTF-8''%E8%AA%8D%00%E8%AD%89.csv", "認證.csv"),
    ],
)
def test_the_servers_name_of_the_file_goes_first_without_folders(vendor, given, name):
    vendor.replies = [reply(CONTENT, Content_Disposition=given)]
    assert ask()[0].name == name


def test_a_packed_answer_is_unpacked(vendor):
    vendor.replies = [reply(gzip.compress(CONTENT), Content_Encoding="gzip")]
    assert ask()[1] == CONTENT


def test_an_answer_in_chunks_is_put_together(vendor):
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (b"abc", b"defgh")) + b"0\r\n\r\n"
    vendor.replies = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks]
    assert ask()[1] == b"abcdefgh"


def test_an_answer_without_a_length_ends_with_the_connection(vendor):
    vendor.replies = [b"HTTP/1.0 200 OK\r\n\r\n" + CONTENT]
    assert ask()[1] == CONTENT


def test_what_did_not_change_is_not_sent_again(vendor):
    vendor.replies = [b"HTTP/1.1 304 Not Modified\r\n\r\n"]
    assert ask(etag='"one"', last_modified="Sun, 11 Mar 2018 23:40:00 GMT") is None
    assert 'If-None-Match: "one"\r\n' in vendor.asked[0]
    assert "If-Modified-Since: Sun, 11 Mar 2018 23:40:00 GMT\r\n" in vendor.asked[0]


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        ("301 Moved Permanently", Failure.REDIRECTED),
        ("307 Temporary Redirect", Failure.REDIRECTED),
        ("304 Not Modified", Failure.REDIRECTED),
        ("401 Unauthorized", Failure.DENIED),
        ("403 Forbidden", Failure.DENIED),
        ("404 Not Found", Failure.NOT_FOUND),
        ("206 Partial Content", Failure.SERVER),
        ("204 No Content", Failure.SERVER),
        ("500 Internal Server Error", Failure.SERVER),
    ],
)
def test_only_200_is_an_answer(vendor, status, failure):
    vendor.replies = [reply(b"", status, Location="https://127.0.0.1/elsewhere")]
    fails(failure)
    assert len(vendor.asked) == 1


def test_the_certificate_must_be_of_the_name(vendor):
    fails(Failure.BAD_CERTIFICATE, "https://other.vendor.example/achievements.csv")
    assert vendor.asked == []


def test_the_certificate_must_be_trusted(vendor, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    fails(Failure.BAD_CERTIFICATE)
    assert vendor.asked == []


def test_a_private_address_is_asked_only_if_a_setting_allows_it(vendor):
    fails(Failure.NOT_PUBLIC, networks=[])
    fails(Failure.NOT_PUBLIC, networks=[ip_network("10.0.0.0/8")])
    assert vendor.asked == []
    vendor.replies = [reply(CONTENT)]
    assert ask(networks=[ip_network("127.0.0.1/32")])[1] == CONTENT


def test_one_address_that_may_not_be_asked_spoils_the_name(vendor, monkeypatch):
    found = [ip_address("127.0.0.1"), ip_address("10.0.0.1")]
    monkeypatch.setattr(https, "resolved", lambda name, port: found)
    fails(Failure.NOT_PUBLIC)
    assert vendor.asked == []


def test_the_name_is_resolved_once_and_that_answer_is_connected_to(vendor, monkeypatch):
    asked = []

    def rebinding(name, port):
        asked.append(name)
        return [ip_address("127.0.0.1" if len(asked) == 1 else "10.0.0.1")]

    monkeypatch.setattr(https, "resolved", rebinding)
    vendor.replies = [reply(CONTENT)]
    assert ask()[1] == CONTENT
    assert asked == [NAME]


def test_of_several_addresses_the_first_that_answers_is_taken(vendor, monkeypatch):
    # Nobody listens on the second address of this machine.
    found = [ip_address("127.0.0.2"), ip_address("127.0.0.1")]
    monkeypatch.setattr(https, "resolved", lambda name, port: found)
    vendor.replies = [reply(CONTENT)]
    assert ask()[1] == CONTENT


def test_where_nobody_listens_it_cannot_be_reached(vendor, monkeypatch):
    monkeypatch.setattr(https, "resolved", lambda name, port: [ip_address("127.0.0.2")])
    fails(Failure.UNREACHABLE)


def test_a_name_that_nobody_knows_is_said_to_be_unknown(vendor, monkeypatch):
    def unknown(name, port):
        raise OSError("no such name")

    monkeypatch.setattr(https, "resolved", unknown)
    fails(Failure.UNKNOWN_NAME)


@pytest.mark.parametrize(
    "address",
    [
        f"http://{NAME}/a.csv",
        f"https://{NAME}:8443/a.csv",
        f"https://{NAME}:x/a.csv",
        f"https://ada:s3cret@{NAME}/a.csv",
        f"https://{NAME}/a.csv\r\nX-Other: 1",
        "https:///a.csv",
        "file:///etc/passwd",
    ],
)
def test_only_https_on_its_own_port_is_asked(vendor, address):
    fails(Failure.NOT_HTTPS, address)
    assert vendor.asked == []


def test_no_proxy_of_the_environment_is_used(vendor, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    vendor.replies = [reply(CONTENT)]
    assert ask()[1] == CONTENT


def cut(content: bytes, *, politely: bool):
    """Send this much, and close the connection."""

    def send(secure: ssl.SSLSocket) -> None:
        secure.sendall(content)
        if politely:
            secure.unwrap()

    return send


@pytest.mark.parametrize("politely", [True, False])
@pytest.mark.parametrize(
    "begun",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nmcid,credential\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nmcid,credential\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
    ],
    ids=["length", "chunks", "head", "nothing"],
)
def test_an_answer_that_breaks_off_is_no_file(vendor, begun, politely):
    vendor.replies = [cut(begun, politely=politely)]
    fails(Failure.BROKEN_OFF)


def test_an_answer_without_a_length_that_is_cut_is_no_file(vendor):
    vendor.replies = [cut(b"HTTP/1.0 200 OK\r\n\r\nmcid,credential\n", politely=False)]
    fails(Failure.BROKEN_OFF)


def test_a_packed_answer_that_is_cut_is_no_file(vendor):
    packed = gzip.compress(CONTENT)
    vendor.replies = [reply(packed[:-9], Content_Encoding="gzip")]
    fails(Failure.BAD_PACKING)


def test_a_packing_that_nobody_asked_for_is_not_read(vendor):
    vendor.replies = [reply(CONTENT, Content_Encoding="br")]
    fails(Failure.BAD_PACKING)


def test_a_head_without_end_is_not_read(vendor):
    vendor.replies = [b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 500 + b"\r\n"]
    fails(Failure.SERVER)
    vendor.replies = [b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n"]
    fails(Failure.SERVER)


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_a_server_that_trickles_does_not_get_round_the_limit_in_all(vendor, begun):
    gone = threading.Event()

    def trickle(secure: ssl.SSLSocket) -> None:
        secure.sendall(begun)
        while not gone.wait(0.02):  # each byte in good time, the whole never
            secure.sendall(b"x")

    vendor.replies = [trickle]
    try:
        fails(Failure.TOO_SLOW, seconds=0.5)
    finally:
        gone.set()


def test_a_server_that_says_nothing_is_not_waited_for(vendor):
    gone = threading.Event()
    vendor.replies = [lambda _secure: gone.wait(20) and None]
    try:
        fails(Failure.TOO_SLOW, seconds=0.5)
    finally:
        gone.set()


def test_a_resolver_that_says_nothing_is_not_waited_for(vendor, monkeypatch):
    gone = threading.Event()
    monkeypatch.setattr(https, "resolved", lambda name, port: gone.wait(20) and [])
    try:
        fails(Failure.TOO_SLOW, seconds=0.2)
    finally:
        gone.set()


def test_a_server_of_another_name_cannot_take_the_first_ones_place(vendor, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    with running(tmp_path / "other", name="evil.example") as (other, _):
        monkeypatch.setattr(https, "PORT", other.port)
        fails(Failure.BAD_CERTIFICATE)
        assert other.asked == []
