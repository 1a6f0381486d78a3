"""The rules: from facts and a programme to an Outcome with reasons. Pure: no Django, no clock."""

from competencies.rules.case import Case
from competencies.rules.failure import Scrutiny
from competencies.rules.outcome import (
    AtRisk,
    AttestationVerdict,
    BranchVerdict,
    Counting,
    ExplainedVerdict,
    GroupVerdict,
    IncludingVerdict,
    MetricVerdict,
    NodeVerdict,
    NotCounting,
    Outcome,
    PathVerdict,
    PeopleVerdict,
    Renewal,
    TeamVerdict,
    Verdict,
)
from competencies.rules.outlook import PathOutlook
from competencies.rules.shift import Shift, Turn, shifts

__all__ = [
    "AtRisk",
    "AttestationVerdict",
    "BranchVerdict",
    "Case",
    "Counting",
    "ExplainedVerdict",
    "GroupVerdict",
    "IncludingVerdict",
    "MetricVerdict",
    "NodeVerdict",
    "NotCounting",
    "Outcome",
    "PathOutlook",
    "PathVerdict",
    "PeopleVerdict",
    "Renewal",
    "Scrutiny",
    "Shift",
    "TeamVerdict",
    "Turn",
    "Verdict",
    "shifts",
]
