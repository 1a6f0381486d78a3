"""The provider of OpenID Connect that a firm already has: it may open logins that were linked to it.

An identity is issuer and subject, never an address of mail. It is linked by somebody who is signed in and has just
confirmed that it is them; nobody gets a login by it.
"""

import functools
import ssl
from typing import Any

import jwt
import requests
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from requests.adapters import HTTPAdapter

from partners import security
from partners.models import User
from partners.security import Event

SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
NONCE = "oidc_nonce"
"""In a session: what the identity token must repeat."""


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's way with other providers, closed where the portal has no use for it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """False: an identity that is linked to no login opens nothing."""
        return False

    def new_user(self, request: HttpRequest, sociallogin: Any) -> User:
        """The first that is done with an answer: check whose it is, and forget the rest of it.

        `CheckedAnswers` has held the identity token, if there is one, to what it should be; that there is one,
        and that the identity is its own, is asked here. Names and addresses in it are not kept.
        """
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if claims.get("iss") != settings.OIDC_ISSUER or claims.get("sub") != sociallogin.account.uid:
            raise ProviderException("the answer is not of this issuer and subject")
        sociallogin.account.extra_data = {}
        return User()

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Nobody is made of it."""
        user: User = sociallogin.user
        return user

    def get_requests_session(self) -> requests.Session:
        """HTTPS only, to the server that is named and nowhere else, within seconds."""
        session = requests.Session()
        # No proxy, no .netrc and no certificates that the environment names for other purposes.
        session.trust_env = False
        session.max_redirects = 0
        session.mount("https://", Verified())
        session.mount("http://", Nowhere())
        session.request = functools.partial(session.request, timeout=app_settings.REQUESTS_TIMEOUT)  # type: ignore[method-assign]
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """Note that somebody came back from the provider without being let in."""
        by = request.user if isinstance(request.user, User) else None
        security.note(Event.PROVIDER_REFUSED, by=by)


class CheckedAnswers(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is not typed
    """The provider's answers, held to more than TLS: to a signature, and to the one request they belong to."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The claims; allauth would take a token without looking at its signature, since it came by TLS."""
        if jwt.get_unverified_header(id_token).get("alg") not in SIGNATURES:
            raise ProviderException("the identity token is not signed by a key of the provider")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=settings.OIDC_ISSUER,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        expected = self.request.session.pop(NONCE, None)
        if not expected or claims.get("nonce") != expected:
            raise ProviderException("the identity token belongs to another request")
        return claims


class Verified(HTTPAdapter):
    """TLS with the authorities that the machine trusts, as for feeds (`SSL_CERT_FILE` names others)."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """One context for all connections."""
        super().init_poolmanager(*arguments, **options, ssl_context=ssl.create_default_context())

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave it to the context; requests would put its own list of authorities beside it."""
        conn.cert_reqs = "CERT_REQUIRED"


class Nowhere(HTTPAdapter):
    """No plain HTTP, whatever the provider's own description names."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        """Refuse."""
        raise requests.exceptions.InvalidSchema("only HTTPS is asked")
