"""Why an achievement does not count on a day, and since when."""

from datetime import date

from competencies.facts import Achievement, Person
from competencies.programme import Programme, predicates
from competencies.rules.rulebook import Rulebook, rulebook

REASONS = ("revoked", "expired", "no-longer-accepted", "not-yet-earned", "not-associated")
"""The first that is true of an achievement is its reason; the number of a reason is its rank."""


def failures(person: Person, rulebook: Rulebook, day: int) -> list[tuple[int, int, int]]:
    """What of the person does not count on the day (an ordinal), as (code, rank of its reason, since).

    Each code stands once: with the first reason of its achievements, of several with that reason the one earned
    latest.
    """
    on, numbers, closed = date.fromordinal(day), rulebook.numbers, rulebook.acceptance(day).closed
    worst: dict[int, tuple[int, int, int]] = {}
    for achievement in person.achievements:
        code = numbers.get(achievement.credential)
        if code is None:
            continue
        failure = _failure(achievement, closed.get(code), on)
        if failure is not None:
            row = (failure[0], -achievement.earned_on.toordinal(), failure[1].toordinal())
            worst[code] = min(worst.get(code, row), row)
    return [(code, rank, since) for code, (rank, _, since) in worst.items()]


class Scrutiny:
    """Whether single achievements count on a day, whoever holds them: what a report asks row by row.

    `asked`: the codes that some path of the day's edition asks for.
    """

    def __init__(self, programme: Programme, on: date) -> None:
        book = rulebook(programme)
        closed = book.acceptance(on.toordinal()).closed
        edition = programme.edition_on(on)
        asked = (code for node in edition.requirements() for each in predicates(node) for code in each.codes)
        self.on = on
        self.asked = frozenset(asked)
        self._closed = {book.codes[number]: since for number, since in closed.items()}

    def failure(self, achievement: Achievement) -> tuple[str, date] | None:
        """The first reason why it does not count, and since when; None if it counts wherever it is asked for."""
        found = _failure(achievement, self._closed.get(achievement.credential), self.on)
        return None if found is None else (REASONS[found[0]], found[1])


def _failure(achievement: Achievement, closed: date | None, on: date) -> tuple[int, date] | None:
    """The rank of the reason and the first day on which it was so; None if the achievement counts.

    `closed` is since when its credential is not accepted; None if it is.
    """
    if achievement.revoked_on is not None and achievement.revoked_on <= on:
        return 0, achievement.revoked_on
    if achievement.expires_on is not None and achievement.expires_on <= on:
        return 1, achievement.expires_on
    if closed is not None:
        return 2, closed
    if achievement.earned_on > on:
        return 3, achievement.earned_on
    since = _apart_since(achievement, on)
    return None if since is None else (4, since)


def _apart_since(achievement: Achievement, on: date) -> date | None:
    """None if it is associated on the day, else since when it is not: its last association's end, or its day."""
    since = achievement.earned_on
    for period in achievement.associated:
        if period.starts_on <= on:
            if period.until is None or on < period.until:
                return None
            if period.starts_on < period.until:
                since = max(since, period.until)
    return since
