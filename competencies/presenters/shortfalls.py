"""What is missing: how far a requirement is from being met, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

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


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`distance`: 0 where nothing is missing, 1 where nothing is there; `parts` are the missing things."""

    distance: float
    parts: tuple[SafeString, ...] = ()

    @property
    def words(self) -> SafeString:
        """Everything that is missing, in one phrase."""
        return together(self.parts)


_NOTHING = Shortfall(0.0)


def of_path(path: Path, verdict: PathVerdict, words: Words) -> Shortfall:
    """What the path still lacks; its distance is the mean over its requirements."""
    return _all(path.requires, verdict.requirements, words)


def of_node(node: Node, verdict: NodeVerdict, words: Words) -> Shortfall:
    """What one requirement still lacks; of alternatives, the nearest."""
    if verdict.met:
        return _NOTHING
    match node, verdict:
        case People(), PeopleVerdict():
            return _people(node, verdict, words)
        case Team(), TeamVerdict():
            return _team(node, verdict, words)
        case MetricNode(), MetricVerdict():
            return _metric(node, verdict, words)
        case AttestationNode(), AttestationVerdict():
            return _attestation(node, verdict, words)
        case AllOf(), BranchVerdict():
            return _all(node.nodes, verdict.requirements, words)
        case AnyOf(), BranchVerdict():
            pairs = zip(node.nodes, verdict.requirements, strict=True)
            return min((of_node(*pair, words) for pair in pairs), key=lambda one: one.distance)
    raise TypeError(f"{type(verdict).__name__} does not judge {type(node).__name__}")


def _all(nodes: Sequence[Node], verdicts: Sequence[NodeVerdict], words: Words) -> Shortfall:
    found = [of_node(*pair, words) for pair in zip(nodes, verdicts, strict=True)]
    distance = sum(one.distance for one in found) / len(found)
    return Shortfall(distance, tuple(part for one in found for part in one.parts))


def _people(node: People, verdict: PeopleVerdict, words: Words) -> Shortfall:
    short = max(0, verdict.need - verdict.have)
    distances = [short / verdict.need]
    parts = [more_people(short, node.each, node.name, words)] if short else []
    for entry, result in zip(node.including or (), verdict.including or (), strict=True):
        lacking = max(0, result.need - result.have)
        distances.append(lacking / result.need)
        if lacking and not short:
            what = _wanted(entry.each, None, words) or ""
            parts.append(format_html(_("{count} of these people also {what}"), count=lacking, what=what))
    return Shortfall(max(distances), tuple(parts))


def more_people(count: int, each: Predicate, name: Text | None, words: Words) -> SafeString:
    """ "1 more person with A or B"; what is too long to repeat gives way to a name, a number or nothing."""
    what = _wanted(each, name, words)
    if what:
        return format_html(
            ngettext("{count} more person {what}", "{count} more people {what}", count),
            count=count,
            what=what,
        )
    return _more(count)


def _more(count: int) -> SafeString:
    return format_html(ngettext("{count} more person", "{count} more people", count), count=count)


def _wanted(each: Predicate, name: Text | None, words: Words) -> SafeString | None:
    codes = one_of(each)
    what = words.any_of(codes) if codes else sentence(each, words)
    if is_short(what, words):
        return format_html(pgettext("of a person", "with {what}"), what=what)
    if name:
        return format_html(pgettext("of a person", "({what})"), what=words.text(name))
    if codes:
        return format_html(pgettext("of a person", "with one of {number} credentials"), number=len(codes))
    return None


def _team(node: Team, verdict: TeamVerdict, words: Words) -> Shortfall:
    need = sum(group.need for group in verdict.groups)
    pairs = zip(node.groups, verdict.groups, strict=True)
    short = [
        _group(place, more_people(result.need - result.filled, group.each, group.name, words))
        for place, (group, result) in enumerate(pairs, start=1)
        if result.filled < result.need
    ]
    filled = sum(group.filled for group in verdict.groups)
    if short and not words.brevity:
        short = [_more(need - filled)]
    return Shortfall((need - filled) / need, tuple(short))


def _group(place: int, what: SafeString) -> SafeString:
    # Translators: {what} is "1 more person with A or B", {group} is "group 2".
    return format_html(_("{what} for {group}"), what=what, group=group_name(place))


def _metric(node: MetricNode, verdict: MetricVerdict, words: Words) -> Shortfall:
    metric = words.edition.metrics[node.metric]
    need, have = Decimal(verdict.need), max(Decimal(verdict.have or 0), Decimal(0))
    shown = {"metric": words.text(metric.name), "amount": amount(need - have, metric.unit)}
    text = _("{amount} more ({metric})") if words.brevity else _("{amount} more")
    return Shortfall(float((need - have) / need), (format_html(text, **shown),))


def _attestation(node: AttestationNode, verdict: AttestationVerdict, words: Words) -> Shortfall:
    name = words.text(words.edition.attestations[node.attestation].name)
    short = verdict.need - verdict.have
    text = ngettext("{count} attestation ({name})", "{count} attestations ({name})", short)
    return Shortfall(short / verdict.need, (format_html(text, count=short, name=name),))
