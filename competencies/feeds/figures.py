"""Readings and attestations: facts of an organisation itself, found by its MPN ID (C2)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from competencies.feeds import concerns
from competencies.feeds.statements import carried_out
from competencies.feeds.upsert import Chunk, Upsert
from competencies.models import Attestation, FeedFlaw, Reading, StagedAttestation, StagedReading
from competencies.models.feeds import Flaw
from partners.journal import Cause, Reason
from partners.models import Organisation

_ORGANISATION = f'JOIN "{Organisation._meta.db_table}" AS o ON o.mpn_id = s.mpn_id'

_READINGS = Upsert(
    Reading,
    StagedReading,
    joins=_ORGANISATION,
    key={"organisation_id": "o.id", "metric": "s.metric", "on": 's."on"'},
    values={"amount": "s.amount"},
)
_ATTESTATIONS = Upsert(
    Attestation,
    StagedAttestation,
    joins=_ORGANISATION,
    key={"organisation_id": "o.id", "attestation": "s.attestation", "reference": "s.reference"},
    values={"starts_on": "s.starts_on", "until": "s.until"},
)

_REPORT = """
INSERT INTO {flaw} (run_id, line, field, reason)
SELECT s.run_id, s.line, %s, %s FROM {staged} AS s
WHERE s.run_id = %s AND s.line > %s AND s.line <= %s
AND NOT EXISTS (SELECT 1 FROM {organisation} AS o WHERE o.mpn_id = s.mpn_id)"""


def merge_readings(chunk: Chunk, on: date) -> None:
    """Take the rows over; every organisation whose amounts change is concerned."""
    _merge(_READINGS, chunk, on, "DISTINCT o.id, s.metric", _reading)


def merge_attestations(chunk: Chunk, on: date) -> None:
    """Take the rows over; every organisation whose attestations change is concerned."""
    _merge(_ATTESTATIONS, chunk, on, "o.id, s.attestation, s.reference", _attestation)


def _reading(run: int, metric: str) -> Cause:
    return Cause(Reason.READING_RECORDED, {"run": run, "metric": metric})


def _attestation(run: int, attestation: str, reference: str) -> Cause:
    details = {"run": run, "attestation": attestation, "reference": reference}
    return Cause(Reason.ATTESTATION_RECORDED, details)


def _merge(upsert: Upsert, chunk: Chunk, on: date, wanted: str, cause: Callable[..., Cause]) -> None:
    _report_unknown(upsert, chunk)
    causes: dict[int, list[Cause]] = defaultdict(list)
    rows: list[Any] = upsert.differing(chunk, wanted, new=True)
    for organisation, *details in sorted(rows):
        causes[organisation].append(cause(chunk.run.pk, *details))
    standings = concerns.settled(causes, on) if causes else []
    chunk.run.written += upsert.write(chunk)
    if causes:
        concerns.leave(chunk.run, standings, causes)


def _report_unknown(upsert: Upsert, chunk: Chunk) -> None:
    """Rows of an MPN ID that nobody has are bad rows."""
    quote = connection.ops.quote_name
    statement = _REPORT.format(
        flaw=quote(FeedFlaw._meta.db_table),
        staged=quote(upsert.staged._meta.db_table),
        organisation=quote(Organisation._meta.db_table),
    )
    parameters = ["mpn_id", Flaw.UNKNOWN_ORGANISATION.value, *chunk.bounds]
    with carried_out(statement, parameters) as cursor:
        chunk.run.bad += cursor.rowcount
        chunk.run.staged -= cursor.rowcount
