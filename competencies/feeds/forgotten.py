"""Rows of people whose data were erased are left out before they reach a table that is kept (C2)."""

from typing import Any

from django.db.models import QuerySet

from competencies.erased import Erased
from competencies.models import Feed, FeedRun
from competencies.models.feeds import FeedFlaw, Flaw
from competencies.models.staged import StagedRow

CHUNK = 1000


def leave_out(run: FeedRun, staged: type[StagedRow]) -> int:
    """Report and drop the staged rows of erased MCIDs; returns how many. One question where nobody was erased."""
    if run.feed not in (Feed.ACHIEVEMENTS, Feed.TRANSCRIPTS):
        return 0
    erased = Erased()
    if not erased:
        return 0
    rows: QuerySet[Any, Any] = staged._default_manager.filter(run=run)
    named = rows.values_list("line", "mcid").order_by("line").iterator(chunk_size=2 * CHUNK)
    # Gathered first: nothing is deleted from what is being read.
    lines = [line for line, mcid in named if mcid in erased]
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        FeedFlaw.objects.bulk_create(
            FeedFlaw(run=run, line=line, field="mcid", reason=Flaw.ERASED) for line in chunk
        )
        rows.filter(line__in=chunk).delete()
    return len(lines)
