"""Why: for every requirement who counts, who nearly does and the exact reason."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from competencies.facts import Achievement
from competencies.rules.calendar import FOREVER, as_date
from competencies.rules.criterion import Criterion
from competencies.rules.moment import Moment
from competencies.rules.outcome import Counting, NotCounting, PathVerdict
from competencies.rules.rulebook import Book, Goal

if TYPE_CHECKING:
    from competencies.rules.case import Case

REASONS = ("revoked", "expired", "no-longer-accepted", "not-yet-earned", "not-associated")
"""Why an achievement does not count; the first that is true of it is its reason."""
INCOMPLETE = "incomplete"
ELSEWHERE = "needed-elsewhere"


class Explanation:
    """The reasons of one case on one day. What is found for a criterion and a person is found once."""

    def __init__(self, case: "Case", book: Book, moment: Moment) -> None:
        self.moment = moment
        self._case = case
        self._book = book
        self._people = case.facts.people
        self._day = moment.day
        self._on = as_date(moment.day)
        self._counting: dict[tuple[Criterion, int], Counting] = {}
        self._not_counting: dict[tuple[Criterion, int], NotCounting] = {}

    def paths(self, goal: Goal) -> tuple[PathVerdict, ...]:
        """Every path of the level with its requirements explained."""
        return tuple(
            PathVerdict(
                way.path,
                way.met(self.moment),
                tuple(each.explain(self, str(number)) for number, each in enumerate(way.requirements, 1)),
            )
            for way in goal.ways
        )

    @cached_property
    def by_id(self) -> list[int]:
        """The people as bits, the smallest id (as text) first."""
        order = sorted(range(len(self._people)), key=lambda number: self._people[number].id)
        return [1 << number for number in order]

    def names(self, people: int) -> tuple[str, ...]:
        """The ids of these people (bits), in the order of the facts."""
        return tuple(self._people[number].id for number in _bits(people))

    def counting(self, criterion: Criterion, people: int) -> tuple[Counting, ...]:
        """How each of these people, who satisfy the criterion, does so and until when."""
        known = self._counting
        found = []
        for number in _bits(people):
            key = (criterion, number)
            if key not in known:
                known[key] = self._count(criterion, number)
            found.append(known[key])
        return tuple(found)

    def _count(self, criterion: Criterion, number: int) -> Counting:
        held = self._held(criterion, number)
        chosen = criterion.codes if len(held) == len(criterion.codes) == 1 else criterion.smallest(held)
        codes = self._case.rulebook.codes
        credentials = tuple([codes[code] for code in chosen or ()])
        return Counting(self._people[number].id, credentials, as_date(self._until(criterion, number)))

    def _held(self, criterion: Criterion, number: int) -> list[int]:
        """The codes of the criterion that count for the person today."""
        holders = self.moment.holders
        return [code for code in criterion.codes if holders[code] >> number & 1]

    def _until(self, criterion: Criterion, number: int) -> int:
        """The first later day on which the person no longer satisfies the criterion, as recorded."""
        spans = self._case.holdings.spans
        mine = {code: spans[key] for code in criterion.codes if (key := (code, number)) in spans}
        days = {day for held in mine.values() for span in held for day in span if self._day < day < FOREVER}
        for day in sorted(days):
            held = [code for code, each in mine.items() if any(start <= day < end for start, end in each)]
            if not criterion.satisfied_by(held):
                return day
        return FOREVER

    def not_counting(self, criterion: Criterion, able: int, *, elsewhere: int = 0) -> tuple[NotCounting, ...]:
        """Those who hold something that the criterion names, in any state, and do not satisfy it; with reasons.

        Those `elsewhere` satisfy it, but are placed in another group of their team.
        """
        known = self._not_counting
        touched = 0
        for code in criterion.codes:
            touched |= self._any_state.get(code, 0)
        found = []
        for number in _bits(touched & ~able | elsewhere):
            if elsewhere >> number & 1:
                found.append(NotCounting(self._people[number].id, ELSEWHERE, None, None, ()))
                continue
            key = (criterion, number)
            if key not in known:
                known[key] = self._fail(criterion, number)
            found.append(known[key])
        return tuple(found)

    @cached_property
    def _any_state(self) -> dict[int, int]:
        """For each code the people who hold it in any state, as bits."""
        found: dict[int, int] = {}
        for code, number in self._achievements:
            found[code] = found.get(code, 0) | 1 << number
        return found

    @cached_property
    def _achievements(self) -> dict[tuple[int, int], list[Achievement]]:
        """What each person holds of each code, in any state."""
        found: dict[tuple[int, int], list[Achievement]] = {}
        numbers = self._case.rulebook.numbers
        for person_number, person in enumerate(self._people):
            for achievement in person.achievements:
                code = numbers.get(achievement.credential)
                if code is not None:
                    found.setdefault((code, person_number), []).append(achievement)
        return found

    def _fail(self, criterion: Criterion, number: int) -> NotCounting:
        codes = self._case.rulebook.codes
        reason = self._first_reason(criterion, number)
        missing = criterion.smallest(self._accepted_codes(criterion), given=self._held(criterion, number))
        missing_codes = None if missing is None else tuple([codes[code] for code in missing])
        person = self._people[number].id
        if reason is None:
            return NotCounting(person, INCOMPLETE, None, None, missing_codes)
        rank, code, since = reason
        return NotCounting(person, REASONS[rank], codes[code], as_date(since), missing_codes)

    def _first_reason(self, criterion: Criterion, number: int) -> tuple[int, int, int] | None:
        """The reason that stands first in the list, then first in the criterion, then earned latest.

        As (rank of the reason, code, since when); None if everything the person holds of the criterion counts.
        """
        best: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None
        for place, code in enumerate(criterion.codes):
            for achievement in self._achievements.get((code, number), ()):
                failure = self._failure(code, achievement)
                if failure is None:
                    continue
                order = (failure[0], place, -achievement.earned_on.toordinal())
                if best is None or order < best[0]:
                    best = order, (failure[0], code, failure[1])
        return None if best is None else best[1]

    def _failure(self, code: int, achievement: Achievement) -> tuple[int, int] | None:
        """Why the achievement does not count today, as (rank of the reason, since when); None if it does."""
        on = self._on
        assert on is not None, "a day of the calendar is judged"
        if achievement.revoked_on is not None and achievement.revoked_on <= on:
            return 0, achievement.revoked_on.toordinal()
        if achievement.expires_on is not None and achievement.expires_on <= on:
            return 1, achievement.expires_on.toordinal()
        if not self._accepted(code):
            return 2, self._accepted_until(code)
        if achievement.earned_on > on:
            return 3, achievement.earned_on.toordinal()
        ended = self._associated_until(achievement)
        return None if ended is None else (4, ended)

    def _accepted(self, code: int) -> bool:
        return any(start <= self._day < end for start, end in self._case.rulebook.accepted[code])

    def _accepted_codes(self, criterion: Criterion) -> list[int]:
        return [code for code in criterion.codes if self._accepted(code)]

    def _accepted_until(self, code: int) -> int:
        """The first of the days, up to today, on which the credential is no longer accepted."""
        ended = [end for _, end in self._case.rulebook.accepted[code] if end <= self._day]
        if ended:
            return max(ended)
        until = self._book.edition.credentials[self._case.rulebook.codes[code]].accepted_until
        assert until is not None, "a listed credential that is not accepted has stopped being so"
        return until.toordinal()

    def _associated_until(self, achievement: Achievement) -> int | None:
        """None if it is associated today, else since when it is not: the end of the last association or its day."""
        on = self._on
        assert on is not None, "a day of the calendar is judged"
        last = achievement.earned_on
        for period in achievement.associated:
            if period.starts_on <= on:
                if period.until is None or on < period.until:
                    return None
                if period.starts_on < period.until:
                    last = max(last, period.until)
        return last.toordinal()


def _bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, smallest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
