"""What the portal knows of competencies: rules in force, achievements, and what they attain."""

from competencies.models.attainments import Attainment
from competencies.models.editions import ProgrammeEdition
from competencies.models.figures import Attestation, Reading
from competencies.models.overrides import Override
from competencies.models.standings import Standing
from competencies.models.ties import Affiliation, Association
from competencies.models.transcripts import Achievement, Transcript

__all__ = [
    "Achievement",
    "Affiliation",
    "Association",
    "Attainment",
    "Attestation",
    "Override",
    "ProgrammeEdition",
    "Reading",
    "Standing",
    "Transcript",
]
