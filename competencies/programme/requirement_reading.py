"""Requirement nodes and person predicates, read from their YAML."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from competencies.programme import document
from competencies.programme.document import Fault
from competencies.programme.requirement import (
    AllOf,
    AnyOf,
    AttestationNode,
    EveryOf,
    Group,
    Holds,
    Including,
    MetricNode,
    OneOf,
    People,
    Predicate,
    Team,
)
from competencies.programme.requirement import Node as Requirement
from competencies.programme.shape import Parser, Shape
from competencies.programme.vocabulary import Vocabulary

KINDS = ("all_of", "any_of", "people", "team", "metric", "attestation")


class RequirementReader:
    """Reads the requirement trees of paths; every fault is noted at its node's position, such as `node 2.1`."""

    def __init__(self, shape: Shape, known: Vocabulary) -> None:
        self.shape = shape
        self.known = known
        self.words = dict.fromkeys(("name", "note", "doubt"), shape.text)

    def all_at(self, node: Node, path: str, key: str, position: str = "") -> tuple[Requirement, ...]:
        """The nodes of the list at `key`; `position` is that of the node it stands in, empty for a path."""
        found = []
        with self.shape.noting(f"{path}, node {position}" if position else path):
            for number, item in enumerate(document.filled_sequence(node, key), 1):
                at = f"{position}.{number}" if position else str(number)
                with self.shape.noting(f"{path}, node {at}"):
                    found.append(self._node(item, path, at))
        return tuple(found)

    def _node(self, node: Node, path: str, position: str) -> Requirement:
        kinds = [key for key in document.mapping(node) if key in KINDS]
        if len(kinds) != 1:
            found = ", ".join(kinds or document.mapping(node)) or "none"
            raise Fault(
                f"unknown kind of requirement: expected one of {', '.join(KINDS)}; found {found}", node
            )
        read: Callable[..., Requirement] = getattr(self, f"_{kinds[0]}")
        return read(node, path, position)

    def _read(
        self,
        node: Node,
        path: str,
        position: str,
        optional: dict[str, Parser] | None = None,
        **required: Parser,
    ) -> dict[str, Any]:
        place = f"{path}, node {position}"
        return self.shape.fields(node, place, required=required, optional={**self.words, **(optional or {})})

    def _all_of(self, node: Node, path: str, position: str) -> AllOf:
        read = self._read(
            node, path, position, all_of=lambda below, _: self.all_at(below, path, "all_of", position)
        )
        return AllOf(read.pop("all_of"), **read)

    def _any_of(self, node: Node, path: str, position: str) -> AnyOf:
        read = self._read(
            node, path, position, any_of=lambda below, _: self.all_at(below, path, "any_of", position)
        )
        return AnyOf(read.pop("any_of"), **read)

    def _people(self, node: Node, path: str, position: str) -> People:
        extra: dict[str, Parser] = {"including": self._including}
        read = self._read(node, path, position, extra, people=_count, each=self.predicate)
        found = People(**read)
        for entry, at in zip(found.including or (), self._entries(node), strict=False):
            if found.people and entry.people and entry.people > found.people:
                raise Fault(
                    f"including asks for {entry.people} people, more than its node's {found.people}", at
                )
        return found

    def _entries(self, node: Node) -> list[Node]:
        below = document.mapping(node).get("including")
        return [] if below is None else document.sequence(below)

    def _including(self, node: Node, place: str) -> tuple[Including, ...]:
        entries = []
        for number, item in enumerate(document.sequence(node), 1):
            where = f"{place}, including entry {number}"
            with self.shape.noting(where):
                required = {"people": _count, "each": self.predicate}
                entries.append(Including(**self.shape.fields(item, where, required=required, optional={})))
        return tuple(entries)

    def _team(self, node: Node, path: str, position: str) -> Team:
        read = self._read(node, path, position, team=lambda below, _: self._groups(below, path, position))
        return Team(read.pop("team"), **read)

    def _groups(self, node: Node, path: str, position: str) -> tuple[Group, ...]:
        groups = []
        for number, item in enumerate(document.filled_sequence(node, "team"), 1):
            where = f"{path}, node {position}.{number}"
            with self.shape.noting(where):
                required = {"people": _count, "each": self.predicate}
                read = self.shape.fields(item, where, required=required, optional={"name": self.shape.text})
                groups.append(Group(**read))
        return tuple(groups)

    def _metric(self, node: Node, path: str, position: str) -> MetricNode:
        months: dict[str, Parser] = {"within_months": _count}
        read = self._read(node, path, position, months, metric=self.known.metric, at_least=self._threshold)
        read.setdefault("within_months", None)
        metric = self.known.metrics.get(read["metric"])
        absent = "within_months" not in document.mapping(node)
        if metric is not None and metric.kind == "flow" and absent:
            raise Fault(f"the flow metric {metric.key} needs within_months", node)
        return MetricNode(**read)

    def _threshold(self, node: Node, place: str) -> Decimal | dict[str, Decimal]:
        if not isinstance(node, MappingNode):
            return document.amount(node)
        found = document.mapping(node)
        read = {market: self._amount_of(market, value) for market, value in found.items()}
        missing = [market for market in self.known.markets if market not in read]
        if missing:
            raise Fault(f"at_least misses the market {', '.join(missing)}", node)
        return read

    def _amount_of(self, market: str, node: Node) -> Decimal:
        self.known.market(market, node)
        try:
            return document.amount(node)
        except Fault as fault:
            raise Fault(f"market {market}: {fault.message}", node) from None

    def _attestation(self, node: Node, path: str, position: str) -> AttestationNode:
        extra: dict[str, Parser] = {"at_least": _count}
        return AttestationNode(**self._read(node, path, position, extra, attestation=self.known.attestation))

    def predicate(self, node: Node, place: str) -> Predicate:
        """A person predicate: a credential code, or `all_of` or `any_of` of predicates, as deep as needed."""
        if isinstance(node, ScalarNode):
            return Holds(self.known.credential(document.string(node, what="a credential code"), node))
        parts = document.mapping(node)
        if len(parts) != 1 or not parts.keys() <= {"all_of", "any_of"}:
            raise Fault(
                f"a person predicate is a credential code, all_of or any_of; found {', '.join(parts) or 'none'}",
                node,
            )
        ((word, below),) = parts.items()
        items = document.filled_sequence(below, word)
        make = EveryOf if word == "all_of" else OneOf
        return make(tuple(self.predicate(item, place) for item in items))


def _count(node: Node, place: str) -> int:
    return document.whole_number(node, least=1)
