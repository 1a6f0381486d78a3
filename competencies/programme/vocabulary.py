"""The names that a programme file has declared, and that its competencies may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml.nodes import Node

from competencies.programme import document
from competencies.programme.document import Fault
from competencies.programme.edition import Metric


@dataclass(slots=True)
class Vocabulary:
    """What is known so far, by key. Each method reads a reference and raises Fault if it names nothing known."""

    levels: dict[str, Any] = field(default_factory=dict)
    markets: dict[str, Any] = field(default_factory=dict)
    centres: dict[str, Any] = field(default_factory=dict)
    credentials: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    attestations: dict[str, Any] = field(default_factory=dict)

    def level(self, node: Node, place: str) -> str:
        """The key of a level."""
        return _known("level", document.string(node), self.levels, node)

    def market(self, key: str, node: Node) -> str:
        """The key of a market."""
        return _known("market", key, self.markets, node)

    def centre(self, node: Node, place: str) -> str:
        """The key of a centre of excellence."""
        return _known("centre", document.string(node), self.centres, node)

    def credential(self, code: str, node: Node) -> str:
        """The code of a credential."""
        return _known("credential", code, self.credentials, node)

    def metric(self, node: Node, place: str) -> str:
        """The key of a metric."""
        return _known("metric", document.string(node), self.metrics, node)

    def attestation(self, node: Node, place: str) -> str:
        """The key of a kind of attestation."""
        return _known("attestation", document.string(node), self.attestations, node)


def _known(noun: str, name: str, known: Mapping[str, Any], node: Node) -> str:
    if name not in known:
        # Imported where it is needed, once something is wrong: evaluate starts for one line, too.
        from difflib import get_close_matches

        near = get_close_matches(name, known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise Fault(f"unknown {noun} '{name}'{hint}", node)
    return name
