"""Who may come in: people who were given an account; nobody signs up. And the mail of the reset link."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import UserTokenForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation

from partners.models import User


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth without sign-up, with mail in the user's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: accounts are opened by the organisation's administrators and by staff."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """The subject alone; allauth would put the host's name before it."""
        return subject

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link names the user by public id (decision 1), the mail speaks the user's language (H1)."""
        link = self.get_reset_password_from_key_url(f"{user.public_id.hex}-{context['key']}")
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, {**context, "password_reset_url": link})


class PublicUserTokenForm(UserTokenForm):  # type: ignore[misc]  # allauth is not typed
    """A reset link's user and token."""

    def _get_user(self, uidb36: str | None) -> User | None:
        """The user with this public id; integer ids stay inside (decision 1)."""
        try:
            return User.objects.filter(public_id=uidb36, is_active=True).first() if uidb36 else None
        except ValidationError:
            return None
