"""One organisation before the rules, and everything that can be asked about it."""

from collections.abc import Collection, Iterator
from datetime import date

from competencies.programme import Predicate
from competencies.rules import renewal
from competencies.rules.calendar import FOREVER, as_date
from competencies.rules.course import Course
from competencies.rules.docket import Docket
from competencies.rules.explanation import Explanation
from competencies.rules.outcome import ExplainedVerdict, Outcome, Verdict
from competencies.rules.outlook import PathOutlook, outlook
from competencies.rules.projection import Projection
from competencies.rules.reasons import Able
from competencies.rules.rulebook import Book, Key


class Case(Docket):
    """Every question about one organisation under one programme. Knows no clock: the day is always given."""

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
        people = self.facts.people
        return sum(1 << number for number, person in enumerate(people) if person.id in about) if about else 0

    def started(self, on: date) -> frozenset[Key]:
        """The levels on some node of which somebody or something counts (D3)."""
        moment = self.course(on.toordinal()).moment
        return frozenset(entry.key for entry in self.book_on(moment.day).entries if entry.begun(moment))

    def counting(self, on: date) -> dict[str, dict[str, date | None]]:
        """For each person the codes that count on the day, each with the first later day on which it does not."""
        day, people, codes = on.toordinal(), self.facts.people, self.rulebook.codes
        found: dict[str, dict[str, date | None]] = {person.id: {} for person in people}
        for (number, person), days in self.holdings.spans.items():
            for start, end in days:
                if start <= day < end:
                    found[people[person].id][codes[number]] = as_date(end)
        return found

    def who(self, predicate: Predicate, on: date) -> Able:
        """Who satisfies a predicate of the programme on the day, by what, and who nearly does and why not."""
        moment = self.course(on.toordinal()).moment
        return Explanation(self, moment).people(self.rulebook.criterion(predicate))

    def outlook(self, competency: str, *, on: date, through: date) -> tuple[PathOutlook, ...]:
        """When each path of the competency holds, by projection from `on`, up to and including `through`."""
        return outlook(self, competency, on.toordinal(), through.toordinal())

    def _outcome(self, on: date, explain: Collection[str] | None, about: int | None = None) -> Outcome:
        course = self.course(on.toordinal())
        moment = course.moment
        book = self.book_on(moment.day)
        vias = {entry.key: entry.via(moment) for entry in book.entries}
        self._note_overrides(vias, moment.day)
        term = renewal.Term.of(self.facts.membership)
        why = None if explain is None else Explanation(self, moment, about)
        projection = Projection(
            self, course, [key for key, via in vias.items() if via], term.judged_on(moment.day)
        )
        return Outcome(
            self.facts.organisation,
            on,
            tuple(self._verdicts(book, vias, projection, why, explain or ())),
            renewal.judge(term, projection, book),
            as_date(self._next_review(course, term)),
        )

    def _note_overrides(self, vias: dict[Key, tuple[str, ...]], day: int) -> None:
        for key in self.overrides:
            if key in vias and self.overridden(key, day):
                vias[key] = (*vias[key], "override")

    def _verdicts(
        self,
        book: Book,
        vias: dict[Key, tuple[str, ...]],
        projection: Projection,
        why: Explanation | None,
        explain: Collection[str],
    ) -> Iterator[Verdict]:
        lapses = projection.lapses
        for entry in book.entries:
            competency, level = entry.key
            via = vias[entry.key]
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
