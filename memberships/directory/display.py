"""What customers see of an organisation's competencies: what its term displays, and nothing else (F2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from competencies.display import displayed
from competencies.facts import Held, Membership
from competencies.models import Attainment
from partners.models import Term, TermEntry


@dataclass(frozen=True, slots=True)
class Shown:
    """A displayed competency: at which level, and on which day that was attained."""

    competency: str
    level: str
    attained_on: date


@dataclass(frozen=True, slots=True)
class Display:
    """What an organisation displays until the day, the highest level first; `level`: of its membership."""

    level: str
    until: date
    shown: tuple[Shown, ...]


def displays(organisations: Collection[int], levels: Sequence[str], *, as_of: date) -> Mapping[int, Display]:
    """Of organisations that display something on the day, by their ids; three queries for any number.

    `levels`: those of competencies, the lowest first. A term that asks for no competency displays none.
    """
    running = Term.objects.in_force_or_grace(as_of).filter(organisation__in=organisations, level__in=levels)
    terms: dict[int, Term] = {}
    for term in running:
        terms.setdefault(term.organisation_id, term)
    entries = _entries(terms.values())
    began = _attained(terms, as_of)
    made = {key: _display(term, entries[term.pk], began, levels) for key, term in terms.items()}
    return {key: display for key, display in made.items() if display.shown}


def as_data(display: Display | None) -> list[list[str]]:
    """As `Listing.shown` keeps it."""
    shown = display.shown if display else ()
    return [[one.competency, one.level, one.attained_on.isoformat()] for one in shown]


def _entries(terms: Iterable[Term]) -> Mapping[int, list[TermEntry]]:
    found: dict[int, list[TermEntry]] = defaultdict(list)
    for entry in TermEntry.objects.filter(term__in=[term.pk for term in terms]).order_by("pk"):
        found[entry.term_id].append(entry)
    return found


_Began = Mapping[tuple[int, str], list[Attainment]]


def _attained(organisations: Collection[int], as_of: date) -> _Began:
    found: dict[tuple[int, str], list[Attainment]] = defaultdict(list)
    rows = Attainment.objects.filter(organisation__in=organisations, starts_on__lte=as_of)
    for row in rows.order_by("starts_on", "pk"):
        found[row.organisation_id, row.competency].append(row)
    return found


def _display(term: Term, entries: Sequence[TermEntry], began: _Began, levels: Sequence[str]) -> Display:
    held = tuple(Held(entry.competency, entry.level) for entry in entries)
    membership = Membership(term.level, term.starts_on, term.until, term.grace_until, held)
    order = [*reversed(levels)]
    shown = [
        Shown(competency, level, _since(competency, level, term, entries, began, levels))
        for competency, level in displayed(membership, levels)
    ]
    shown.sort(key=lambda one: (order.index(one.level), one.attained_on, one.competency))
    over = term.grace_until if term.ended_on is None else min(term.ended_on, term.grace_until)
    return Display(term.level, over, tuple(shown))


def _since(
    competency: str,
    level: str,
    term: Term,
    entries: Sequence[TermEntry],
    began: _Began,
    levels: Sequence[str],
) -> date:
    """When the level, or a higher one that counts for it, was attained as the term took it over."""
    enough = set(levels[levels.index(level) :])
    taken = [each for each in entries if each.competency == competency and each.level in enough]
    since = min(each.since for each in taken)
    rows = [
        row
        for row in began.get((term.organisation_id, competency), ())
        if row.level in enough and row.starts_on <= since and (row.until is None or row.until > since)
    ]
    return min((row.starts_on for row in rows), default=since)
