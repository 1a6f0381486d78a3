"""Why: for every requirement who counts, who nearly does and the exact reason."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from competencies.record import having
from competencies.rules.book import EntryRule, PathRule
from competencies.rules.calendar import FOREVER, as_date, window_start
from competencies.rules.criterion import Criterion, Places
from competencies.rules.docket import Docket
from competencies.rules.failure import REASONS, failures
from competencies.rules.holding import Days
from competencies.rules.moment import Moment
from competencies.rules.outcome import Counting, NotCounting, PathVerdict
from competencies.rules.reasons import Able

INCOMPLETE = "incomplete"
ELSEWHERE = "needed-elsewhere"


class Explanation:
    """The reasons of one case on one day. What is found for a criterion is found once.

    `about` are the people (bits) who are listed; counts are of everybody all the same.
    """

    def __init__(self, docket: Docket, moment: Moment, about: int | None = None) -> None:
        self.moment = moment
        self._about = -1 if about is None else about
        self._rulebook = docket.rulebook
        self._people = docket.facts.people
        self._spans = docket.holdings.spans
        self._able: dict[Criterion, Able] = {}
        self._failures: dict[int, list[tuple[int, int, int]]] = {}
        self._windows: dict[int | None, date | None] = {}

    def paths(self, entry: EntryRule) -> tuple[PathVerdict, ...]:
        """Every path of the level with its requirements explained."""
        return tuple([self._path(path) for path in entry.paths])

    def _path(self, path: PathRule) -> PathVerdict:
        judged = tuple([each.explain(self, str(place)) for place, each in enumerate(path.requirements, 1)])
        return PathVerdict(path.key, all(each.met for each in judged), judged)

    @cached_property
    def held(self) -> int:
        """The numbers of the codes that somebody holds, as bits: it counts, or who holds it in any state is listed."""
        both = zip(self.moment.holders, self._any_state, strict=True)
        return sum(1 << code for code, (counting, listed) in enumerate(both) if counting or listed)

    @cached_property
    def by_id(self) -> list[int]:
        """The people as bits, the smallest id (as text) first; nobody where nobody is listed."""
        if not self._about:
            return []
        order = sorted(range(len(self._people)), key=lambda number: self._people[number].id)
        return [1 << number for number in order]

    def names(self, people: int) -> tuple[str, ...]:
        """The ids of these people (bits), in the order of the facts."""
        listed = people & self._about
        return tuple([self._people[number].id for number in _bits(listed)]) if listed else ()

    def window_from(self, months: int | None) -> date | None:
        """The first day of a window that ends today; None without a window."""
        if months not in self._windows:
            self._windows[months] = None if months is None else as_date(window_start(self.moment.day, months))
        return self._windows[months]

    def people(self, criterion: Criterion) -> Able:
        """Everybody whom the criterion concerns, found once for all nodes that ask for the same."""
        if criterion not in self._able:
            able = criterion.mask(self.moment.holders)
            counting, not_counting = self.counting(criterion, able), self.not_counting(criterion, able)
            self._able[criterion] = Able(able, able.bit_count(), counting, not_counting)
        return self._able[criterion]

    # -- who counts --

    def counting(self, criterion: Criterion, people: int) -> tuple[Counting, ...]:
        """How each of these people, who satisfy the criterion, does so and until when."""
        return tuple([self._count(criterion, number) for number in _bits(people & self._about)])

    def _count(self, criterion: Criterion, number: int) -> Counting:
        chosen = criterion.smallest(self._places(criterion, number))
        until = as_date(self._until(criterion, number))
        return Counting(self._people[number].id, self._codes(criterion, chosen or 0), until)

    def _codes(self, criterion: Criterion, places: Places) -> tuple[str, ...]:
        codes = self._rulebook.codes
        return tuple([codes[criterion.codes[place]] for place in _bits(places)])

    def _places(self, criterion: Criterion, number: int) -> Places:
        """The codes of the criterion that count for the person today."""
        today, places, found = self.moment.day, criterion.places, 0
        for code, days in self._spans_of.get(number, ()):
            if code in places and any(start <= today < end for start, end in days):
                found |= places[code]
        return found

    @cached_property
    def _spans_of(self) -> dict[int, list[tuple[int, list[Days]]]]:
        """For each person who is listed the codes that count on some day, with these days."""
        found: dict[int, list[tuple[int, list[Days]]]] = {}
        for (code, number), days in self._spans.items():
            if number in self._listed:
                found.setdefault(number, []).append((code, days))
        return found

    @cached_property
    def _listed(self) -> range | frozenset[int]:
        everybody = self._about == -1
        return range(len(self._people)) if everybody else frozenset(_bits(self._about))

    def _until(self, criterion: Criterion, number: int) -> int:
        """The first later day on which the person no longer satisfies the criterion, as recorded."""
        today, places = self.moment.day, criterion.places
        mine = [(places[code], days) for code, days in self._spans_of[number] if code in places]
        moves = {day for _, held in mine for span in held for day in span if today < day < FOREVER}
        for day in sorted(moves):
            held = 0
            for place, each in mine:
                if any(start <= day < end for start, end in each):
                    held |= place
            if not criterion.satisfied_by(held):
                return day
        return FOREVER

    # -- who nearly counts --

    def not_counting(self, criterion: Criterion, able: int, elsewhere: int = 0) -> tuple[NotCounting, ...]:
        """Those who hold something that the criterion names, in any state, and do not satisfy it; with reasons.

        Those `elsewhere` satisfy it, but are placed in another group of their team.
        """
        if not self._about:
            return ()
        touched = 0
        for code in criterion.codes:
            touched |= self._any_state[code]
        people = _bits((touched & ~able | elsewhere) & self._about)
        return tuple([self._fail(criterion, number, elsewhere) for number in people])

    @cached_property
    def _any_state(self) -> list[int]:
        """For each code the people who hold it in any state, as bits, as far as they are listed."""
        numbers = self._rulebook.numbers
        found = [0] * len(numbers)
        for number in self._listed:
            for achievement in self._people[number].achievements:
                code = numbers.get(achievement.credential)
                if code is not None:
                    found[code] |= 1 << number
        return found

    def _fail(self, criterion: Criterion, number: int, elsewhere: int) -> NotCounting:
        person = self._people[number].id
        if elsewhere >> number & 1:
            return NotCounting(person, ELSEWHERE, ())
        open_places = self._rulebook.acceptance(self.moment.day).open_places(criterion)
        addition = criterion.smallest(open_places, self._places(criterion, number))
        missing = None if addition is None else self._codes(criterion, addition)
        places = criterion.places
        # Sorted so: the reason first in the list, then first in the criterion; `failures` gives the one earned latest.
        found = [
            (rank, places[code], code, since) for code, rank, since in self._failed(number) if code in places
        ]
        if not found:
            return NotCounting(person, INCOMPLETE, missing)
        rank, _, code, since = min(found)
        why_not = NotCounting(person, REASONS[rank], missing)
        return having(why_not, credential=self._rulebook.codes[code], since=as_date(since))

    def _failed(self, number: int) -> list[tuple[int, int, int]]:
        """What of the person does not count, found once however many criteria ask."""
        if number not in self._failures:
            self._failures[number] = failures(self._people[number], self._rulebook, self.moment.day)
        return self._failures[number]


def _bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, smallest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
