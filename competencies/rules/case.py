"""One organisation before the rules, and everything that can be asked about it."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from competencies.facts import Facts, Held, Person
from competencies.programme import Predicate, Programme
from competencies.rules import renewal
from competencies.rules.book import Book, Key
from competencies.rules.calendar import FOREVER, as_date
from competencies.rules.course import Course
from competencies.rules.docket import Docket
from competencies.rules.explanation import Explanation
from competencies.rules.outcome import ExplainedVerdict, Outcome, Verdict
from competencies.rules.outlook import PathOutlook, outlook
from competencies.rules.projection import Projection
from competencies.rules.reasons import Able


class _Judged(NamedTuple):
    """A day of a case: by which paths each level is attained, and until when as things stand."""

    course: Course
    book: Book
    vias: dict[Key, tuple[str, ...]]
    projection: Projection


class Case(Docket):
    """Every question about one organisation under one programme. Knows no clock: the day is always given."""

    def __init__(self, facts: Facts, programme: Programme, *, sales_on: date | None = None) -> None:
        super().__init__(facts, programme, sales_on=sales_on)
        self._days: dict[int, _Judged] = {}

    def outcome(self, on: date) -> Outcome:
        """What holds on the day, when it lapses, and whether the term could be renewed; without its reasons."""
        return self._outcome(on, None)

    def explained(
        self, on: date, *, only: Collection[str] | None = None, about: Collection[str] | None = None
    ) -> Outcome:
        """The same with its paths explained: who counts, who nearly does, what is missing.

        `only` names the competencies to explain; all of them if it is left out. `about` names the people to
        list, by their ids; everybody if it is left out. Whoever is listed, counts are of everybody.
        """
        wanted = self.rulebook.programme.competency_keys if only is None else only
        return self._outcome(on, wanted, None if about is None else self._bits(about))

    def _bits(self, about: Collection[str]) -> int:
        found = 0
        for person in about:
            if person in self._number_of:
                found |= 1 << self._number_of[person]
        return found

    def started(self, on: date) -> frozenset[Key]:
        """The levels on some node of which somebody or something counts (D3)."""
        moment = self.course(on.toordinal()).moment
        return frozenset([entry.key for entry in self.book_on(moment.day).entries if entry.begun(moment)])

    def counting(self, person: str, on: date) -> dict[str, date | None]:
        """The person's codes that count on the day, each with the first later day on which it does not."""
        day, number, spans = on.toordinal(), self._number_of.get(person), self.holdings.spans
        if number is None:
            return {}
        found: dict[str, date | None] = {}
        for code in dict.fromkeys(each.credential for each in self.facts.people[number].achievements):
            for start, end in spans.get((self.rulebook.numbers.get(code, -1), number), ()):
                if start <= day < end:
                    found[code] = as_date(end)
        return found

    def person(self, person: str) -> Person:
        """What the facts say of the person with this id; somebody of whom they know nothing holds nothing."""
        number = self._number_of.get(person)
        return Person(person) if number is None else self.facts.people[number]

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {person.id: number for number, person in enumerate(self.facts.people)}

    def replacing(self, person: Person) -> "Case":
        """The same organisation, had this one person, by the id, what is given here: what a what-if asks.

        It judges as a case of the changed facts would, without looking at everybody else's achievements again.
        Who has nothing left stays among the people; whom the facts did not know comes last.
        """
        people, number = self.facts.people, self._number_of.get(person.id, len(self.facts.people))
        case = copy(self)
        case.facts = replace(self.facts, people=(*people[:number], person, *people[number + 1 :]))
        case.holdings = self.holdings.replacing(number, self.person(person.id), person, self.rulebook)
        case._courses, case._days = {}, {}
        case.__dict__.pop("_number_of", None)
        return case

    def who(self, predicate: Predicate, on: date) -> Able:
        """Who satisfies a predicate of the programme on the day, by what, and who nearly does and why not."""
        moment = self.course(on.toordinal()).moment
        return Explanation(self, moment).people(self.rulebook.criterion(predicate))

    def outlook(self, competency: str, *, on: date, through: date) -> tuple[PathOutlook, ...]:
        """When each path of the competency holds, by projection from `on`, up to and including `through`."""
        return outlook(self, competency, on.toordinal(), through.toordinal())

    def displaying(self, outcome: Outcome, held: Sequence[Held]) -> tuple["Case", Outcome]:
        """The same organisation with a term that displays `held`, and its outcome on the day of this one's.

        What a term displays changes nothing but what is at risk.
        """
        if self.facts.membership is None:
            return self, outcome
        case = copy(self)
        case.facts = replace(self.facts, membership=replace(self.facts.membership, held=tuple(held)))
        term = renewal.Term.of(case.facts.membership)
        judged = case._judged(outcome.on.toordinal(), term)
        return case, replace(outcome, renewal=renewal.judge(term, judged.projection, judged.book))

    def _outcome(self, on: date, explain: Collection[str] | None, about: int | None = None) -> Outcome:
        term = renewal.Term.of(self.facts.membership)
        judged = self._judged(on.toordinal(), term)
        why = None if explain is None else Explanation(self, judged.course.moment, about)
        return Outcome(
            self.facts.organisation,
            on,
            tuple(self._verdicts(judged, why, explain or ())),
            renewal.judge(term, judged.projection, judged.book),
            as_date(self._next_review(judged.course, term)),
        )

    def _judged(self, day: int, term: renewal.Term) -> _Judged:
        """What holds on the day and until when, found once."""
        if day not in self._days:
            course = self.course(day)
            book = self.book_on(day)
            vias = {entry.key: entry.via(course.moment) for entry in book.entries}
            self._note_overrides(vias, day)
            attained = [key for key, via in vias.items() if via]
            projection = Projection(self, course, attained, term.judged_on(day))
            self._days[day] = _Judged(course, book, vias, projection)
        return self._days[day]

    def _note_overrides(self, vias: dict[Key, tuple[str, ...]], day: int) -> None:
        for key in self.overrides.days:
            if key in vias and self.overrides.cover(key, day):
                vias[key] = (*vias[key], "override")

    def _verdicts(
        self, judged: _Judged, why: Explanation | None, explain: Collection[str]
    ) -> Iterator[Verdict]:
        lapses = judged.projection.lapses
        for entry in judged.book.entries:
            via = judged.vias[entry.key]
            if why is None and not via:
                yield entry.unattained
                continue
            competency, level = entry.key
            lapses_on = as_date(lapses[entry.key]) if entry.key in lapses else None
            if why is not None and competency in explain:
                yield ExplainedVerdict(competency, level, bool(via), via, lapses_on, why.paths(entry))
            elif via:
                yield Verdict(competency, level, True, via, lapses_on)
            else:
                yield entry.unattained

    def _next_review(self, course: Course, term: renewal.Term) -> int:
        """The first later day on which something moves: people, periods, editions, the term, or a metric's verdict.

        Between such days every answer stays the same; a reading matters only where it crosses a threshold that
        this edition, or a later one for its projection, sets.
        """
        day = course.moment.day
        first = min((*course.touched, *(each for each in term.days if each > day)), default=FOREVER)
        for book in self.books:
            if book.end > day and self.figures.readings:
                first = self.figures.first_flip(day, book.thresholds, first)
        return first
