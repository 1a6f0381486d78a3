"""A vendor's server on this machine: real TLS, and answers that a test lays down byte for byte."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

NAME = "feeds.vendor.example"
Reply = bytes | Callable[[ssl.SSLSocket], None]


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer with its length; header names are written with underscores."""
    given = {
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    head = "".join(f"{name}: {text}\r\n" for name, text in given.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Server:
    """Answers each connection with `replies`, one after the other, the last for ever; keeps what was asked.

    A reply is bytes, after which the connection is closed properly, or a function that does as it likes
    with the connection.
    """

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.replies: list[Reply] = [reply()]
        self.asked: list[str] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                plain, _ = self.socket.accept()
                plain.settimeout(20)
                with self.context.wrap_socket(plain, server_side=True) as secure:
                    self._answer(secure)
            except OSError:
                continue  # a client that went away, or the end

    def _answer(self, secure: ssl.SSLSocket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            block = secure.recv(4096)
            if not block:
                return
            request += block
        self.asked.append(request.decode())
        given = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if callable(given):
            given(secure)
        else:
            secure.sendall(given)
            secure.unwrap()

    def close(self) -> None:
        """No more connections."""
        self.over.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(20)


@contextmanager
def running(folder: Path, *, name: str = NAME) -> Iterator[tuple[Server, Path]]:
    """A server with a certificate of this name, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    server = Server(context)
    try:
        yield server, trusted
    finally:
        server.close()
