"""The four formats: which columns a file has, how each is checked, where its rows wait (C2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from competencies.actions.transcripts import hashed
from competencies.feeds import checks
from competencies.feeds.checks import Check, Flawed, Staged
from competencies.models import (
    Feed,
    StagedAchievement,
    StagedAttestation,
    StagedReading,
    StagedRow,
    StagedTranscript,
)
from competencies.models.feeds import Flaw


def _as_it_is(row: list[Staged]) -> None:
    """Nothing to be seen from several fields together."""


@dataclass(frozen=True)
class Format:
    """`columns`: by name, their checks. `fields`: of the staged model, in the order of the columns.

    `key`: the staged fields of which the last row in a file wins. `complete` looks at a checked row as a
    whole, and may change it or raise Flawed.
    """

    columns: Mapping[str, Check]
    staged: type[StagedRow]
    fields: tuple[str, ...]
    key: tuple[str, ...]
    complete: Callable[[list[Staged]], None] = _as_it_is


def _hash_code(row: list[Staged]) -> None:
    """Access codes go no further than this (C3); a row without one leaves the known code as it is."""
    row[3] = hashed(str(row[0]), str(row[3])) if row[3] else ""


def _refuse_backwards(row: list[Staged]) -> None:
    starts_on, until = row[3], row[4]
    if until is not None and str(until) < str(starts_on):
        raise Flawed(Flaw.BACKWARDS, "until")


FORMATS: Mapping[Feed, Format] = {
    Feed.ACHIEVEMENTS: Format(
        {
            "mcid": checks.text(40),
            "credential": checks.text(80),
            "earned_on": checks.day,
            "expires_on": checks.day_or_nothing,
            "revoked_on": checks.day_or_nothing,
        },
        StagedAchievement,
        ("mcid", "credential", "earned_on", "expires_on", "revoked_on"),
        ("mcid", "credential", "earned_on"),
    ),
    Feed.TRANSCRIPTS: Format(
        {
            "mcid": checks.text(40),
            "name": checks.text_or_nothing(200),
            "email": checks.address,
            "access_code": checks.text_or_nothing(200),
        },
        StagedTranscript,
        ("mcid", "name", "email", "access_code_hash"),
        ("mcid",),
        _hash_code,
    ),
    Feed.READINGS: Format(
        {"mpn_id": checks.mpn_id, "metric": checks.text(80), "on": checks.day, "amount": checks.amount},
        StagedReading,
        ("mpn_id", "metric", "on", "amount"),
        ("mpn_id", "metric", "on"),
    ),
    Feed.ATTESTATIONS: Format(
        {
            "mpn_id": checks.mpn_id,
            "attestation": checks.text(80),
            "reference": checks.text(120),
            "from": checks.day,
            "until": checks.day_or_nothing,
        },
        StagedAttestation,
        ("mpn_id", "attestation", "reference", "starts_on", "until"),
        ("mpn_id", "attestation", "reference"),
        _refuse_backwards,
    ),
}
