"""What the rules say of one organisation on one day, with reasons.

The fields are, name for name, the JSON of `programme-format.md`, section 3, so that an Outcome is what
`manage.py evaluate` prints and what pages read. A field with a default is there only where it applies.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from competencies.record import record

Text = Mapping[str, str]


@record
class Counting:
    """Somebody who counts: by the smallest set of credentials that does it, `until` the first day it no longer does."""

    person: str
    credentials: tuple[str, ...]
    until: date | None


@record
class NotCounting:
    """Somebody who nearly counts, and the first reason why not.

    `missing` is the smallest addition of codes that would do; None if none would.
    """

    person: str
    reason: str
    credential: str | None = field(default=None, init=False)
    since: date | None = field(default=None, init=False)
    missing: tuple[str, ...] | None


@record
class IncludingVerdict:
    """Of the people of a node, how many also satisfy an `including` entry."""

    have: int
    need: int
    met: bool


@record
class OfNode:
    """A node's position (such as `2.1`), its kind, whether it holds, and its name where the file gives one."""

    node: str
    kind: str
    met: bool
    name: Text | None = field(default=None, init=False)


@record
class BranchVerdict(OfNode):
    """An `all_of` or `any_of` node."""

    requirements: tuple["NodeVerdict", ...]


@record
class PeopleVerdict(OfNode):
    """A `people` node; `needed` are those whose loss alone would make it fail."""

    have: int
    need: int
    including: tuple[IncludingVerdict, ...] | None = field(default=None, init=False)
    needed: tuple[str, ...]
    counting: tuple[Counting, ...]
    not_counting: tuple[NotCounting, ...]


@record
class GroupVerdict:
    """A group of a team: how many satisfy it, how many are placed in it."""

    need: int
    have: int
    filled: int
    counting: tuple[Counting, ...]
    not_counting: tuple[NotCounting, ...]


@record
class TeamVerdict(OfNode):
    """A `team` node; `tight` names the groups with the least people to spare."""

    groups: tuple[GroupVerdict, ...]
    tight: tuple[str, ...]


@record
class MetricVerdict(OfNode):
    """A `metric` node, in decimal text of the metric's unit."""

    have: str | None
    need: str
    window_from: date | None
    latest_on: date | None


@record
class AttestationVerdict(OfNode):
    """An `attestation` node."""

    have: int
    need: int


NodeVerdict = BranchVerdict | PeopleVerdict | TeamVerdict | MetricVerdict | AttestationVerdict


@record
class PathVerdict:
    """One path, its requirements in the order of the file."""

    path: str
    met: bool
    requirements: tuple[NodeVerdict, ...]


@record
class Verdict:
    """One level of one competency (D2); `via` are the paths that are met, then `override` if one counts."""

    competency: str
    level: str
    attained: bool
    via: tuple[str, ...]
    lapses_on: date | None

    @property
    def key(self) -> tuple[str, str]:
        """The competency and the level."""
        return self.competency, self.level


@record
class ExplainedVerdict(Verdict):
    """The same with its paths explained."""

    paths: tuple[PathVerdict, ...]


@record
class AtRisk:
    """A level that is attained or displayed, and will not be attained on the day that judges the renewal."""

    competency: str
    level: str
    lapses_on: date | None


@record
class Renewal:
    """Whether the term could be renewed, and what is at risk (E4)."""

    eligible: bool
    at_risk: tuple[AtRisk, ...]


@record
class Outcome:
    """Everything the portal says about the levels of an organisation on the day `on`."""

    organisation: str
    on: date
    competencies: tuple[Verdict, ...]
    renewal: Renewal | None
    next_review_on: date | None

    def verdict(self, competency: str, level: str) -> Verdict | None:
        """What it says of one level of one competency; None if the edition has no path for it."""
        return next((each for each in self.competencies if each.key == (competency, level)), None)
