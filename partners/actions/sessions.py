"""Ending sessions."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partners import security
from partners.actions import events
from partners.journal import Kind
from partners.models import Session, User
from partners.refusals import Refused
from partners.security import Event

CHUNK = 5000


def end(*, user: User, public_id: uuid.UUID, at: datetime) -> bool:
    """End one session of the user's own; False if the user has none of that name."""
    for session in Session.objects.visible_to(user, at=at):
        if session.public_id == public_id:
            session.delete()
            security.note(Event.SESSION_ENDED, by=user, count=1)
            return True
    return False


def end_others(*, user: User, keep: str | None) -> int:
    """End all sessions of the user but the one with the key `keep`; returns how many."""
    count, _ = Session.objects.filter(user=user).exclude(session_key=keep or "").delete()
    if count:
        security.note(Event.SESSION_ENDED, by=user, count=count)
    return int(count)


@transaction.atomic
def end_all(*, user: User, reason: str, on: date, by: User) -> User:
    """End every session of somebody, wherever that is; for staff, whose reason the journal keeps.

    Refused for one's own, and where nobody is signed in.
    """
    if user == by:
        raise Refused("own-sessions", _("Your own are ended under “Your account”."))
    count, _rows = Session.objects.filter(user=user).delete()
    if not count:
        raise Refused("no-session", _("This person is signed in nowhere. There is nothing to end."))
    events.record(
        Kind.SESSIONS_ENDED, on=on, by=by, data={"person": user.pk, "count": count, "reason": reason}
    )
    transaction.on_commit(lambda: security.note(Event.SESSION_ENDED, by=by, person=user.pk, count=count))
    return user


def clear(*, at: datetime) -> int:
    """Remove the sessions that are over, in chunks; returns how many. Nobody could use them any more."""
    cleared = 0
    while keys := list(Session.objects.over(at).values_list("pk", flat=True)[:CHUNK]):
        # Asked again: a session may have been moved on since.
        count, _ = Session.objects.over(at).filter(pk__in=keys).delete()
        cleared += count
        if len(keys) < CHUNK:
            break
    return cleared
