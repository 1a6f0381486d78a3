"""The facts of an organisation made ready to judge, once, whatever is then asked of them."""

from functools import cached_property
from itertools import chain

from competencies.facts import Facts, Override
from competencies.programme import Programme
from competencies.rules.calendar import FOREVER, OVERRIDE_MONTHS, after_months, ordinal
from competencies.rules.figure import Figures
from competencies.rules.holding import Holdings
from competencies.rules.moment import Moment
from competencies.rules.rulebook import Book, Goal, Key, Rulebook, rulebook


class Docket:
    """What is before the rules: the books that judge an organisation, and what moves on which day (ordinals)."""

    def __init__(self, facts: Facts, programme: Programme) -> None:
        self.facts = facts
        self.rulebook: Rulebook = rulebook(programme)
        self.books: tuple[Book, ...] = self.rulebook.books(facts.market)
        self.holdings = Holdings(facts.people, self.rulebook)
        self.figures = Figures(facts.readings, self.rulebook.metric_kinds)
        self.overrides = _overrides(facts.overrides)
        self.attestations: dict[str, list[tuple[int, int]]] = {}
        for each in facts.attestations:
            if each.attestation in self.rulebook.attestation_numbers:
                days = (each.starts_on.toordinal(), ordinal(each.until))
                self.attestations.setdefault(each.attestation, []).append(days)

    def book_on(self, day: int) -> Book:
        """The rules in force on the day."""
        return next(book for book in self.books if day < book.end)

    def moment(self, day: int) -> Moment:
        """The facts as they stand on the day."""
        holders = self.holdings.holders(day, len(self.rulebook.codes))
        figures = self.figures.on(day, self.rulebook.windows_from(day)) if self.figures.readings else {}
        return Moment(day, holders, self.attestations, figures)

    def overridden(self, key: Key, day: int) -> bool:
        """Whether an override of the level counts on the day (D4)."""
        return any(start <= day < end for start, end in self.overrides.get(key, ()))

    def attained(self, goal: Goal, moment: Moment) -> bool:
        """Whether the level is attained: by a path or by an override."""
        return goal.met(moment) or (goal.key in self.overrides and self.overridden(goal.key, moment.day))

    @cached_property
    def touched(self) -> dict[int, int]:
        """For every day on which something moves but readings: what, as bits like those of `Goal.touches`."""
        found = dict(self.holdings.touched)
        for kind, days in self.attestations.items():
            for day in chain.from_iterable(days):
                found[day] = found.get(day, 0) | 1 << self.rulebook.attestation_numbers[kind]
        for day in chain.from_iterable(chain.from_iterable(self.overrides.values())):
            found[day] = -1
        for book in self.books[1:]:
            found[book.start] = -1
        found.pop(FOREVER, None)
        return found

    def days_after(self, day: int) -> list[int]:
        """The later days on which something moves, in order."""
        return sorted(each for each in self.touched if each > day)


def _overrides(overrides: tuple[Override, ...]) -> dict[Key, list[tuple[int, int]]]:
    found: dict[Key, list[tuple[int, int]]] = {}
    for each in overrides:
        start = each.starts_on.toordinal()
        end = after_months(start, OVERRIDE_MONTHS) if each.until is None else each.until.toordinal()
        if start < end:
            found.setdefault((each.competency, each.level), []).append((start, end))
    return found
