"""Who holds what, day by day: for each credential and person the days on which an achievement counts."""

from collections.abc import Iterable, Sequence

from competencies.facts import Achievement, Person
from competencies.rules.calendar import FOREVER
from competencies.rules.rulebook import Rulebook

Days = tuple[int, int]
"""A half-open period of ordinals that holds at least one day."""

Move = tuple[int, int]
"""A credential, and a person as a bit, who from the day on holds it or no longer does."""


class Holdings:
    """What the people of an organisation hold. Credentials and people go by their numbers."""

    __slots__ = ("spans",)

    def __init__(self, people: Iterable[Person], rulebook: Rulebook) -> None:
        numbers, accepted = rulebook.numbers, rulebook.accepted
        spans: dict[tuple[int, int], list[Days]] = {}
        for person_number, person in enumerate(people):
            for achievement in person.achievements:
                number = numbers.get(achievement.credential)
                if number is None:
                    continue
                if days := counting_days(achievement, accepted[number]):
                    key = (number, person_number)
                    spans[key] = _merged(spans[key] + days) if key in spans else days
        self.spans = spans

    def replacing(self, number: int, was: Person, person: Person, rulebook: Rulebook) -> "Holdings":
        """The same, but that the person of this number, who `was`, holds what `person` does."""
        spans = self.spans.copy()
        for achievement in was.achievements:
            spans.pop((rulebook.numbers.get(achievement.credential, -1), number), None)
        own = Holdings((person,), rulebook).spans
        spans.update({(code, number): days for (code, _), days in own.items()})
        changed = Holdings((), rulebook)
        changed.spans = spans
        return changed

    def from_day(self, day: int, credentials: int) -> tuple[list[int], int, dict[int, list[Move]]]:
        """What holds on the day, and what moves after it.

        As the people who hold each of so many credentials, as bits; the numbers of those that somebody holds, as
        bits; and for each later day its moves.
        """
        holders, held = [0] * credentials, 0
        moves: dict[int, list[Move]] = {}
        for (number, person), days in self.spans.items():
            for start, end in days:
                if start > day:
                    moves.setdefault(start, []).append((number, 1 << person))
                elif day < end:
                    holders[number] |= 1 << person
                    held |= 1 << number
                if day < end < FOREVER:
                    moves.setdefault(end, []).append((number, 1 << person))
        return holders, held, moves


def counting_days(achievement: Achievement, accepted: Sequence[Days]) -> list[Days]:
    """The days on which an achievement counts, given those on which its credential is accepted."""
    earned = achievement.earned_on
    ends = FOREVER
    if achievement.expires_on is not None:
        ends = achievement.expires_on.toordinal()
    if achievement.revoked_on is not None:
        ends = min(ends, achievement.revoked_on.toordinal())
    found = []
    for period in achievement.associated:
        # Not max() and min(): a call each, for every achievement of every organisation.
        first = (period.starts_on if period.starts_on > earned else earned).toordinal()
        last = ends
        if period.until is not None:
            last = min(ends, period.until.toordinal())
        for since, until in accepted:
            start = since if since > first else first
            end = until if until < last else last
            if start < end:
                found.append((start, end))
    return found if len(found) < 2 else _merged(found)


def _merged(days: list[Days]) -> list[Days]:
    """The same days as periods that neither overlap nor touch, in order."""
    found: list[Days] = []
    for start, end in sorted(days):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
