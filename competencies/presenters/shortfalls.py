"""What is missing: how far a requirement is from being met, and the words for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.phrasebook import kept
from competencies.presenters.predicates import is_short, one_of, sentence
from competencies.presenters.teams import group_name
from competencies.presenters.words import Words, amount, together
from competencies.programme import (
    AllOf,
    AnyOf,
    AttestationNode,
    MetricNode,
    Node,
    Path,
    People,
    Predicate,
    Team,
    Text,
)
from competencies.rules import (
    AttestationVerdict,
    BranchVerdict,
    MetricVerdict,
    NodeVerdict,
    PathVerdict,
    PeopleVerdict,
    TeamVerdict,
)

Lacks = Callable[[Words], list[SafeString]]
"""Says what is missing; asked only where it is shown, since most paths are but compared."""


@dataclass(frozen=True)
class Shortfall:
    """`distance`: 0 where nothing is missing, 1 where nothing is there; `lacks` names the missing things."""

    distance: float
    lacks: Lacks
    reader: Words

    @cached_property
    def words(self) -> SafeString:
        """Everything that is missing, in one phrase."""
        return together(self.lacks(self.reader))

    @cached_property
    def counted(self) -> SafeString:
        """The same for a narrow place: how many are missing, not of what."""
        return together(self.lacks(self.reader.counting_only))


class _Gap(NamedTuple):
    """How far one requirement is from being met, and what it lacks."""

    distance: float
    lacks: Lacks


_NOTHING = _Gap(0.0, lambda _words: [])


def of_path(path: Path, verdict: PathVerdict, words: Words) -> Shortfall:
    """What the path still lacks; its distance is the mean over its requirements."""
    return Shortfall(*_all(path.requires, verdict.requirements), words)


def _of_node(node: Node, verdict: NodeVerdict) -> _Gap:
    """What one requirement still lacks; of alternatives, the nearest."""
    if verdict.met:
        return _NOTHING
    match node, verdict:
        case People(), PeopleVerdict():
            return _people(node, verdict)
        case Team(), TeamVerdict():
            return _team(node, verdict)
        case MetricNode(), MetricVerdict():
            return _metric(node, verdict)
        case AttestationNode(), AttestationVerdict():
            return _attestation(node, verdict)
        case AllOf(), BranchVerdict():
            return _all(node.nodes, verdict.requirements)
        case AnyOf(), BranchVerdict():
            pairs = zip(node.nodes, verdict.requirements, strict=True)
            return min((_of_node(*pair) for pair in pairs), key=lambda one: one.distance)
    raise TypeError(f"{type(verdict).__name__} does not judge {type(node).__name__}")


def _all(nodes: Sequence[Node], verdicts: Sequence[NodeVerdict]) -> _Gap:
    found = [_of_node(*pair) for pair in zip(nodes, verdicts, strict=True)]
    distance = sum(one.distance for one in found) / len(found)
    return _Gap(distance, lambda words: [part for one in found for part in one.lacks(words)])


def _people(node: People, verdict: PeopleVerdict) -> _Gap:
    lacking = [
        (entry.each, max(0, result.need - result.have), result.need)
        for entry, result in zip(node.including or (), verdict.including or (), strict=True)
    ]
    short = max(0, verdict.need - verdict.have)
    distance = max([short / verdict.need, *(count / need for _each, count, need in lacking)])

    def lacks(words: Words) -> list[SafeString]:
        if short:
            return [more_people(short, node.each, node.name, words)]
        return [_also(count, each, words) for each, count, _need in lacking if count]

    return _Gap(distance, lacks)


def _also(count: int, each: Predicate, words: Words) -> SafeString:
    what = kept(words, _wanted, each, "") or ""
    return format_html(_("{count} of these people also {what}"), count=count, what=what)


def more_people(count: int, each: Predicate, name: Text | None, words: Words) -> SafeString:
    """ "1 more person with A or B"; what is too long to repeat gives way to a name, a number or nothing."""
    what = kept(words, _wanted, each, words.text(name) if name else "")
    if what:
        return format_html(
            ngettext("{count} more person {what}", "{count} more people {what}", count),
            count=count,
            what=what,
        )
    return _more(count)


def _more(count: int) -> SafeString:
    return format_html(ngettext("{count} more person", "{count} more people", count), count=count)


def _wanted(each: Predicate, name: str, words: Words) -> SafeString | None:
    codes = one_of(each)
    what = words.any_of(codes) if codes else sentence(each, words)
    if is_short(what, words):
        return format_html(pgettext("of a person", "with {what}"), what=what)
    if name:
        return format_html(pgettext("of a person", "({what})"), what=name)
    if codes:
        return format_html(pgettext("of a person", "with one of {number} credentials"), number=len(codes))
    return None


def _team(node: Team, verdict: TeamVerdict) -> _Gap:
    need = sum(group.need for group in verdict.groups)
    filled = sum(group.filled for group in verdict.groups)
    pairs = enumerate(zip(node.groups, verdict.groups, strict=True), start=1)
    short = [
        (place, result.need - result.filled, group)
        for place, (group, result) in pairs
        if result.filled < result.need
    ]

    def lacks(words: Words) -> list[SafeString]:
        if short and not words.brevity:
            return [_more(need - filled)]
        return [
            _group(place, more_people(count, group.each, group.name, words)) for place, count, group in short
        ]

    return _Gap((need - filled) / need, lacks)


def _group(place: int, what: SafeString) -> SafeString:
    # Translators: {what} is "1 more person with A or B", {group} is "group 2".
    return format_html(_("{what} for {group}"), what=what, group=group_name(place))


def _metric(node: MetricNode, verdict: MetricVerdict) -> _Gap:
    need, have = Decimal(verdict.need), max(Decimal(verdict.have or 0), Decimal(0))

    def lacks(words: Words) -> list[SafeString]:
        metric = words.edition.metrics[node.metric]
        shown = {"metric": words.text(metric.name), "amount": amount(need - have, metric.unit)}
        text = _("{amount} more ({metric})") if words.brevity else _("{amount} more")
        return [format_html(text, **shown)]

    return _Gap(float((need - have) / need), lacks)


def _attestation(node: AttestationNode, verdict: AttestationVerdict) -> _Gap:
    short = verdict.need - verdict.have

    def lacks(words: Words) -> list[SafeString]:
        name = words.text(words.edition.attestations[node.attestation].name)
        text = ngettext("{count} attestation ({name})", "{count} attestations ({name})", short)
        return [format_html(text, count=short, name=name)]

    return _Gap(short / verdict.need, lacks)
