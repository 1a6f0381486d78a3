"""Which requirement of a path became which: equal demands first, then what is most alike of its kind. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from competencies.programme.meaning import demand, meaning, parts_of, thresholds, written
from competencies.programme.requirement import (
    AllOf,
    AnyOf,
    AttestationNode,
    Group,
    MetricNode,
    Node,
    People,
    Team,
    predicates,
)


class Found(NamedTuple):
    """A difference of requirements: without `attribute` one came (`before` is None) or went.

    Without `position` it is the path's.
    """

    position: str
    attribute: str
    before: Any
    after: Any


class _Part(NamedTuple):
    position: str
    node: Node | Group


_Pair = tuple[_Part, _Part]


def compare_requirements(
    before: Sequence[Node], after: Sequence[Node], markets: Sequence[str]
) -> Iterator[Found]:
    """Every difference in what a path requires, in the order of `after`; what is gone last."""
    found = list(_compare(_placed(before, AllOf), _placed(after, AllOf), markets))
    yield from found
    if not found and _bag(before, markets) != _bag(after, markets):
        yield Found("", "grouping", tuple(before), tuple(after))


def _bag(nodes: Sequence[Node], markets: Sequence[str]) -> list[str]:
    return sorted(repr(written(each, markets)) for each in nodes)


def _placed(nodes: Sequence[Node], kind: type[AllOf] | type[AnyOf], position: str = "") -> list[_Part]:
    return [_Part(each.position, each.node) for each in parts_of(nodes, kind, position)]


def _compare(before: Sequence[_Part], after: Sequence[_Part], markets: Sequence[str]) -> Iterator[Found]:
    pairs = _paired(before, after, markets)
    known = {then.position for then, _ in pairs.values()}
    for part in after:
        if part.position in pairs:
            yield from _of_pair(*pairs[part.position], markets)
        else:
            yield Found(part.position, "", None, part.node)
    for part in before:
        if part.position not in known:
            yield Found(part.position, "", part.node, None)


def _paired(before: Sequence[_Part], after: Sequence[_Part], markets: Sequence[str]) -> dict[str, _Pair]:
    """By the position in `after`: which part of `before` it was."""
    pairs: dict[str, _Pair] = {}
    left = list(before)
    for part in after:
        same = [each for each in left if meaning(each.node, markets) == meaning(part.node, markets)]
        if same:
            # Of several that ask for the same the one that is called the same.
            chosen = next((each for each in same if each.node.name == part.node.name), same[0])
            pairs[part.position] = (chosen, part)
            left.remove(chosen)
    alike = [(then, now) for now in after if now.position not in pairs for then in left]
    for then, now in sorted(alike, key=lambda pair: -_likeness(pair[0].node, pair[1].node)):
        if type(then.node) is type(now.node) and now.position not in pairs and then in left:
            pairs[now.position] = (then, now)
            left.remove(then)
    return pairs


def _likeness(then: Node | Group, now: Node | Group) -> float:
    """How much two nodes of a kind have in common: what they name, what they are called, how many they ask."""
    if isinstance(then, MetricNode) and isinstance(now, MetricNode):
        return 2.0 * (then.metric == now.metric) + (then.within_months == now.within_months)
    if isinstance(then, AttestationNode) and isinstance(now, AttestationNode):
        return float(then.attestation == now.attestation)
    codes, others = _codes(then), _codes(now)
    shared = len(codes & others) / max(1, len(codes | others))
    called = then.name is not None and then.name == now.name
    return 2 * shared + called + 0.5 * (getattr(then, "people", 0) == getattr(now, "people", 0))


def _codes(node: Node | Group) -> set[str]:
    named = [node.each] if isinstance(node, Group) else predicates(node)
    return {code for predicate in named for code in predicate.codes}


def _of_pair(then: _Part, now: _Part, markets: Sequence[str]) -> Iterator[Found]:
    """What differs between two nodes of a kind, and below them."""
    position = now.position
    for attribute, before, after in _values(then.node, now.node, markets):
        yield Found(position, attribute, before, after)
    if isinstance(then.node, Team) and isinstance(now.node, Team):
        yield from _compare(_groups(then.node, then.position), _groups(now.node, position), markets)
    elif isinstance(then.node, AllOf | AnyOf) and isinstance(now.node, AllOf | AnyOf):
        kind = type(now.node)
        parts = _placed(then.node.nodes, kind, then.position), _placed(now.node.nodes, kind, position)
        yield from _compare(*parts, markets)


def _groups(team: Team, position: str) -> list[_Part]:
    return [_Part(f"{position}.{number}", group) for number, group in enumerate(team.groups, 1)]


def _values(then: Node | Group, now: Node | Group, markets: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """The attributes that say something else, each with both values."""
    if isinstance(then, People | Group) and isinstance(now, People | Group):
        yield from _unequal("people", then.people, now.people)
        if demand(then.each) != demand(now.each):
            yield "each", then.each, now.each
    match then, now:
        case MetricNode(), MetricNode():
            yield from _unequal("metric", then.metric, now.metric)
            if thresholds(then, markets) != thresholds(now, markets):
                yield "at_least", then.at_least, now.at_least
            yield from _unequal("within_months", then.within_months, now.within_months)
        case AttestationNode(), AttestationNode():
            yield from _unequal("attestation", then.attestation, now.attestation)
            yield from _unequal("at_least", then.at_least, now.at_least)
    if isinstance(then, People) and isinstance(now, People) and _also(then) != _also(now):
        yield "including", then.including or (), now.including or ()
    for attribute in ("name", "note", "doubt"):
        yield from _unequal(attribute, getattr(then, attribute, None), getattr(now, attribute, None))


def _also(node: People) -> list[str]:
    return sorted(repr((each.people, demand(each.each))) for each in node.including or ())


def _unequal(attribute: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    if before != after:
        yield attribute, before, after
