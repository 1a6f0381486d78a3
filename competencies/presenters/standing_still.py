"""A path as it will stand on a later day, by projection: people move with the day, sales stay as they are."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from competencies.programme import AnyOf, Node, Path
from competencies.rules import BranchVerdict, MetricVerdict, NodeVerdict, PathVerdict


def projected(path: Path, later: PathVerdict, now: PathVerdict | None) -> PathVerdict:
    """The later verdict with today's figures in place of those that the later day would compute."""
    figures = {verdict.node: verdict for verdict in _metrics(now.requirements)} if now else {}
    requirements = tuple(
        _still(node, verdict, figures)
        for node, verdict in zip(path.requires, later.requirements, strict=True)
    )
    return replace(later, met=all(verdict.met for verdict in requirements), requirements=requirements)


def _metrics(verdicts: tuple[NodeVerdict, ...]) -> list[MetricVerdict]:
    found: list[MetricVerdict] = []
    for verdict in verdicts:
        if isinstance(verdict, BranchVerdict):
            found.extend(_metrics(verdict.requirements))
        elif isinstance(verdict, MetricVerdict):
            found.append(verdict)
    return found


def _still(node: Node, verdict: NodeVerdict, figures: Mapping[str, MetricVerdict]) -> NodeVerdict:
    if isinstance(verdict, MetricVerdict) and verdict.node in figures:
        have = figures[verdict.node].have
        return replace(verdict, have=have, met=have is not None and Decimal(have) >= Decimal(verdict.need))
    if isinstance(verdict, BranchVerdict):
        parts = tuple(
            _still(part, result, figures)
            for part, result in zip(node.nodes, verdict.requirements, strict=True)  # type: ignore[union-attr]
        )
        met = any if isinstance(node, AnyOf) else all
        return replace(verdict, requirements=parts, met=met(part.met for part in parts))
    return verdict
