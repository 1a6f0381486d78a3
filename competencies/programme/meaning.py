"""What a requirement asks for, apart from how it is written: the same demand is the same value.

The order of alternatives, a group inside a group of its own kind and a group of one say nothing; nor do names.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from competencies.programme.requirement import (
    AllOf,
    AnyOf,
    AttestationNode,
    EveryOf,
    Group,
    Holds,
    MetricNode,
    Node,
    People,
    Predicate,
    Team,
)


class Placed(NamedTuple):
    """A node and its position in the file, such as "2.1"."""

    position: str
    node: Node


def flattened(predicate: Predicate) -> Predicate:
    """The same predicate without a group inside a group of its own kind, or a group of one."""
    if isinstance(predicate, Holds):
        return predicate
    kind = type(predicate)
    parts: list[Predicate] = []
    for part in map(flattened, predicate.parts):
        parts.extend(part.parts if isinstance(part, kind) else (part,))
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def demand(predicate: Predicate) -> Any:
    """What one person has to hold, whatever the order in which it is written."""
    plain = flattened(predicate)
    if isinstance(plain, Holds):
        return plain.code
    return ("every" if isinstance(plain, EveryOf) else "one", _ordered(set(map(demand, plain.parts))))


def _ordered(parts: Iterable[Any]) -> tuple[Any, ...]:
    """In an order of their own: a set's would differ from one that was filled otherwise, and from run to run."""
    return tuple(sorted(parts, key=repr))


def parts_of(nodes: Sequence[Node], kind: type[AllOf] | type[AnyOf], position: str = "") -> Iterator[Placed]:
    """The nodes with those of groups of the same kind, each with its position below `position`."""
    for number, node in enumerate(nodes, 1):
        place = f"{position}.{number}" if position else str(number)
        if isinstance(node, kind) or (isinstance(node, AllOf | AnyOf) and len(node.nodes) == 1):
            yield from parts_of(node.nodes, kind, place)
        else:
            yield Placed(place, node)


def meaning(node: Node | Group, markets: Sequence[str]) -> Any:
    """What the node asks for, as a value to compare; thresholds are those of every market."""
    match node:
        case AllOf() | AnyOf():
            kind = type(node)
            return (kind.__name__, _bag(node.nodes, kind, markets))
        case People():
            also = [(each.people, demand(each.each)) for each in node.including or ()]
            return ("People", node.people, demand(node.each), _ordered(set(also)))
        case Group():
            return ("Group", node.people, demand(node.each))
        case Team():
            return ("Team", tuple(sorted((meaning(each, markets) for each in node.groups), key=repr)))
        case MetricNode():
            return ("Metric", node.metric, thresholds(node, markets), node.within_months)
        case AttestationNode():
            return ("Attestation", node.attestation, node.at_least)


def thresholds(node: MetricNode, markets: Sequence[str]) -> tuple[Decimal, ...]:
    """The amount that each market asks, in the order of the markets."""
    return tuple(node.threshold(market) for market in markets)


def _bag(nodes: Sequence[Node], kind: type[AllOf] | type[AnyOf], markets: Sequence[str]) -> Any:
    return tuple(sorted((meaning(each.node, markets) for each in parts_of(nodes, kind)), key=repr))


def written(node: Node | Group, markets: Sequence[str]) -> Any:
    """The node as it is grouped, names and all, but for the order inside what one person has to hold."""
    words = (node.name, getattr(node, "note", None), getattr(node, "doubt", None))
    if isinstance(node, AllOf | AnyOf):
        return (type(node).__name__, tuple(written(each, markets) for each in node.nodes), words)
    return (meaning(node, markets), words)
