"""Who may come in, and what happens as they do: allauth's adapters and forms, as the portal wants them."""

import base64
import hashlib
import logging
import secrets
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import UserTokenForm
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners import security
from partners.actions import sessions
from partners.devices import device_of
from partners.models import User
from partners.security import Event
from partners.session_limits import limits_of
from partners.session_store import SessionStore

logger = logging.getLogger(__name__)


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth without sign-up, with mail in the user's language, sessions of our own and the security log."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: people come by an invitation or by enrolling their firm."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject alone; allauth would put the host's name before it."""
        return subject

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link names the user by public id (decision 1), the mail speaks the user's language (H1)."""
        link = self.get_reset_password_from_key_url(f"{user.public_id.hex}-{context['key']}")
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, {**context, "password_reset_url": link})

    def login(self, request: HttpRequest, user: User) -> None:
        """The end of every way in: note who came how, and begin the session's time."""
        super().login(request, user)
        session = cast(SessionStore, request.session)
        session.begin(device_of(request.headers.get("User-Agent", "")), limits_of(user))
        security.note(Event.SIGNED_IN, by=user, how=_ways(request, user))

    def logout(self, request: HttpRequest) -> None:
        """The way out."""
        if isinstance(request.user, User):
            security.note(Event.SIGNED_OUT, by=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong address or password; which, the log does not say."""
        by = request.user if isinstance(request.user, User) else None
        security.note(Event.CONFIRMATION_FAILED if by else Event.SIGN_IN_FAILED, by=by)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is the user's password; allauth would look for an address in a table that we leave empty."""
        return bool(self.authenticate(context.request, email=user.email, password=password) == user)

    def set_password(self, user: User, password: str) -> None:
        """Change or reset: whoever else is signed in as this user no longer is."""
        super().set_password(user, password)
        security.note(Event.PASSWORD_SET, by=user)
        own = self.request.user == user
        sessions.end_others(user=user, keep=self.request.session.session_key if own else None)


def _ways(request: HttpRequest, user: User) -> list[str]:
    """How somebody proved who they are: `password`, `mfa:totp`, `mfa:webauthn`, `socialaccount` …"""
    records = get_authentication_records(request, user)
    return [f"{each['method']}:{each['type']}" if "type" in each else str(each["method"]) for each in records]


class PublicUserTokenForm(UserTokenForm):  # type: ignore[misc]  # allauth is not typed
    """A reset link's user and token."""

    def _get_user(self, uidb36: str | None) -> User | None:
        """The user with this public id; integer ids stay inside (decision 1)."""
        try:
            return User.objects.filter(public_id=uidb36, is_active=True).first() if uidb36 else None
        except ValidationError:
            return None


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Second factors: their secrets are encrypted, and the portal is called by its name."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This is not right, or was used already. Try the code that is shown now."
        ),
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of the secret of an app or of recovery codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, also if it was encrypted under an earlier key.

        Of one whose key is gone another is made up: no code fits it, and other ways in still work.
        """
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("a second factor cannot be read: its key is not in SECRET_KEY_FALLBACKS")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        """What authenticator apps show beside the address."""
        return "Assay"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The same for passkeys, which belong to the host."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Assay"}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's word
        """What a passkey is called unless its owner says otherwise."""
        return _("My passkey")


def _keys() -> MultiFernet:
    """Keys derived from SECRET_KEY, and from those that it replaced."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factors:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
