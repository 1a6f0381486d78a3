"""From the staging tables to the facts, some thousand rows a transaction."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import connection
from django.db.models import Max

from competencies.feeds import achievements, figures, transcripts
from competencies.feeds.formats import FORMATS
from competencies.feeds.upsert import Chunk
from competencies.models import Feed, FeedRun
from competencies.models.feeds import Stage

CHUNK = 5_000
"""So many rows are taken over at once."""

_MERGE: Mapping[Feed, Callable[[Chunk, date], None]] = {
    Feed.ACHIEVEMENTS: achievements.merge,
    Feed.TRANSCRIPTS: transcripts.merge,
    Feed.READINGS: figures.merge_readings,
    Feed.ATTESTATIONS: figures.merge_attestations,
}


def merge(run: FeedRun, on: date) -> None:
    """Take the next staged rows over and drop them there; after the last, on to the next stage."""
    staged = FORMATS[Feed(run.feed)].staged
    waiting = staged._default_manager.filter(run=run, line__gt=run.merged_line).order_by("line")
    last = waiting[:CHUNK].aggregate(last=Max("line"))["last"]
    if last is None:
        run.stage = Stage.MARKING
        return
    chunk = Chunk(run, run.merged_line, last)
    _MERGE[Feed(run.feed)](chunk, on)
    table = connection.ops.quote_name(staged._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE run_id = %s AND line > %s AND line <= %s",  # noqa: S608 our own table
            chunk.bounds,
        )
    run.merged_line = last
