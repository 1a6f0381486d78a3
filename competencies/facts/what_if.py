"""Facts as they would be: what nobody has done yet, judged by the same rules."""

from dataclasses import replace
from datetime import date

from competencies.facts.model import Achievement, Facts, Override, Period, Person


def leaving(facts: Facts, person: str, *, on: date) -> Facts:
    """The facts if the person's associations ended on the day, as the end of an account does (B3).

    What was never associated is seen no longer: letting the organisation see it ends with the account (A7).
    """
    people = (left(each, on=on) if each.id == person else each for each in facts.people)
    return replace(facts, people=tuple(each for each in people if each.achievements))


def left(person: Person, *, on: date) -> Person:
    """The same of the person alone: who has nothing left holds nothing."""
    ended = (replace(each, associated=_ended(each, on)) for each in person.achievements)
    return replace(person, achievements=tuple(each for each in ended if each.associated))


def _ended(achievement: Achievement, on: date) -> tuple[Period, ...]:
    """The periods that began before the day, none of them going beyond it."""
    return tuple(
        Period(each.starts_on, on if each.until is None else min(each.until, on))
        for each in achievement.associated
        if each.starts_on < on
    )


def without(facts: Facts, override: Override) -> Facts:
    """The facts as if this override had not been placed; of several alike only one goes (D4)."""
    others = list(facts.overrides)
    if override in others:
        others.remove(override)
    return replace(facts, overrides=tuple(others))
