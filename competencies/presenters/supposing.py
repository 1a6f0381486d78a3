"""What would hold if something were associated that is not, or no longer were (C5, G1, G12). Nothing is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from competencies.facts import Achievement, Period, Person
from competencies.presenters.holdings import Holdings
from competencies.presenters.situation import Situation

Key = tuple[str, date]
"""An achievement of one person: its credential and the day on which it was earned."""


class Earned(Protocol):
    """What is known of an achievement on its owner's transcripts."""

    @property
    def credential(self) -> str: ...
    @property
    def earned_on(self) -> date: ...
    @property
    def expires_on(self) -> date | None: ...
    @property
    def revoked_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class LevelEffect:
    """A level that would be lost at once (`lapses_on` is None), or lapse earlier, on that day."""

    competency: str
    level: str
    lapses_on: date | None


def all_associated(
    situation: Situation, person: str, held: Sequence[Earned], *, only: Collection[str]
) -> Situation:
    """The situation if everything that the person holds counted here from today; `only` as in `Case.explained`.

    Of what counts, only the person's own part is explained.
    """
    whole = Person(
        person,
        tuple(
            Achievement(each.credential, each.earned_on, each.expires_on, each.revoked_on, _today(situation))
            for each in held
        ),
    )
    case = situation.case.replacing(whole)
    return replace(
        situation,
        case=case,
        facts=case.facts,
        outcome=case.explained(situation.on, only=only, about=[person]),
        words=replace(situation.words, holdings=Holdings(case, situation.on)),
    )


def severed(person: Person, on: date, *, only: Collection[Key] | None = None) -> Person:
    """The person if these achievements, or all, were not associated from the day on."""
    return replace(person, achievements=tuple(_ended(one, on, only) for one in person.achievements))


def lost_by(
    situation: Situation, person: str, *, only: Collection[Key] | None = None
) -> tuple[LevelEffect, ...]:
    """The levels that severing would cost, in the order of the edition."""
    fewer = severed(situation.case.person(person), situation.on, only=only)
    after = situation.case.replacing(fewer).outcome(situation.on)
    found = []
    for before in situation.outcome.competencies:
        then = after.verdict(*before.key)
        if not before.attained or then is None:
            continue
        if not then.attained:
            found.append(LevelEffect(*before.key, None))
        elif then.lapses_on is not None and (before.lapses_on is None or then.lapses_on < before.lapses_on):
            found.append(LevelEffect(*before.key, then.lapses_on))
    return tuple(found)


def _today(situation: Situation) -> tuple[Period, ...]:
    return (Period(situation.on, None),)


def _ended(achievement: Achievement, on: date, only: Collection[Key] | None) -> Achievement:
    if only is not None and (achievement.credential, achievement.earned_on) not in only:
        return achievement
    periods = (
        period if period.until is not None else Period(period.starts_on, max(on, period.starts_on))
        for period in achievement.associated
    )
    return replace(achievement, associated=tuple(periods))
