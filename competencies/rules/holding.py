"""Who holds what, day by day: for each credential and person the days on which an achievement counts."""

from collections.abc import Iterable, Iterator, Sequence

from competencies.facts import Achievement, Person
from competencies.rules.calendar import FOREVER
from competencies.rules.rulebook import Rulebook

Days = tuple[int, int]
"""A half-open period of ordinals that holds at least one day."""


class Holdings:
    """What the people of an organisation hold. Credentials and people go by their numbers."""

    __slots__ = ("moves", "spans", "touched")

    def __init__(self, people: Iterable[Person], rulebook: Rulebook) -> None:
        numbers, accepted = rulebook.numbers, rulebook.accepted
        self.spans: dict[tuple[int, int], list[Days]] = {}
        for person_number, person in enumerate(people):
            for achievement in person.achievements:
                number = numbers.get(achievement.credential)
                if number is None:
                    continue
                if days := counting_days(achievement, accepted[number]):
                    key = (number, person_number)
                    self.spans[key] = self.spans[key] + days if key in self.spans else days
        self.moves: dict[int, list[tuple[int, int]]] = {}
        """On which day which credential changes hands: (number, person as a bit), each a toggle."""
        self.touched: dict[int, int] = {}
        """For the same days the numbers of these credentials, as bits."""
        self._note_moves()

    def _note_moves(self) -> None:
        moves, touched = self.moves, self.touched
        for (number, person), days in self.spans.items():
            if len(days) > 1:
                days[:] = _merged(days)
            move, bit = (number, 1 << person), 1 << number
            for span in days:
                for day in span:
                    if day in touched:
                        moves[day].append(move)
                        touched[day] |= bit
                    elif day < FOREVER:
                        moves[day] = [move]
                        touched[day] = bit

    def holders(self, day: int, credentials: int) -> list[int]:
        """For each of so many credentials the people whose achievement counts on the day, as bits."""
        found = [0] * credentials
        for (number, person), days in self.spans.items():
            for start, end in days:
                if start <= day < end:
                    found[number] |= 1 << person
        return found


def counting_days(achievement: Achievement, accepted: Sequence[Days]) -> list[Days]:
    """The days on which an achievement counts, given those on which its credential is accepted; they may overlap."""
    earned = achievement.earned_on.toordinal()
    ends = FOREVER
    if achievement.expires_on is not None:
        ends = achievement.expires_on.toordinal()
    if achievement.revoked_on is not None:
        ends = min(ends, achievement.revoked_on.toordinal())
    found = []
    for period in achievement.associated:
        first = max(earned, period.starts_on.toordinal())
        last = ends if period.until is None else min(ends, period.until.toordinal())
        for since, until in accepted:
            start, end = max(first, since), min(last, until)
            if start < end:
                found.append((start, end))
    return found


def _merged(days: list[Days]) -> Iterator[Days]:
    """The same days as periods that neither overlap nor touch, in order."""
    ordered = sorted(days)
    start, end = ordered[0]
    for since, until in ordered[1:]:
        if since > end:
            yield start, end
            start, end = since, until
        else:
            end = max(end, until)
    yield start, end
