"""Entering the journal: the last line of every action."""

from collections.abc import Iterable, Mapping
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
    made = entry(
        kind, on=on, by=by, organisation=organisation,
        competency=competency, level=level, edition=edition, data=data,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def record_all(entries: Iterable[JournalEntry]) -> None:
    """Write many entries in one statement."""
    JournalEntry.objects.bulk_create(entries)


def entry(
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
    """An entry that is not written yet, for an action that writes many at once."""
    return JournalEntry(
        kind=kind,
        on=on,
        by=by.pk if by else None,
        organisation=organisation,
        competency=competency,
        level=level,
        edition=edition,
        data=dict(data or {}),
    )
