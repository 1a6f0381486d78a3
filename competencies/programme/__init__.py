"""The programme file: what a partner programme asks for, edition by edition. Pure: no Django, no clock."""

from competencies.programme.edition import (
    AttestationKind,
    Centre,
    Competency,
    Credential,
    Edition,
    Entry,
    Level,
    Market,
    Metric,
    Path,
)
from competencies.programme.problem import Problem, ProgrammeError
from competencies.programme.programme import Programme
from competencies.programme.reading import read_edition
from competencies.programme.requirement import (
    AllOf,
    AnyOf,
    AttestationNode,
    EveryOf,
    Group,
    Holds,
    Including,
    MetricNode,
    Node,
    OneOf,
    People,
    Predicate,
    Team,
    Text,
    metric_nodes,
    predicates,
)

__all__ = [
    "AllOf", "AnyOf", "AttestationKind", "AttestationNode", "Centre", "Competency", "Credential", "Edition", "Entry",
    "EveryOf", "Group", "Holds", "Including", "Level", "Market", "Metric", "MetricNode", "Node", "OneOf", "Path",
    "People", "Predicate", "Problem", "Programme", "ProgrammeError", "Team", "Text", "metric_nodes", "predicates",
    "read_edition",
]
