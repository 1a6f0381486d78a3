"""How reliably a partner answers requests, in thousandths; it orders what customers find (F3, F4)."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from memberships.actions.profiles import keep_responsiveness
from memberships.models import Referral, ReferralState

LATEST = 50
"""So many of a profile's latest requests count: who has become better is not held by what is long ago."""

_SILENT = {ReferralState.MISSED, ReferralState.EXPIRED}
_OPEN_YET = {ReferralState.UNCONFIRMED, ReferralState.NEW}


def keep(profiles: Collection[int], *, on: date) -> None:
    """Count anew for these profiles, in the transaction of what changed."""
    if profiles:
        keep_responsiveness(counted(profiles), on=on)


def counted(profiles: Collection[int]) -> dict[int, int | None]:
    """The share of requests that were answered in time and to the end, in thousandths; None without any. One query.

    What is still new says nothing yet, nor does what the customer withdrew before any answer, nor what was misuse.
    """
    latest = Window(RowNumber(), partition_by=["profile"], order_by=[F("sent_at").desc(), F("pk").desc()])
    rows = Referral.objects.filter(profile__in=profiles, request__closed_at=None).exclude(state__in=_OPEN_YET)
    rows = rows.exclude(state=ReferralState.WITHDRAWN, answered_at=None)
    states: dict[int, list[str]] = {profile: [] for profile in profiles}
    for profile, state in rows.annotate(nth=latest).filter(nth__lte=LATEST).values_list("profile", "state"):
        states[profile].append(state)
    return {profile: _share(found) for profile, found in states.items()}


def _share(states: Sequence[str]) -> int | None:
    if not states:
        return None
    return 1000 * sum(state not in _SILENT for state in states) // len(states)
