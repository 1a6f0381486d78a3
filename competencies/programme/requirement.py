"""What a path asks for: person predicates and requirement nodes, as the programme file writes them.

Pure data, frozen once read. What they mean is decided in `competencies.rules`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Text = Mapping[str, str]
"""A text in several languages: language code to words; `en` is always there."""


@dataclass(frozen=True)
class Holds:
    """A person predicate: the person holds this credential."""

    code: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes the predicate names, left to right, as often as it names them."""
        return (self.code,)


@dataclass(frozen=True)
class _Parts:
    parts: tuple["Predicate", ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes the predicate names, left to right, as often as it names them."""
        return tuple(code for part in self.parts for code in part.codes)


@dataclass(frozen=True)
class EveryOf(_Parts):
    """A person predicate: the person satisfies every part (`all_of`)."""


@dataclass(frozen=True)
class OneOf(_Parts):
    """A person predicate: the person satisfies at least one part (`any_of`)."""


Predicate = Holds | EveryOf | OneOf


@dataclass(frozen=True, kw_only=True)
class _Named:
    name: Text | None = field(default=None, hash=False)
    note: Text | None = field(default=None, hash=False)
    doubt: Text | None = field(default=None, hash=False)


@dataclass(frozen=True)
class AllOf(_Named):
    """Holds when every node holds."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf(_Named):
    """Holds when at least one node holds."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Including:
    """Of the people of a node, at least `people` also satisfy `each`."""

    people: int
    each: Predicate


@dataclass(frozen=True)
class People(_Named):
    """Holds when `people` different people each satisfy `each`, and every `including` is kept among them."""

    people: int
    each: Predicate
    including: tuple[Including, ...] | None = None


@dataclass(frozen=True)
class Group:
    """Some places of a team, to be filled by people who satisfy `each`."""

    people: int
    each: Predicate
    name: Text | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Team(_Named):
    """Holds when all groups can be filled at the same time, nobody standing in two."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class MetricNode(_Named):
    """Holds when the trailing total (flow) or latest reading (stock) reaches `at_least`, in units of the metric.

    `at_least` is one amount, or one for every market. Without `within_months` (stock only) the window has no start.
    """

    metric: str
    at_least: Decimal | Mapping[str, Decimal]
    within_months: int | None

    def threshold(self, market: str) -> Decimal:
        """The amount that an organisation of this market has to reach."""
        return self.at_least if isinstance(self.at_least, Decimal) else self.at_least[market]


@dataclass(frozen=True)
class AttestationNode(_Named):
    """Holds when at least `at_least` attestations of the kind are valid."""

    attestation: str
    at_least: int = 1


Node = AllOf | AnyOf | People | Team | MetricNode | AttestationNode


def predicates(node: Node) -> Iterator[Predicate]:
    """Every person predicate that the node or a node below it asks for."""
    if isinstance(node, AllOf | AnyOf):
        for part in node.nodes:
            yield from predicates(part)
    elif isinstance(node, People):
        yield node.each
        yield from (entry.each for entry in node.including or ())
    elif isinstance(node, Team):
        yield from (group.each for group in node.groups)


def metric_nodes(node: Node) -> Iterator[MetricNode]:
    """Every metric node at or below this one."""
    if isinstance(node, AllOf | AnyOf):
        for part in node.nodes:
            yield from metric_nodes(part)
    elif isinstance(node, MetricNode):
        yield node
