"""Transcripts: people's records; they change nobody's levels (C2, C3)."""

from datetime import date

from django.db import connection

from competencies.feeds.statements import carried_out
from competencies.feeds.upsert import Chunk, Upsert
from competencies.models import StagedTranscript, Transcript

# Both make 128 random bits, in the form in which the engine keeps UUIDs.
_UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}

_WAITING = """
INSERT INTO {transcript} (public_id, mcid, name, email, access_code_hash)
SELECT {uuid}, unknown.mcid, '', '', ''
FROM (
    SELECT DISTINCT s.mcid FROM {staged} AS s
    WHERE s.run_id = %s AND s.line > %s AND s.line <= %s
    AND NOT EXISTS (SELECT 1 FROM {transcript} AS t WHERE t.mcid = s.mcid)
) AS unknown
WHERE true
ON CONFLICT (mcid) DO NOTHING"""


def merge(chunk: Chunk, on: date) -> None:
    """Take the rows over; owner and day of the claim stay as they are, a code too where none is given."""
    upsert = Upsert(
        Transcript,
        StagedTranscript,
        joins="",
        key={"mcid": "s.mcid"},
        values={"name": "s.name", "email": "s.email", "access_code_hash": "s.access_code_hash"},
        fixed={"public_id": _UUID[connection.vendor]},
        kept_if_empty="access_code_hash",
    )
    chunk.run.written += upsert.write(chunk)


def make_waiting(chunk: Chunk, staged_table: str) -> None:
    """Make a transcript that waits for its owner for every MCID that the portal does not know."""
    statement = _WAITING.format(
        transcript=connection.ops.quote_name(Transcript._meta.db_table),
        uuid=_UUID[connection.vendor],
        staged=connection.ops.quote_name(staged_table),
    )
    with carried_out(statement, chunk.bounds):
        pass
