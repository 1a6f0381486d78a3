"""What the portal knows of competencies: rules in force, achievements, and what they attain."""

from competencies.models.attainments import Attainment
from competencies.models.credit import CreditKind, CreditReport, CreditState, EvidenceType
from competencies.models.drafts import EditionDraft
from competencies.models.editions import ProgrammeEdition
from competencies.models.effects import EditionEffect, EffectRange, EffectRow, EffectStage, Fate
from competencies.models.erasures import ErasedMcid, Erasure
from competencies.models.feeds import Feed, FeedFlaw, FeedRun, FeedTouch
from competencies.models.figures import Attestation, Reading
from competencies.models.overrides import Override
from competencies.models.sources import FeedFile, FeedSource
from competencies.models.staged import (
    StagedAchievement,
    StagedAttestation,
    StagedReading,
    StagedRow,
    StagedTranscript,
)
from competencies.models.standings import Standing
from competencies.models.tallies import Tally
from competencies.models.ties import Affiliation, Association
from competencies.models.transcripts import Achievement, Transcript, TranscriptAlias
from competencies.models.tries import ClaimTry
from competencies.models.untold import Untold

__all__ = [
    "Achievement",
    "Affiliation",
    "Association",
    "Attainment",
    "Attestation",
    "ClaimTry",
    "CreditKind",
    "CreditReport",
    "CreditState",
    "EditionDraft",
    "EditionEffect",
    "EffectRange",
    "EffectRow",
    "EffectStage",
    "ErasedMcid",
    "Erasure",
    "EvidenceType",
    "Fate",
    "Feed",
    "FeedFile",
    "FeedFlaw",
    "FeedRun",
    "FeedSource",
    "FeedTouch",
    "Override",
    "ProgrammeEdition",
    "Reading",
    "StagedAchievement",
    "StagedAttestation",
    "StagedReading",
    "StagedRow",
    "StagedTranscript",
    "Standing",
    "Tally",
    "Transcript",
    "TranscriptAlias",
    "Untold",
]
