"""A programme made ready to judge: every edition's paths for a market, and when each credential is accepted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from competencies.programme import (
    AllOf,
    AnyOf,
    AttestationNode,
    Edition,
    Entry,
    MetricNode,
    Node,
    People,
    Predicate,
    Programme,
    Team,
    metric_nodes,
    predicates,
)
from competencies.rules.book import Book, EntryRule, PathRule
from competencies.rules.calendar import FOREVER, ordinal
from competencies.rules.criterion import Criterion, Places
from competencies.rules.figure import Window
from competencies.rules.outcome import Verdict
from competencies.rules.requirement import (
    AttestationRule,
    BranchRule,
    MetricRule,
    PeopleRule,
    Requirement,
    TeamRule,
)

DAYS = 400
"""For so many days it is kept which credentials count: a little more than a year of lapses to come."""


@dataclass(frozen=True)
class Acceptance:
    """Which credentials count on a day: all but the `closed`, each with the first day on which it did not."""

    day: int
    closed: Mapping[int, date]
    _open_places: dict[Criterion, Places] = field(default_factory=dict)

    def open_places(self, criterion: Criterion) -> Places:
        """The codes of a criterion that are accepted, by their places in it."""
        if criterion not in self._open_places:
            places = (place for code, place in criterion.places.items() if code not in self.closed)
            self._open_places[criterion] = sum(places)
        return self._open_places[criterion]


class Rulebook:
    """All editions of a programme. Credentials and attestations have numbers of their own, one for all editions."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.numbers: dict[str, int] = {}
        for predicate in self._predicates():
            for code in predicate.codes:
                self.numbers.setdefault(code, len(self.numbers))
        self.codes = tuple(self.numbers)
        self.accepted = [self._accepted(code) for code in self.codes]
        self._criteria: dict[Predicate, Criterion] = {}
        self._books: dict[str, tuple[Book, ...]] = {}
        self._acceptance: dict[int, Acceptance] = {}

    def _predicates(self) -> Iterator[Predicate]:
        for edition in self.programme.editions:
            for node in edition.requirements():
                yield from predicates(node)

    @cached_property
    def windows(self) -> tuple[tuple[int, frozenset[Window]], ...]:
        """For every edition the first day after it, and the windows that it or a later one looks at."""
        found: list[tuple[int, frozenset[Window]]] = []
        later: frozenset[Window] = frozenset()
        for edition, (_, end) in zip(self.programme.editions[::-1], self.terms[::-1], strict=True):
            mine = (each for node in edition.requirements() for each in metric_nodes(node))
            later = later.union((each.metric, each.within_months) for each in mine)
            found.append((end, later))
        return tuple(found[::-1])

    def windows_from(self, day: int) -> frozenset[Window]:
        """The windows that editions in force on the day or later look at."""
        return next(windows for end, windows in self.windows if end > day)

    @cached_property
    def terms(self) -> list[tuple[int, int]]:
        """From when until when each edition judges (ordinals); the first judges every day before, too."""
        starts = [edition.effective_from.toordinal() for edition in self.programme.editions]
        return list(zip([0, *starts[1:]], [*starts[1:], FOREVER], strict=True))

    @cached_property
    def attestation_numbers(self) -> dict[str, int]:
        """A number for every kind of attestation, after those of the credentials."""
        kinds = (kind for edition in self.programme.editions for kind in edition.attestations)
        return {kind: len(self.codes) + number for number, kind in enumerate(dict.fromkeys(kinds))}

    @cached_property
    def metric_kinds(self) -> dict[str, str]:
        """Whether a metric is a flow or a stock."""
        return {
            metric.key: metric.kind for each in self.programme.editions for metric in each.metrics.values()
        }

    def _accepted(self, code: str) -> tuple[tuple[int, int], ...]:
        """The days on which the credential counts, each by the edition of the day, as periods of ordinals."""
        found: list[tuple[int, int]] = []
        for edition, (start, end) in zip(self.programme.editions, self.terms, strict=True):
            credential = edition.credentials.get(code)
            if credential is None:
                continue
            last = min(end, ordinal(credential.accepted_until))
            if found and found[-1][1] == start < last:
                found[-1] = (found[-1][0], last)
            elif start < last:
                found.append((start, last))
        return tuple(found)

    def acceptance(self, day: int) -> Acceptance:
        """Which credentials count on the day, by the edition in force on it; kept for some days asked for."""
        if day not in self._acceptance:
            if len(self._acceptance) >= DAYS:
                self._acceptance.clear()
            closed = {
                code: self._closed_since(code, day)
                for code, days in enumerate(self.accepted)
                if not any(start <= day < end for start, end in days)
            }
            self._acceptance[day] = Acceptance(day, closed)
        return self._acceptance[day]

    def _closed_since(self, code: int, day: int) -> date:
        """The first of the days, up to this one, on which the credential is no longer accepted."""
        ended = [end for _, end in self.accepted[code] if end <= day]
        if ended:
            return date.fromordinal(max(ended))
        edition = self.programme.edition_on(date.fromordinal(day))
        credential = edition.credentials.get(self.codes[code])
        # Never accepted on any day: it ended before the edition began, or the edition does not list it at all.
        until = None if credential is None else credential.accepted_until
        return until or edition.effective_from

    def books(self, market: str) -> tuple[Book, ...]:
        """The rules for a market, an edition each, by their days."""
        if market not in self._books:
            editions = zip(self.programme.editions, self.terms, strict=True)
            self._books[market] = tuple(self._book(edition, *term, market) for edition, term in editions)
        return self._books[market]

    def _book(self, edition: Edition, start: int, end: int, market: str) -> Book:
        entries = tuple(self._entry_rule(entry, market) for entry in edition.entries)
        thresholds: dict[Window, set[Decimal]] = {}
        for requirement in edition.requirements():
            for node in metric_nodes(requirement):
                thresholds.setdefault((node.metric, node.within_months), set()).add(node.threshold(market))
        wanted = {window: tuple(sorted(amounts)) for window, amounts in thresholds.items()}
        return Book(edition, start, end, entries, {entry.key: entry for entry in entries}, wanted)

    def _entry_rule(self, entry: Entry, market: str) -> EntryRule:
        paths = tuple(
            PathRule(
                path.key,
                tuple(self._requirement(node, market) for node in path.requires),
                tuple(self._asks(path.requires)),
            )
            for path in entry.paths
        )
        touches = 0
        for path in entry.paths:
            for node in path.requires:
                touches |= self._touches(node)
        key = (entry.competency.key, entry.level)
        nodes = [node for path in entry.paths for node in path.requires]
        metrics = frozenset(
            (each.metric, each.within_months) for node in nodes for each in metric_nodes(node)
        )
        unattained = Verdict(*key, attained=False, via=(), lapses_on=None)
        return EntryRule(key, paths, touches, metrics, unattained)

    def _touches(self, node: Node) -> int:
        if isinstance(node, AllOf | AnyOf):
            found = 0
            for part in node.nodes:
                found |= self._touches(part)
            return found
        if isinstance(node, AttestationNode):
            return 1 << self.attestation_numbers[node.attestation]
        return self._named_in(node)

    def _asks(self, nodes: Sequence[Node]) -> Iterator[int]:
        for node in nodes:
            if isinstance(node, People | Team):
                each = (node.each,) if isinstance(node, People) else (group.each for group in node.groups)
                yield from (self.criterion(predicate).numbers for predicate in each)

    def _named_in(self, node: Node) -> int:
        numbers = {self.numbers[code] for predicate in predicates(node) for code in predicate.codes}
        return sum(1 << number for number in numbers)

    def _requirement(self, node: Node, market: str) -> Requirement:
        if isinstance(node, AllOf | AnyOf):
            return BranchRule(node, tuple(self._requirement(part, market) for part in node.nodes))
        if isinstance(node, People):
            also = None
            if node.including is not None:
                also = tuple((self.criterion(entry.each), entry.people) for entry in node.including)
            return PeopleRule(node, self.criterion(node.each), also)
        if isinstance(node, Team):
            return TeamRule(node, tuple(self.criterion(group.each) for group in node.groups))
        if isinstance(node, MetricNode):
            return MetricRule(node, market)
        return AttestationRule(node)

    def criterion(self, predicate: Predicate) -> Criterion:
        """The predicate made ready; equal predicates are one criterion, so that what is found of it is found once."""
        if predicate not in self._criteria:
            self._criteria[predicate] = Criterion(predicate, self.numbers)
        return self._criteria[predicate]


@lru_cache(maxsize=8)
def rulebook(programme: Programme) -> Rulebook:
    """The programme's rulebook, made once."""
    return Rulebook(programme)
