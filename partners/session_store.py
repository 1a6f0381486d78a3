"""Django's database sessions, kept in `partners.models.Session` with their user, device and end."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from partners.clock import now
from partners.devices import Device
from partners.models import Session
from partners.session_limits import OTHERS, Limits

SIGNED_IN_AT, BROWSER, SYSTEM = "signed_in_at", "browser", "system"


class SessionStore(DatabaseStore):
    """A session of the portal.

    `row` is what was read at the beginning of the request; None for a session that is new. `limits` are those
    of its user, as far as the request knows them yet.
    """

    row: Session | None = None
    limits: Limits = OTHERS

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # unknown to django-stubs
        return self.row

    def begin(self, device: Device, limits: Limits) -> None:
        """Somebody has just signed in here."""
        self.limits = limits
        self.update({SIGNED_IN_AT: now().timestamp(), BROWSER: device.browser, SYSTEM: device.system})

    def save(self, must_create: bool = False) -> None:
        """Write the session; whoever signed in without `begin` signed in now."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # unknown to django-stubs
        if SESSION_KEY in data:
            data.setdefault(SIGNED_IN_AT, now().timestamp())
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of these data; all columns but the key follow from them and the moment."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # our own model
        if SESSION_KEY in data:
            row.user_id = int(data[SESSION_KEY])
            row.browser, row.system = data.get(BROWSER, ""), data.get(SYSTEM, "")
            row.signed_in_at = datetime.fromtimestamp(data[SIGNED_IN_AT], UTC)
            row.seen_at = now()
            row.expire_date = self.limits.end(signed_in_at=row.signed_in_at, seen_at=row.seen_at)
        return row
