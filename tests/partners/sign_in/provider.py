"""A small provider of OpenID Connect on loopback: it says of whoever comes that they are `subject`."""

import base64
import hashlib
import json
import secrets
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import trustme
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from partners.clock import now

CLIENT_ID, CLIENT_SECRET = "assay", "a-secret-of-the-client"


class Provider:
    """Its answers; tests change `subject`, `claims` and `configuration`, and read what was `asked`."""

    def __init__(self, port: int) -> None:
        self.issuer = f"https://localhost:{port}"
        self.subject = "s-1"
        self.claims: dict = {}
        self.codes: dict[str, dict] = {}
        self.asked: list[str] = []
        self.key = self.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.algorithm = "RS256"
        self.configuration = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, url: str) -> str:
        """What the browser brings back from the page to which the portal leads it: the address's query."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def token(self, form: dict[str, str]) -> tuple[int, dict]:
        """The answer at the token's address."""
        query = self.codes.pop(form.get("code", ""), None)
        if query is None or form.get("client_secret") != CLIENT_SECRET:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        moment = int(now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": moment,
            "exp": moment + 300,
        }
        claims |= {"email": "ada@contoso.example", "email_verified": True, "name": "Ada"} | self.claims
        claims = {"nonce": query["nonce"]} | claims
        present = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(present, self.signs_with, algorithm=self.algorithm, headers={"kid": "k"})
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}


@contextmanager
def running(folder: Path) -> Iterator[Provider]:
    """The provider, with a certificate of an authority in `folder`/authority.pem."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    provider = Provider(server.server_port)
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


class Answers(BaseHTTPRequestHandler):
    """HTTP around the provider."""

    def do_GET(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        provider.asked.append(self.path)
        if self.path == "/moved/.well-known/openid-configuration":
            self.send_response(302)
            self.send_header("Location", "/.well-known/openid-configuration")
            self.end_headers()
        elif self.path == "/keys":
            public = RSAAlgorithm.to_jwk(provider.key.public_key(), as_dict=True)
            self._answer(200, {"keys": [{**public, "kid": "k", "alg": "RS256"}]})
        elif self.path == "/.well-known/openid-configuration":
            self._answer(200, provider.configuration)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        provider.asked.append(self.path)
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(*provider.token({name: values[0] for name, values in parse_qs(text).items()}))

    def _answer(self, status: int, data: dict) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""
