"""The facts of an organisation. Pure, but for `facts.load`, which reads them from the models."""

from competencies.facts.model import (
    Achievement,
    Attestation,
    Facts,
    Held,
    Membership,
    Override,
    Period,
    Person,
    Reading,
)
from competencies.facts.reading import read_facts
from competencies.facts.scalar import FactsError

__all__ = [
    "Achievement",
    "Attestation",
    "Facts",
    "FactsError",
    "Held",
    "Membership",
    "Override",
    "Period",
    "Person",
    "Reading",
    "read_facts",
]
