"""Everything that the pages about one organisation are made of, on one day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from competencies.facts import Facts, Membership
from competencies.presenters.stages import Stage, stage_of
from competencies.presenters.words import Words
from competencies.programme import Competency, Edition, Path, Programme
from competencies.rules import AtRisk, Case, ExplainedVerdict, Outcome, PathVerdict, Verdict


@dataclass(frozen=True, slots=True)
class Attained:
    """A period in which a level was or is attained, by the paths in `via` (D2)."""

    competency: str
    level: str
    starts_on: date
    until: date | None
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedOverride:
    """An override as placed; `until` is the first day on which it no longer counts, ended early or not."""

    competency: str
    level: str
    starts_on: date
    until: date
    reason: str
    placed_on: date
    placed_by: str
    ended_reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One organisation's facts and what the rules make of them; `outcome` is explained.

    `attained` is None until `told` has brought what was attained before.
    """

    programme: Programme
    case: Case
    facts: Facts
    outcome: Outcome
    words: Words
    attained: Sequence[Attained] | None = None
    overrides: Sequence[PlacedOverride] = ()
    started: frozenset[tuple[str, str]] = frozenset()

    def told(self, attained: Sequence[Attained]) -> "Situation":
        """The same with what is and was attained."""
        return replace(self, attained=attained)

    @property
    def on(self) -> date:
        """The day it is about."""
        return self.outcome.on

    @property
    def edition(self) -> Edition:
        """The edition that judges the day."""
        return self.words.edition

    @property
    def membership(self) -> Membership | None:
        """The term, while it counts or is in grace."""
        return self.facts.membership

    @property
    def anniversary(self) -> date | None:
        """The day after the term's last one."""
        return self.membership.until if self.membership else None

    @property
    def at_risk(self) -> dict[tuple[str, str], AtRisk]:
        """What the renewal would lose, by competency and level (E4)."""
        renewal = self.outcome.renewal
        return {(entry.competency, entry.level): entry for entry in renewal.at_risk} if renewal else {}

    def verdicts(self, competency: str) -> list[ExplainedVerdict]:
        """What is said of the competency's levels, lowest first."""
        found = (verdict for verdict in self.outcome.competencies if verdict.competency == competency)
        return [verdict for verdict in found if isinstance(verdict, ExplainedVerdict)]

    def stage(self, verdict: Verdict) -> Stage:
        """The stage of a level, with its marks (D3)."""
        started = verdict.key in self.started
        return stage_of(verdict, self.outcome, self.membership, self.programme.level_keys, started=started)

    def judged(self, competency: Competency, verdict: ExplainedVerdict) -> list[tuple[Path, PathVerdict]]:
        """The level's paths beside what is said of them, in the file's order."""
        by_key = {path.key: path for path in competency.paths}
        return [(by_key[judged.path], judged) for judged in verdict.paths]

    def periods(self, key: tuple[str, str]) -> list[Attained]:
        """When the level was and is attained, in the order read."""
        return [one for one in self.attained or () if (one.competency, one.level) == key]

    def attained_now(self, key: tuple[str, str]) -> Attained | None:
        """The open period of the level, if it is attained."""
        return next((one for one in self.periods(key) if one.until is None), None)

    def lost_on(self, key: tuple[str, str]) -> date | None:
        """The first day on which the level was not attained any more; None if it never was."""
        return max((one.until for one in self.periods(key) if one.until), default=None)

    def overrides_of(self, key: tuple[str, str]) -> list[PlacedOverride]:
        """The level's overrides that count today or later."""
        return [one for one in self.overrides if (one.competency, one.level) == key and one.until > self.on]
