"""Entering the journal: the last line of every action."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from partners.journal import Kind
from partners.models import JournalEntry, Organisation, User


def record(
    kind: Kind,
    *,
    on: date,
    by: User | None,
    organisation: Organisation | None = None,
    competency: str = "",
    level: str = "",
    edition: str = "",
    data: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Write what an action did, in its transaction. `data` holds ids, codes and ISO days, never words."""
    return JournalEntry.objects.create(
        kind=kind,
        on=on,
        by=by.pk if by else None,
        organisation=organisation,
        competency=competency,
        level=level,
        edition=edition,
        data=dict(data or {}),
    )
