"""The provider of OpenID Connect that a firm already has: it may open logins that were linked to it.

An identity is issuer and subject, never an address of mail. It is linked by somebody who is signed in and has just
confirmed that it is them; nobody gets a login by it.
"""

import functools
import ssl
from typing import Any

import requests
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.http import HttpRequest
from requests.adapters import HTTPAdapter

from partners import security
from partners.models import User
from partners.security import Event


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's way with other providers, closed where the portal has no use for it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """False: an identity that is linked to no login opens nothing."""
        return False

    def new_user(self, request: HttpRequest, sociallogin: Any) -> User:
        """The first that is done with an answer: check whose it is, and forget the rest of it.

        allauth holds the identity token to audience, times and the issuer that the provider names; that this
        is the issuer of the settings, and that there is such a token at all, is asked here. Names and
        addresses in it are not kept.
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
