"""The editions of one programme together: which of them judges a day."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from competencies.programme.edition import Edition
from competencies.programme.problem import Problem, ProgrammeError


@dataclass(frozen=True, eq=False)
class Programme:
    """Editions of one programme, by their days. Each day is judged by the edition in force on it."""

    editions: tuple[Edition, ...]

    @classmethod
    def of(cls, editions: Iterable[Edition]) -> "Programme":
        """The programme of these editions, in any order; raises ProgrammeError if they don't belong together."""
        by_day = tuple(sorted(editions, key=lambda edition: edition.effective_from))
        if not by_day:
            raise ProgrammeError("programme", [Problem(None, "", "no edition is given; name at least one")])
        problems = list(_conflicts(by_day))
        if problems:
            raise ProgrammeError("editions", problems)
        return cls(by_day)

    def edition_on(self, day: date) -> Edition:
        """The edition in force on the day; a day before the first edition is judged by the first."""
        return self.editions[max(0, bisect_right(self._days, day) - 1)]

    @cached_property
    def _days(self) -> list[date]:
        return [edition.effective_from for edition in self.editions]

    @cached_property
    def level_keys(self) -> tuple[str, ...]:
        """The levels of competencies, lowest first."""
        return tuple(level.key for level in self.editions[0].levels)

    @cached_property
    def membership_levels(self) -> frozenset[str]:
        """Every level that a membership can have under some edition."""
        free = (key for edition in self.editions for key in edition.levels_without_competency)
        return frozenset(self.level_keys).union(free)

    @cached_property
    def market_keys(self) -> frozenset[str]:
        """The markets, one of which every organisation trades in."""
        return frozenset(market.key for market in self.editions[0].markets)

    @cached_property
    def competency_keys(self) -> frozenset[str]:
        """Every competency that some edition has."""
        return frozenset(key for edition in self.editions for key in edition.competencies)


def _conflicts(by_day: tuple[Edition, ...]) -> Iterator[Problem]:
    first = by_day[0]
    kinds: dict[str, tuple[str, str]] = {}
    keys: set[str] = set()
    for edition in by_day:
        place = f"edition {edition.key}"
        if edition.programme != first.programme:
            yield Problem(None, place, f"is of programme {edition.programme}, not {first.programme}")
        if edition.key in keys:
            yield Problem(None, place, "is given twice; editions need different names")
        keys.add(edition.key)
        for what in ("levels", "markets"):
            if _keys(edition, what) != _keys(first, what):
                yield Problem(None, place, f"has other {what} than edition {first.key}, or in another order")
        for metric in edition.metrics.values():
            kind, owner = kinds.setdefault(metric.key, (metric.kind, edition.key))
            if kind != metric.kind:
                yield Problem(
                    None, place, f"metric {metric.key} is a {metric.kind}, but a {kind} in edition {owner}"
                )
    for earlier, later in pairwise(by_day):
        if earlier.effective_from == later.effective_from:
            day = later.effective_from.isoformat()
            yield Problem(None, f"edition {later.key}", f"takes effect on {day}, like edition {earlier.key}")


def _keys(edition: Edition, what: str) -> list[str]:
    return [each.key for each in getattr(edition, what)]
