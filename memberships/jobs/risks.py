"""Ninety, thirty and seven days before the anniversary, who must know is reminded while the alert stands (E4)."""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from competencies.jobs.chunks import CHUNK
from memberships.models import OF_RISK, NoticeKind, RenewalNotice
from memberships.models.notices import near_at_risk
from memberships.notices import tell_of_risk


def remind_of_risk(*, as_of: date, seconds: float | None = None) -> int:
    """Write the reminders that are due by `as_of`, each once; returns of how many terms.

    An alert that was raised on the day of a reminder, or later, is news enough: it is reminded of next time. A day
    that was missed is made up for until the next reminder's day.
    """
    end = None if seconds is None else time.monotonic() + seconds
    return sum(_remind(kind, as_of, end) for kind in OF_RISK)


def _remind(kind: NoticeKind, as_of: date, end: float | None) -> int:
    told, last = 0, 0
    while end is None or time.monotonic() < end:
        # Not every one of them is told, so the next chunk begins behind the last.
        seen: list[Any] = list(near_at_risk(kind, as_of).filter(pk__gt=last)[:CHUNK])
        standing = [term.pk for term in seen if _alerts(term, kind)]
        if standing:
            told += _tell(standing, kind, as_of)
        if len(seen) < CHUNK:
            break
        last = seen[-1].pk
    return told


@transaction.atomic
def _tell(terms: Sequence[int], kind: NoticeKind, as_of: date) -> int:
    near = near_at_risk(kind, as_of).filter(pk__in=terms)
    claimed: list[Any] = list(near.select_for_update(skip_locked=True, of=("self",)))
    RenewalNotice.objects.bulk_create(
        [RenewalNotice(term=term, kind=kind, on=as_of) for term in claimed], ignore_conflicts=True
    )
    tell_of_risk([(term, _alerts(term, kind)) for term in claimed], kind, on=as_of)
    return len(claimed)


def _alerts(term: Any, kind: NoticeKind) -> list[list[str]]:
    """Competency and level of each alert of the term that stood before the day of the reminder."""
    if term.risk.get("term") != term.pk:
        return []
    due: date = term.until - timedelta(days=OF_RISK[kind])
    entries = [each for each in term.risk["entries"] if each["note"] is None]
    return [
        [each["competency"], each["level"]]
        for each in entries
        if each["since"] is not None and each["since"] < due.isoformat()
    ]
