"""One organisation before the rules: its facts made ready once, whatever is then asked of them."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from itertools import chain

from competencies.facts import Facts, Override
from competencies.programme import Programme
from competencies.rules import renewal
from competencies.rules.calendar import FOREVER, OVERRIDE_MONTHS, after_months, as_date, ordinal
from competencies.rules.explanation import Explanation
from competencies.rules.figure import Figures
from competencies.rules.holding import Holdings
from competencies.rules.moment import Moment
from competencies.rules.outcome import ExplainedVerdict, Outcome, Verdict
from competencies.rules.outlook import PathOutlook, outlook
from competencies.rules.projection import Projection
from competencies.rules.rulebook import Book, Goal, Key, Rulebook, rulebook


class Case:
    """Every question about one organisation under one programme. Knows no clock: the day is always given."""

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

    # -- what is asked --

    def outcome(self, on: date) -> Outcome:
        """What holds on the day, when it lapses, and whether the term could be renewed; without its reasons."""
        return self._outcome(on, None)

    def explained(self, on: date, *, only: Collection[str] | None = None) -> Outcome:
        """The same with its paths explained: who counts, who nearly does, what is missing.

        `only` names the competencies to explain; all of them if it is left out.
        """
        wanted = self.rulebook.programme.competency_keys if only is None else only
        return self._outcome(on, wanted)

    def started(self, on: date) -> frozenset[Key]:
        """The levels on some node of which somebody or something counts (D3)."""
        moment = self.moment(on.toordinal())
        return frozenset(goal.key for goal in self.book_on(moment.day).goals if goal.begun(moment))

    def outlook(self, competency: str, *, on: date, through: date) -> tuple[PathOutlook, ...]:
        """When each path of the competency holds, by projection from `on`, up to and including `through`."""
        return outlook(self, competency, on.toordinal(), through.toordinal())

    # -- what the answers are made of --

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

    def _outcome(self, on: date, explain: Collection[str] | None) -> Outcome:
        moment = self.moment(on.toordinal())
        book = self.book_on(moment.day)
        vias = {goal.key: goal.via(moment) for goal in book.goals}
        self._note_overrides(vias, moment.day)
        term = renewal.Term.of(self.facts.membership)
        why = None if explain is None else Explanation(self, book, moment)
        projection = Projection(
            self, moment, [key for key, via in vias.items() if via], term.judged_on(moment.day)
        )
        return Outcome(
            self.facts.organisation,
            on,
            tuple(self._verdicts(book, vias, projection, why, explain or ())),
            renewal.judge(term, projection, book),
            as_date(self._next_review(moment.day, term)),
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
        for goal in book.goals:
            competency, level = goal.key
            via = vias[goal.key]
            lapses_on = as_date(lapses[goal.key]) if goal.key in lapses else None
            if why is not None and competency in explain:
                yield ExplainedVerdict(competency, level, bool(via), via, lapses_on, why.paths(goal))
            elif via:
                yield Verdict(competency, level, True, via, lapses_on)
            else:
                yield goal.unattained

    def _next_review(self, day: int, term: renewal.Term) -> int:
        """The first later day on which something moves: people, periods, editions, the term, or a metric's verdict.

        Between such days every answer stays the same; a reading matters only where it crosses a threshold that
        this edition, or a later one for its projection, sets.
        """
        moves = (each for each in (*self.touched, *term.days) if each > day)
        first = min(moves, default=FOREVER)
        for book in self.books:
            if book.end > day and self.figures.readings:
                first = self.figures.first_flip(day, book.thresholds, first)
        return first


def _overrides(overrides: tuple[Override, ...]) -> dict[Key, list[tuple[int, int]]]:
    found: dict[Key, list[tuple[int, int]]] = {}
    for each in overrides:
        start = each.starts_on.toordinal()
        end = after_months(start, OVERRIDE_MONTHS) if each.until is None else each.until.toordinal()
        if start < end:
            found.setdefault((each.competency, each.level), []).append((start, end))
    return found
