"""The facts of an organisation made ready to judge, once, whatever is then asked of them."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import chain

from competencies.facts import Facts, Override
from competencies.programme import Programme
from competencies.rules.book import Book, EntryRule, Key
from competencies.rules.calendar import FOREVER, OVERRIDE_MONTHS, after_months, ordinal
from competencies.rules.course import Course
from competencies.rules.figure import Figures
from competencies.rules.holding import Holdings
from competencies.rules.moment import Moment
from competencies.rules.rulebook import Rulebook, rulebook


class Overrides:
    """The days on which overrides count, by level (D4)."""

    __slots__ = ("days",)

    def __init__(self, overrides: Iterable[Override]) -> None:
        self.days: dict[Key, list[tuple[int, int]]] = {}
        for each in overrides:
            start = each.starts_on.toordinal()
            end = after_months(start, OVERRIDE_MONTHS) if each.until is None else each.until.toordinal()
            if start < end:
                self.days.setdefault((each.competency, each.level), []).append((start, end))

    def cover(self, key: Key, day: int) -> bool:
        """Whether an override of the level counts on the day."""
        return any(start <= day < end for start, end in self.days.get(key, ()))

    def attained(self, entry: EntryRule, moment: Moment) -> bool:
        """Whether the level is attained: by a path or by an override."""
        return entry.met(moment) or (entry.key in self.days and self.cover(entry.key, moment.day))


class Docket:
    """What is before the rules: the books that judge an organisation, and what moves on which day (ordinals).

    `sales_on`: the day from which readings stand still, for days after it (D6); else they move with the day.
    """

    def __init__(self, facts: Facts, programme: Programme, *, sales_on: date | None = None) -> None:
        self.facts = facts
        self.rulebook: Rulebook = rulebook(programme)
        self.books: tuple[Book, ...] = self.rulebook.books(facts.market)
        self.holdings = Holdings(facts.people, self.rulebook)
        self.figures = Figures(facts.readings, self.rulebook.metric_kinds)
        self.overrides = Overrides(facts.overrides)
        self._sales_on = None if sales_on is None else sales_on.toordinal()
        self._courses: dict[int, Course] = {}
        self.attestations: dict[str, list[tuple[int, int]]] = {}
        for each in facts.attestations:
            if each.attestation in self.rulebook.attestation_numbers:
                days = (each.starts_on.toordinal(), ordinal(each.until))
                self.attestations.setdefault(each.attestation, []).append(days)

    def book_on(self, day: int) -> Book:
        """The rules in force on the day."""
        return next(book for book in self.books if day < book.end)

    def course(self, day: int) -> Course:
        """The facts as they stand on the day, and what moves after it; made once for each day."""
        if day not in self._courses:
            self._courses[day] = self._course(day)
        return self._courses[day]

    def _course(self, day: int) -> Course:
        holders, held, moves = self.holdings.from_day(day, len(self.rulebook.codes))
        for kind in self.attestations:
            held |= 1 << self.rulebook.attestation_numbers[kind]
        read_on = day if self._sales_on is None else self._sales_on
        windows = self.rulebook.windows_from(day)
        figures = self.figures.on(read_on, windows) if self.figures.readings else {}
        touched: dict[int, int] = {}
        for moved_on, found in moves.items():
            what = 0
            for number, _ in found:
                what |= 1 << number
            touched[moved_on] = what
        for moved_on, what in self._other_moves:
            if moved_on > day:
                touched[moved_on] = touched.get(moved_on, 0) | what
        return Course(Moment(day, holders, held, self.attestations, figures), moves, touched)

    @cached_property
    def _other_moves(self) -> list[tuple[int, int]]:
        """The days on which attestations, overrides and editions begin and end, and what that touches."""
        found = [(book.start, -1) for book in self.books[1:]]
        for kind, days in self.attestations.items():
            what = 1 << self.rulebook.attestation_numbers[kind]
            found += [(day, what) for day in chain.from_iterable(days) if day < FOREVER]
        overridden = chain.from_iterable(chain.from_iterable(self.overrides.days.values()))
        return found + [(day, -1) for day in overridden if day < FOREVER]
