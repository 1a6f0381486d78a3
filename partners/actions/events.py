"""Entering the journal: the last line of every action."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from partners.journal import Kind
from partners.models import JournalEntry, Organisation, User


@dataclass(slots=True)
class Given:
    """The reason that staff gave for an action, and whether an entry has taken it."""

    reason: str
    taken: bool = False


_GIVEN: ContextVar[Given | None] = ContextVar("given", default=None)


@contextmanager
def given(reason: str) -> Iterator[Given]:
    """While it lasts, every entry of somebody's doing keeps this reason as `data["reason"]`, unless it has one.

    So no action of staff can leave its reason out, and none has to hand it on.
    """
    this = Given(reason)
    token = _GIVEN.set(this)
    try:
        yield this
    finally:
        _GIVEN.reset(token)


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
    details = dict(data or {})
    this = _GIVEN.get()
    if this and by:
        details.setdefault("reason", this.reason)
        this.taken = True
    return JournalEntry(
        kind=kind,
        on=on,
        by=by.pk if by else None,
        organisation=organisation,
        competency=competency,
        level=level,
        edition=edition,
        data=details,
    )
