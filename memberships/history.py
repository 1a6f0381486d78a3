"""The journal of an organisation, filtered and by pages (D5, G8): which entries, and what stands beside them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from competencies.models import Override
from competencies.presenters.words import in_language
from memberships.models import Order
from memberships.offers.published import benefit_names
from partners.journal import OF_LEVELS, Kind
from partners.models import Invitation, JournalEntry, Organisation, Term
from partners.models.journal import JournalEntryQuerySet
from partners.places import Place
from partners.telling import Told

BATCH = 500
"""So many entries are read at once for a file."""

_COLUMNS = ("pk", "on", "recorded_at", "kind", "competency", "level", "edition", "data", "by")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. `[first, until)` are the days that the entries are about; `hidden` kinds are left out."""

    kind: str = ""
    competency: str = ""
    person: int | None = None
    first: date | None = None
    until: date | None = None
    hidden: tuple[Kind, ...] = ()


def page(organisation: Organisation, filters: Filters, after: Place | None, most: int) -> list[Told]:
    """So many entries at most behind the place, the latest first; at most three queries."""
    rows = _narrowed(JournalEntry.objects.of(organisation).after(after), filters)
    found = _read(rows, most) if filters.person is None else _of_person(rows, filters, most)
    return _named(_beside(found))


def stream(organisation: Organisation, filters: Filters) -> Iterator[list[Told]]:
    """All of them, a batch in memory at a time."""
    after: Place | None = None
    while found := page(organisation, filters, after, BATCH):
        yield found
        after = Place(found[-1].on, found[-1].pk)


def people_in(entries: Iterable[Told]) -> set[int]:
    """The ids of the people whom these entries name: as what they are about, or in their causes."""
    found: set[int] = set()
    for entry in entries:
        named = [entry.data.get("person"), *(each.get("person") for each in entry.data.get("because", ()))]
        found.update(int(person) for person in named if person is not None)
    return found


def _narrowed(rows: JournalEntryQuerySet, filters: Filters) -> JournalEntryQuerySet:
    rows = rows.between(filters.first, filters.until)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.competency:
        rows = rows.filter(competency=filters.competency)
    return rows.exclude(kind__in=filters.hidden) if filters.hidden else rows


def _read(rows: QuerySet[JournalEntry], most: int) -> list[Told]:
    return [Told(*row) for row in rows.values_list(*_COLUMNS)[:most]]


def _of_person(rows: JournalEntryQuerySet, filters: Filters, most: int) -> list[Told]:
    """Facts about the person, and what befell levels because of them: causes are in no index.

    Of an organisation's levels far less is told than of its people, so these are looked through, until enough
    is found.
    """
    person = filters.person or 0
    facts = _read(rows.about(person), most) if filters.kind not in OF_LEVELS else []
    levels: Iterable[Told] = ()
    if not filters.kind or filters.kind in OF_LEVELS:
        of_levels = rows.of_levels().values_list(*_COLUMNS)
        told = (Told(*row) for row in of_levels.iterator(chunk_size=BATCH))
        levels = (each for each in told if _because_of(each, person))
    both = merge(facts, levels, key=lambda each: (each.on, each.pk), reverse=True)
    return list(islice(both, most))


def _because_of(entry: Told, person: int) -> bool:
    return any(cause.get("person") == person for cause in entry.data.get("because", ()))


def _beside(found: Sequence[Told]) -> list[Told]:
    """The entries with what their rows say, in one query, or none if they concern none."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in found:
        for what in _ROWS:
            if entry.data.get(what) is not None:
                wanted[what].add(int(entry.data[what]))
    questions = [_ROWS[what](ids) for what, ids in wanted.items()]
    if not questions:
        return list(found)
    rows = questions[0].union(*questions[1:], all=True) if len(questions) > 1 else questions[0]
    known = {
        (what, pk): {"reason": reason, "ended": ended, "name": name, "until": str(until or "")}
        for pk, what, reason, ended, name, until in rows
    }
    return [_with(entry, known) for entry in found]


def _named(found: list[Told]) -> list[Told]:
    """The entries about benefits with what the lists of offers call them, in the reader's language."""
    if not any("benefit" in entry.data for entry in found):
        return found
    names, language = benefit_names(), get_language() or "en"
    return [
        replace(
            entry, beside={**entry.beside, "benefit": in_language(names[entry.data["benefit"]], language)}
        )
        if entry.data.get("benefit") in names
        else entry
        for entry in found
    ]


def _with(entry: Told, known: dict[tuple[str, int], dict[str, str]]) -> Told:
    for what in _ROWS:
        beside = known.get((what, entry.data.get(what, 0)))
        if beside is not None:
            return replace(entry, beside=beside)
    return entry


def _rows(rows: QuerySet[Any], what: str, **columns: Any) -> QuerySet[Any, Any]:
    """The same columns of every kind of row, so that one question reads them all."""
    named: dict[str, Any] = {
        "what_told": Value(what, CharField()),
        "reason_told": Value("", TextField()),
        "ended_told": Value("", TextField()),
        "name_told": Value("", TextField()),
        "until_told": Cast(Value(None), DateField()),
    }
    named |= columns
    found: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list("pk", *named)
    return found


def _overrides(ids: Collection[int]) -> QuerySet[Any, Any]:
    rows = Override.objects.filter(pk__in=ids)
    ended = Cast("ended_reason", TextField())
    return _rows(rows, "override", reason_told=F("reason"), ended_told=ended, until_told=F("until"))


def _orders(ids: Collection[int]) -> QuerySet[Any, Any]:
    return _rows(Order.objects.filter(pk__in=ids), "order", ended_told=F("reason"))


def _terms(ids: Collection[int]) -> QuerySet[Any, Any]:
    return _rows(Term.objects.filter(pk__in=ids), "term", ended_told=F("ended_reason"), until_told=F("until"))


def _invitations(ids: Collection[int]) -> QuerySet[Any, Any]:
    return _rows(Invitation.objects.filter(pk__in=ids), "invitation", name_told=Cast("name", TextField()))


_ROWS = {"invitation": _invitations, "order": _orders, "override": _overrides, "term": _terms}
"""What an entry may concern, by the name in its data; the first that fits is read."""
