"""Why a level changed by the clock: the explained outcomes of the day before and of the day, compared."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from competencies.models import Override
from competencies.programme import AllOf, AnyOf, AttestationNode, MetricNode, Node, Path, People
from competencies.review.including import Difference, differences
from competencies.review.subject import LevelKey, Subject
from competencies.rules import Case
from competencies.rules.outcome import (
    AttestationVerdict,
    BranchVerdict,
    Counting,
    ExplainedVerdict,
    MetricVerdict,
    NodeVerdict,
    NotCounting,
    Outcome,
    PathVerdict,
    PeopleVerdict,
    TeamVerdict,
)
from partners.journal import Cause, Reason

MOST = 50
"""So many causes are kept of one change; an edition may end the credit of thousands of people at once."""


@dataclass
class Explainer:
    """Explains changes of one organisation's levels; works out what it is asked for, once."""

    subject: Subject
    _days: dict[tuple[str, date], Outcome] = field(default_factory=dict)

    def lost(self, key: LevelKey, day: date) -> list[Cause]:
        """What ended on the day, so that the level is not attained any more."""
        ended = [each for each in self._overrides(key) if each.last_until == day]
        change = _Ended(self.subject.case, ended)
        return self._compare(key, day, day - timedelta(days=1), day, change)

    def gained(self, key: LevelKey, day: date) -> list[Cause]:
        """What began on the day, so that the level is attained."""
        began = [each for each in self._overrides(key) if each.starts_on == day]
        change = _Began(self.subject.case, began)
        return self._compare(key, day, day, day - timedelta(days=1), change)

    def will_lose(self, key: LevelKey, day: date) -> list[Cause]:
        """What is known to end on a later day, on which the level lapses by projection.

        Readings stand still in a projection, so they are never the cause; what they do by then is not asked.
        """
        ended = [each for each in self._overrides(key) if each.last_until == day]
        attainment = self.subject.open.get(key)
        change = _Ending(self.subject.case, ended, attainment.via if attainment else ())
        return self._compare(key, day, day - timedelta(days=1), day, change)

    def _overrides(self, key: LevelKey) -> list[Override]:
        return [each for each in self.subject.overrides if (each.competency, each.level) == key]

    def _compare(self, key: LevelKey, day: date, met: date, unmet: date, change: "_Change") -> list[Cause]:
        causes = list(self._edition(day))
        with_it, without_it = self._verdict(key, met), self._verdict(key, unmet)
        if with_it is not None:
            causes += change.between(with_it, without_it, _Days(met, unmet))
        return list({repr(cause): cause for cause in causes}.values())[:MOST]

    def _edition(self, day: date) -> Iterator[Cause]:
        programme = self.subject.programme
        edition = programme.edition_on(day)
        if edition is not programme.edition_on(day - timedelta(days=1)):
            yield Cause(Reason.EDITION_TOOK_EFFECT, {"edition": edition.key})

    def _verdict(self, key: LevelKey, day: date) -> ExplainedVerdict | None:
        asked = (key[0], day)
        if asked not in self._days:
            self._days[asked] = self.subject.case.explained(day, only=[key[0]])
        verdict = self._days[asked].verdict(*key)
        return verdict if isinstance(verdict, ExplainedVerdict) else None


class _Days(NamedTuple):
    """The day with the level and the one without it, one after the other."""

    met: date
    unmet: date


class _Change(ABC):
    """What differs between a verdict with the level and one without it."""

    override: ClassVar[Reason]
    metric: ClassVar[Reason]
    attestation: ClassVar[Reason]

    def __init__(self, case: Case, overrides: Sequence[Override]) -> None:
        self.case = case
        self.overrides = overrides

    def between(
        self, with_it: ExplainedVerdict, without_it: ExplainedVerdict | None, days: _Days
    ) -> Iterator[Cause]:
        lacking = without_it.via if without_it else ()
        if "override" in with_it.via and "override" not in lacking:
            yield from (Cause(self.override, {"override": each.pk}) for each in self.overrides)
        others = {path.path: path for path in without_it.paths} if without_it else {}
        edition = self.case.rulebook.programme.edition_on(days.met)
        competency = edition.competencies[with_it.competency]
        paths = {path.key: path for path in competency.paths}
        for path in with_it.paths:
            if path.path in others:
                yield from self._of_nodes(self.pairs(path, others[path.path]), paths[path.path], days)

    def pairs(self, path: PathVerdict, other: PathVerdict) -> Iterator[tuple[NodeVerdict, NodeVerdict]]:
        """Nodes that made the path hold, each beside its verdict without the level."""
        if path.met:
            yield from _flipped(path.requirements, other.requirements)

    def _of_nodes(
        self, pairs: Iterator[tuple[NodeVerdict, NodeVerdict]], path: Path, days: _Days
    ) -> Iterator[Cause]:
        for met, unmet in pairs:
            if isinstance(met, MetricVerdict):
                yield Cause(self.metric, {"metric": _metric(path, met.node)})
            elif isinstance(met, AttestationVerdict):
                yield Cause(self.attestation, {"attestation": _attestation(path, met.node)})
            else:
                yield from self.people(met, unmet)
                node = _node_at(path, met.node)
                if isinstance(node, People):
                    both = _stayed(met, unmet)
                    for each in differences(self.case, node, both, met=days.met, unmet=days.unmet):
                        yield from self.beside(each, days)

    @abstractmethod
    def people(self, met: NodeVerdict, unmet: NodeVerdict) -> Iterator[Cause]:
        """Who makes the difference between the two verdicts of a node."""

    @abstractmethod
    def beside(self, difference: Difference, days: _Days) -> Iterator[Cause]:
        """Who counts on both days, but satisfies what is asked of some beside on the one day only."""


class _Ended(_Change):
    override = Reason.OVERRIDE_ENDED
    metric = Reason.READING_LEFT_WINDOW
    attestation = Reason.ATTESTATION_ENDED

    def people(self, met: NodeVerdict, unmet: NodeVerdict) -> Iterator[Cause]:
        """Who stopped counting, by which credential and why."""
        reasons = {each.person: each for each in _not_counting(unmet)}
        for person in _left(met, unmet):
            # Who is not listed holds nothing that a new edition names: then that edition is the cause.
            if why := reasons.get(person.person):
                yield Cause(Reason(why.reason), _lost_details(why))

    def beside(self, difference: Difference, days: _Days) -> Iterator[Cause]:
        """Who still counts, but lost what was asked of some beside."""
        if why := difference.why_not:
            yield Cause(Reason(why.reason), _lost_details(why))


class _Ending(_Ended):
    def __init__(self, case: Case, overrides: Sequence[Override], via: Collection[str]) -> None:
        super().__init__(case, overrides)
        self.via = via

    def pairs(self, path: PathVerdict, other: PathVerdict) -> Iterator[tuple[NodeVerdict, NodeVerdict]]:
        """Nodes of the paths that hold now, whatever becomes of their metrics until then."""
        if path.path in self.via:
            yield from _stopped(path.requirements, other.requirements)


class _Began(_Change):
    override = Reason.OVERRIDE_BEGAN
    metric = Reason.READING_IN_WINDOW
    attestation = Reason.ATTESTATION_BEGAN

    def people(self, met: NodeVerdict, unmet: NodeVerdict) -> Iterator[Cause]:
        """Who started to count, and by which credentials."""
        for person in _left(met, unmet):
            details = {"person": int(person.person), "credentials": list(person.credentials)}
            yield Cause(Reason.PERSON_COUNTS, details)

    def beside(self, difference: Difference, days: _Days) -> Iterator[Cause]:
        """Who counted already, and now holds what is asked of some beside."""
        details = {"person": int(difference.person), "credentials": list(difference.codes)}
        yield Cause(Reason.PERSON_COUNTS, details)


def _flipped(
    met: Sequence[NodeVerdict], unmet: Sequence[NodeVerdict]
) -> Iterator[tuple[NodeVerdict, NodeVerdict]]:
    """Leaves that hold in the one and not in the other; an edition may have put another node in a place."""
    others = {(node.node, node.kind): node for node in unmet}
    for node in met:
        other = others.get((node.node, node.kind))
        if other is None or not node.met or other.met:
            continue
        if isinstance(node, BranchVerdict) and isinstance(other, BranchVerdict):
            yield from _flipped(node.requirements, other.requirements)
        else:
            yield node, other


def _stopped(
    before: Sequence[NodeVerdict], after: Sequence[NodeVerdict]
) -> Iterator[tuple[NodeVerdict, NodeVerdict]]:
    """Leaves other than metrics that hold before and not after."""
    others = {(node.node, node.kind): node for node in after}
    for node in before:
        other = others.get((node.node, node.kind))
        if isinstance(node, BranchVerdict) and isinstance(other, BranchVerdict):
            yield from _stopped(node.requirements, other.requirements)
        elif other is not None and not isinstance(node, MetricVerdict) and node.met and not other.met:
            yield node, other


def _left(met: NodeVerdict, unmet: NodeVerdict) -> list[Counting]:
    """Who counts in the one and not in the other."""
    remaining = {each.person for each in _counting(unmet)}
    return [each for each in _counting(met) if each.person not in remaining]


def _stayed(met: NodeVerdict, unmet: NodeVerdict) -> list[str]:
    """Who counts in both."""
    remaining = {each.person for each in _counting(unmet)}
    return [each.person for each in _counting(met) if each.person in remaining]


def _counting(node: NodeVerdict) -> tuple[Counting, ...]:
    if isinstance(node, TeamVerdict):
        return tuple(each for group in node.groups for each in group.counting)
    return node.counting if isinstance(node, PeopleVerdict) else ()


def _not_counting(node: NodeVerdict) -> tuple[NotCounting, ...]:
    if isinstance(node, TeamVerdict):
        # Last wins in the dictionary made of it: a reason of their own outranks being placed elsewhere.
        listed = [each for group in node.groups for each in group.not_counting]
        return tuple(sorted(listed, key=lambda each: each.reason != Reason.PERSON_NEEDED_ELSEWHERE))
    return node.not_counting if isinstance(node, PeopleVerdict) else ()


def _lost_details(why: NotCounting) -> dict[str, object]:
    details: dict[str, object] = {"person": int(why.person)}
    if why.credential:
        details["credential"] = why.credential
    if why.since:
        details["since"] = why.since.isoformat()
    return details


def _metric(path: Path, position: str) -> str:
    node = _node_at(path, position)
    return node.metric if isinstance(node, MetricNode) else ""


def _attestation(path: Path, position: str) -> str:
    node = _node_at(path, position)
    return node.attestation if isinstance(node, AttestationNode) else ""


def _node_at(path: Path, position: str) -> Node:
    """The node at a position such as "2.1" of the file."""
    nodes: Sequence[Node] = path.requires
    for number in position.split(".")[:-1]:
        branch = nodes[int(number) - 1]
        nodes = branch.nodes if isinstance(branch, AllOf | AnyOf) else ()
    return nodes[int(position.rpartition(".")[2]) - 1]
