"""What an edition does to one organisation: two programmes, with and without it, asked about the same facts (G7)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from competencies.facts import Facts, Membership
from competencies.programme import Programme
from competencies.record import record
from competencies.rules.case import Case
from competencies.rules.outcome import Outcome

Key = tuple[str, str]


class Turn(StrEnum):
    """What becomes of a level, or of the renewal."""

    LOST = "lost"
    GAINED = "gained"
    RENEWAL = "renewal"


@record
class Shift:
    """One level lost or gained on a day, or (without competency and level) a renewal that would be refused on it."""

    turn: Turn
    competency: str
    level: str
    on: date


def shifts(facts: Facts, before: Programme, after: Programme, *, as_of: date, on: date) -> tuple[Shift, ...]:
    """What `after` changes against `before` from the day `on`, by projection from `as_of` (readings stand still).

    A level that is attained on `on` under either is followed to the day on which it lapses: under the one that
    lets it go earlier it is lost, or else gained, on that day. What only begins after `on` is left out. Levels in
    the order of `after`, then those that only `before` has; the renewal last.
    """
    then = Case(facts, before, sales_on=as_of).outcome(on)
    now = Case(facts, after, sales_on=as_of).outcome(on)
    levels = tuple(_levels(then, now, on))
    refused = (
        then.renewal is not None and then.renewal.eligible and not (now.renewal and now.renewal.eligible)
    )
    if refused and facts.membership is not None:
        return (*levels, Shift(Turn.RENEWAL, "", "", _judged_on(facts.membership, on)))
    return levels


def _levels(then: Outcome, now: Outcome, on: date) -> Iterator[Shift]:
    ends_then, ends_now = _ends(then), _ends(now)
    for key in dict.fromkeys([*(each.key for each in now.competencies), *ends_then]):
        before, after = ends_then.get(key, on), ends_now.get(key, on)
        if _sooner(after, before):
            yield Shift(Turn.LOST, *key, after or on)
        elif _sooner(before, after):
            yield Shift(Turn.GAINED, *key, before or on)


def _ends(outcome: Outcome) -> dict[Key, date | None]:
    """When each attained level lapses; None if no day is known."""
    return {each.key: each.lapses_on for each in outcome.competencies if each.attained}


def _sooner(day: date | None, other: date | None) -> bool:
    return day is not None and (other is None or day < other)


def _judged_on(membership: Membership, on: date) -> date:
    """The day that judges the renewal, seen from `on`."""
    return max(membership.until or on, on)
