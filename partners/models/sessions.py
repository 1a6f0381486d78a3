"""Sessions: who is signed in where, kept in the database so that each can be listed and ended."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from partners.models.users import User


class SessionQuerySet(models.QuerySet["Session"]):
    """Lookups of sessions."""

    def visible_to(self, user: User, *, at: datetime) -> Self:
        """The user's own sessions that are not over, the latest seen first."""
        return self.filter(user=user, expire_date__gt=at).order_by("-seen_at", "session_key")

    def over(self, at: datetime) -> Self:
        """Sessions that nobody can use any more."""
        return self.filter(expire_date__lte=at)


class SessionManager(BaseSessionManager["Session"].from_queryset(SessionQuerySet)):  # type: ignore[misc]  # made at run time
    """Django's manager of sessions with our lookups."""


class Session(AbstractBaseSession):
    """What Django keeps of a session, and beside it whose it is and what a person recognises it by.

    Of the browser only two words are kept, of the network nothing. `expire_date` is the moment at which the
    session is over by the limits of its user (`partners.session_limits`); every request moves it on.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(_("browser"), max_length=30, blank=True, default="")
    system = models.CharField(_("system"), max_length=30, blank=True, default="")
    signed_in_at = models.DateTimeField(_("signed in at"), null=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True)

    objects: ClassVar[Any] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("session")  # type: ignore[assignment]  # the base has plain text
        verbose_name_plural = _("sessions")  # type: ignore[assignment]

    @property
    def public_id(self) -> uuid.UUID:
        """What addresses name it by: the key itself opens the session and stays inside."""
        return uuid.UUID(bytes=salted_hmac("session", self.session_key, algorithm="sha256").digest()[:16])

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that writes these rows."""
        from partners.session_store import SessionStore  # it imports this model

        return SessionStore
