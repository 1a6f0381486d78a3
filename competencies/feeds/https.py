"""The one client that asks other servers: careful, since what it asks for is a setting and what comes is not.

HTTPS on port 443 only; the name is resolved once and connected to only where `addresses` allows; the
certificate is checked against the name; no redirect is followed, no proxy is used, no cookie kept; the whole
must be done by a deadline.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from competencies.feeds.addresses import Address, Network, may_be_asked, resolved
from competencies.feeds.deadline import Deadline
from competencies.feeds.failures import Failed
from competencies.feeds.unpacking import gunzipped
from competencies.models.sources import Failure

PORT = 443
"""The only port."""

CONNECT_SECONDS = 10
"""So long one network address of several is tried."""

_BLOCK = 1 << 16
_DENIED, _MISSING = {401, 403, 407}, {404, 410}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `etag`, `last_modified`: what the server said of the content that we have."""

    address: str
    authorization: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. `name`: of the file, without its folder. `content` may be read once, a block at a time."""

    name: str
    etag: str
    last_modified: str
    content: Iterator[bytes]


@contextmanager
def answer_to(wanted: Wanted, *, networks: Sequence[Network], seconds: float) -> Iterator[Answer | None]:
    """The server's answer while the context is open; None if the content is still what we have.

    Raises Failed, also while the content is read; everything must have come after so many seconds.
    """
    with _told():
        host, target = _parts(wanted.address)
        deadline = Deadline(seconds)
        connection = _Connection(host, _addresses(host, networks, deadline), deadline)
        try:
            connection.request("GET", target, headers=_headers(wanted))
            response = connection.getresponse()
            yield _answer(response, wanted)
        finally:
            connection.end()


class _Connection(http.client.HTTPSConnection):
    """Connects to what was looked at, whatever the name leads to a moment later."""

    def __init__(self, host: str, addresses: Sequence[Address], deadline: Deadline) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, PORT, context=self.trust)
        self.addresses = addresses
        self.deadline = deadline
        self.secure: ssl.SSLSocket | None = None

    def connect(self) -> None:
        plain = self._reached()
        try:
            plain.settimeout(self.deadline.left())
            # A connection that is cut is an error, not the end of a file.
            secure = self.trust.wrap_socket(plain, server_hostname=self.host, suppress_ragged_eofs=False)
        except BaseException:
            plain.close()
            raise
        self.secure = secure
        self.sock: Any = _Socket(secure, self.deadline)

    def end(self) -> None:
        """Close everything; `close` is called by http.client itself, when an answer has only begun."""
        self.close()
        if self.secure is not None:
            self.secure.close()

    def _reached(self) -> socket.socket:
        problem: OSError = OSError("no address")
        for address in self.addresses:
            try:
                limit = min(self.deadline.left(), CONNECT_SECONDS)
                return socket.create_connection((str(address), PORT), timeout=limit)
            except OSError as error:
                problem = error
        raise Failed(Failure.UNREACHABLE) from problem


class _Socket:
    """As much of a socket as http.client uses, waiting no longer than the deadline in all."""

    def __init__(self, secure: ssl.SSLSocket, deadline: Deadline) -> None:
        self.secure = secure
        self.deadline = deadline

    def sendall(self, data: Any) -> None:
        self.secure.settimeout(self.deadline.left())
        self.secure.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self.secure, self.deadline), _BLOCK)

    def close(self) -> None:
        """Not yet: the answer is still to be read. See `_Connection.end`."""


class _Reader(io.RawIOBase):
    """Reads from a socket, each time for what is left until the deadline."""

    def __init__(self, secure: ssl.SSLSocket, deadline: Deadline) -> None:
        self.secure = secure
        self.deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.secure.settimeout(self.deadline.left())
        return self.secure.recv_into(buffer)


@contextmanager
def _told() -> Iterator[None]:
    """Errors by their code. Their texts may hold an address, so none is passed on."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Failed(Failure.BAD_CERTIFICATE) from error
    except TimeoutError as error:
        raise Failed(Failure.TOO_SLOW) from error
    except ssl.SSLEOFError as error:
        raise Failed(Failure.BROKEN_OFF) from error
    except (http.client.IncompleteRead, ConnectionError) as error:
        raise Failed(Failure.BROKEN_OFF) from error
    except (http.client.HTTPException, ssl.SSLError) as error:
        raise Failed(Failure.SERVER) from error


def _parts(address: str) -> tuple[str, str]:
    """The name of the server, and what it is asked for."""
    try:
        url = urlsplit(address)
        fits = url.scheme == "https" and url.port in (None, 443) and url.username is None
        fits = fits and address.isascii() and address.isprintable() and " " not in address
    except ValueError as error:
        raise Failed(Failure.NOT_HTTPS) from error
    if not fits or not url.hostname:
        raise Failed(Failure.NOT_HTTPS)
    return url.hostname, (url.path or "/") + (f"?{url.query}" if url.query else "")


def _addresses(host: str, networks: Sequence[Network], deadline: Deadline) -> list[Address]:
    """All addresses of the name. One that may not be asked spoils them all: such a name is not to be trusted."""
    try:
        found = deadline.bounding(lambda: resolved(host, PORT))
    except (OSError, ValueError) as error:
        raise Failed(Failure.UNKNOWN_NAME) from error
    if not all(may_be_asked(address, networks) for address in found):
        raise Failed(Failure.NOT_PUBLIC)
    return found


def _headers(wanted: Wanted) -> dict[str, str]:
    given = {
        "Authorization": wanted.authorization,
        "If-None-Match": wanted.etag,
        "If-Modified-Since": wanted.last_modified,
    }
    return {
        "Accept": "text/csv, application/gzip, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "User-Agent": "Assay",
        "Connection": "close",
        **{name: value for name, value in given.items() if value},
    }


def _answer(response: http.client.HTTPResponse, wanted: Wanted) -> Answer | None:
    status = response.status
    if status == 304 and (wanted.etag or wanted.last_modified):
        return None
    if status != 200:
        raise Failed(_failure(status))
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise Failed(Failure.BAD_PACKING)
    content = _body(response)
    return Answer(
        name=_name(response, wanted.address),
        etag=_kept(response, "ETag", 255),
        last_modified=_kept(response, "Last-Modified", 64),
        content=content if packing == "identity" else gunzipped(content),
    )


def _failure(status: int) -> Failure:
    if 300 <= status < 400:
        return Failure.REDIRECTED
    if status in _DENIED:
        return Failure.DENIED
    return Failure.NOT_FOUND if status in _MISSING else Failure.SERVER


def _body(response: http.client.HTTPResponse) -> Iterator[bytes]:
    nothing = True
    while block := response.read(_BLOCK):
        nothing = False
        yield block
    # http.client is silent about a body that is shorter than was said, and about a head that breaks off.
    unsaid = response.length is None and not response.chunked
    if response.length or (nothing and unsaid):
        raise Failed(Failure.BROKEN_OFF)


def _name(response: http.client.HTTPResponse, address: str) -> str:
    given = response.headers.get_filename() or unquote(urlsplit(address).path)
    name = PurePosixPath(given.replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())


def _kept(response: http.client.HTTPResponse, header: str, longest: int) -> str:
    """The header if it can be sent back as it is, else nothing."""
    value = response.headers.get(header, "").strip()
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
