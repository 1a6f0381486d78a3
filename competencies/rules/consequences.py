"""What a change of facts does to the levels of an organisation: two outcomes of one day, compared."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from competencies.record import record
from competencies.rules.outcome import Outcome, Verdict


class Fate(StrEnum):
    """What becomes of a level."""

    LOST = "lost"
    SOONER = "sooner"
    AT_RISK = "at-risk"


@record
class Consequence:
    """One level that the change costs something, and the first day of it; `renewal` if it is newly at risk."""

    competency: str
    level: str
    fate: Fate
    on: date | None
    renewal: bool

    @property
    def key(self) -> tuple[str, str]:
        """The competency and the level."""
        return self.competency, self.level


@record
class Consequences:
    """What is lost or put at risk, in the edition's order; `refused` if renewal was open and no longer is."""

    levels: tuple[Consequence, ...]
    refused: bool


def consequences(now: Outcome, then: Outcome) -> Consequences:
    """What it costs that `then` holds instead of `now`; what it gains is left out."""
    refused = _eligible(now) and not _eligible(then)
    return Consequences(tuple(_levels(now, then)), refused)


def _levels(now: Outcome, then: Outcome) -> Iterator[Consequence]:
    newly = _at_risk(then).keys() - _at_risk(now).keys()
    for before in now.competencies:
        after = then.verdict(*before.key)
        if after is not None and (fate := _fate(before, after, newly)):
            on = then.on if fate is Fate.LOST else after.lapses_on or _at_risk(then).get(before.key)
            yield Consequence(before.competency, before.level, fate, on, before.key in newly)
    known = {each.key for each in now.competencies}
    for key in _at_risk(then):
        if key in newly and key not in known:
            yield Consequence(*key, Fate.AT_RISK, _at_risk(then)[key], True)


def _fate(before: Verdict, after: Verdict, newly: set[tuple[str, str]]) -> Fate | None:
    if before.attained and not after.attained:
        return Fate.LOST
    if after.attained and _sooner(after.lapses_on, before.lapses_on):
        return Fate.SOONER
    return Fate.AT_RISK if before.key in newly else None


def _sooner(day: date | None, other: date | None) -> bool:
    return day is not None and (other is None or day < other)


def _at_risk(outcome: Outcome) -> dict[tuple[str, str], date | None]:
    entries = outcome.renewal.at_risk if outcome.renewal else ()
    return {(each.competency, each.level): each.lapses_on for each in entries}


def _eligible(outcome: Outcome) -> bool:
    return outcome.renewal is not None and outcome.renewal.eligible
