"""Claiming from a page: as `transcripts.claim`, with a limit on tries that do not succeed (C3)."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from competencies.actions import transcripts
from competencies.models import ClaimTry, Transcript
from partners.models import User
from partners.refusals import Refused

WINDOW = timedelta(hours=1)
"""Tries that did not succeed count for so long."""

OF_USER, OF_MCID, OF_ORIGIN = 5, 10, 30
"""So many of them a user may make in the window, and so many are made for one MCID and from one address."""

KEPT = timedelta(days=1)
"""So long a try is kept."""


def claim(*, user: User, mcid: str, access_code: str, origin: str, on: date, at: datetime) -> Transcript:
    """Let a user prove that a transcript is theirs; `origin` is the network address, `at` the moment.

    Whoever tries too often waits. So that nobody can lock another out, others' tries of the MCID or from the
    address only stop those who failed in the window themselves: somebody who did not is always let through.
    """
    mine = _noted(user, mcid, origin, at)
    _refuse_too_many(mine, at)
    claimed = transcripts.claim(user=user, mcid=mcid, access_code=access_code, on=on)
    mine.delete()
    return claimed


def _noted(user: User, mcid: str, origin: str, at: datetime) -> ClaimTry:
    """Write the try before the code is looked at: of many at one moment, each then sees the others."""
    ClaimTry.objects.filter(at__lte=at - KEPT).delete()
    return ClaimTry.objects.create(
        user=user, mcid=_key("mcid", mcid.strip()), origin=_key("origin", origin), at=at
    )


def _refuse_too_many(mine: ClaimTry, at: datetime) -> None:
    """One that is refused counts for nothing, so that trying on does not make the wait longer."""
    tries = ClaimTry.objects.since(at - WINDOW).exclude(pk=mine.pk)
    found = tries.aggregate(
        user=Count("pk", filter=Q(user=mine.user_id)),
        mcid=Count("pk", filter=Q(mcid=mine.mcid)),
        origin=Count("pk", filter=Q(origin=mine.origin)),
    )
    others = found["mcid"] >= OF_MCID or found["origin"] >= OF_ORIGIN
    if found["user"] >= OF_USER or (found["user"] and others):
        mine.delete()
        raise Refused("too-many-tries", _("Too many tries. Wait an hour, then try again, or ask support."))


def _key(kind: str, value: str) -> str:
    """What is compared instead of the MCID or address, neither of which is kept."""
    return salted_hmac(f"competencies.claim.{kind}", value, algorithm="sha256").hexdigest()
