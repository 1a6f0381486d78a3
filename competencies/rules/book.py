"""The rules of one edition for one market, ready to judge: levels, their paths, and what these ask."""

from dataclasses import dataclass, field
from decimal import Decimal

from competencies.programme import Edition
from competencies.rules.figure import Window
from competencies.rules.moment import Moment
from competencies.rules.outcome import Verdict
from competencies.rules.requirement import Requirement

Key = tuple[str, str]
"""A competency and a level."""


@dataclass(frozen=True)
class PathRule:
    """A path, ready to judge. `asks`: numbers of credentials as bits; of each of them somebody has to hold one."""

    key: str
    requirements: tuple[Requirement, ...]
    asks: tuple[int, ...] = ()

    def met(self, moment: Moment) -> bool:
        """Whether every requirement holds."""
        held = moment.held
        for asked in self.asks:
            if not asked & held:
                return False
        for requirement in self.requirements:  # noqa: SIM110  (the busiest line of the product: a plain loop)
            if not requirement.met(moment):
                return False
        return True


@dataclass(frozen=True)
class EntryRule:
    """A level of a competency, ready to judge.

    `touches` are the numbers of what moves it, as bits; `metrics` what else it looks at; `unattained` is its verdict
    where it is not attained.
    """

    key: Key
    paths: tuple[PathRule, ...]
    touches: int
    metrics: frozenset[Window]
    unattained: Verdict

    def met(self, moment: Moment) -> bool:
        """Whether some path is met."""
        for path in self.paths:  # noqa: SIM110  (as above)
            if path.met(moment):
                return True
        return False

    def via(self, moment: Moment) -> tuple[str, ...]:
        """Every path that is met."""
        found: tuple[str, ...] = ()
        for path in self.paths:
            if path.met(moment):
                found = (*found, path.key)
        return found

    def begun(self, moment: Moment) -> bool:
        """Whether somebody or something counts on some node (D3)."""
        if not self.touches & moment.held and self.metrics.isdisjoint(moment.figures):
            return False
        for path in self.paths:
            for requirement in path.requirements:
                if requirement.begun(moment):
                    return True
        return False


@dataclass(frozen=True, eq=False)
class Book:
    """One edition's rules for one market, in force from `start` until `end` (ordinals)."""

    edition: Edition
    start: int
    end: int
    entries: tuple[EntryRule, ...]
    by_key: dict[Key, EntryRule]
    thresholds: dict[Window, tuple[Decimal, ...]] = field(repr=False)
