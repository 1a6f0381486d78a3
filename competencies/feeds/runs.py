"""Going on with runs: one process at a time, a transaction for each step, safe to be killed anywhere."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import Q

from competencies.feeds.concerns import mark
from competencies.feeds.formats import FORMATS
from competencies.feeds.merging import merge
from competencies.feeds.sifting import sift
from competencies.feeds.staging import refuse_changed_file, stage
from competencies.feeds.store import tidy
from competencies.models import Feed, FeedRun
from competencies.models.feeds import Stage
from partners.actions import events
from partners.clock import day_of, now, today
from partners.holders import is_dead, me
from partners.journal import Kind
from partners.refusals import Refused

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""So long a run is kept for its holder after a step; no step takes a fraction of it."""

Progress = Callable[[FeedRun], object]
"""Told after each step how far the run is."""


class Held(RuntimeError):  # noqa: N818 a state of the run, not an error
    """Another process works at this run."""


def advance(
    run: FeedRun,
    *,
    seconds: float | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> bool:
    """Go on with a run until it is over, or for about so long. Returns whether it is over.

    `at`: the moment at which its facts become known, for a history that is told afterwards; else the clock.
    Raises Held if another process works at it, and Refused if its file is gone or was changed; the run is
    over then, too.
    """
    end = None if seconds is None else time.monotonic() + seconds
    holder = _take(run)
    try:
        _look_at_file(run)
        while not run.is_over and (end is None or time.monotonic() < end):
            _remove_copy(run)
            _step(run, holder, at)
            if progress is not None:
                progress(run)
    except Refused as refused:
        _refuse(run, holder, refused.code)
        raise
    finally:
        FeedRun.objects.filter(pk=run.pk, holder=holder).update(leased_until=None)
    return run.is_over


def advance_waiting(*, seconds: float) -> int:
    """Go on with whatever waits, the oldest first, for about so long; returns how many runs are over by it.

    Copies that no run knows, left by a crash, are removed.
    A file that is not the portal's own copy is read only by the command that named it.
    """
    end, over = time.monotonic() + seconds, 0
    tidy(now())
    for run in FeedRun.objects.workable():
        left = end - time.monotonic()
        if left <= 0:
            break
        try:
            over += advance(run, seconds=left)
        except (Held, Refused):
            continue
        except (DatabaseError, OSError):
            # It stays where it is until the next sweep, and stands in nobody's way.
            logger.exception("feed run %s was broken off", run.pk)
    return over


def _take(run: FeedRun) -> str:
    """Hold the run for this process and thread; a dead process of this machine holds nothing."""
    mine = me()
    run.refresh_from_db()
    moment = now()
    # Nobody works at two things at once: what this thread still holds was left when the database went away.
    free = Q(leased_until=None) | Q(leased_until__lte=moment) | Q(holder=mine)
    if is_dead(run.holder):
        free |= Q(holder=run.holder)
    rows = FeedRun.objects.filter(free, pk=run.pk)
    if rows.update(holder=mine, leased_until=moment + LEASE) != 1:
        raise Held(f"another process works at {run.name}")
    run.refresh_from_db()
    return mine


def _look_at_file(run: FeedRun) -> None:
    if run.stage == Stage.STAGING:
        refuse_changed_file(run)


def _step(run: FeedRun, holder: str, at: datetime | None) -> None:
    """The next step and where it leads, in one transaction that only the holder can finish."""
    on = today() if at is None else day_of(at)
    with transaction.atomic():
        mine = FeedRun.objects.filter(
            pk=run.pk, holder=holder, stage=run.stage, line=run.line, merged_line=run.merged_line
        )
        if mine.update(leased_until=now() + LEASE) != 1:
            raise Held(f"another process works at {run.name}")
        match run.stage:
            case Stage.STAGING:
                stage(run)
            case Stage.SIFTING:
                sift(run)
            case Stage.MERGING:
                merge(run, on)
            case _:
                mark(run, on)
        if run.stage == Stage.FINISHED:
            run.finished_at = at or now()
            counts = {"rows": run.staged, "bad": run.bad, "organisations": run.organisations}
            data = {"run": run.pk, "feed": run.feed, **counts}
            events.record(Kind.FEED_LOADED, on=on, by=run.started_by, data=data)
        run.save(update_fields=_MOVED)


_MOVED = [
    "stage", "offset", "line", "merged_line", "staged", "bad", "written", "organisations", "finished_at",
]  # fmt: skip


def _refuse(run: FeedRun, holder: str, code: str) -> None:
    """The run is over without having changed a fact: only the reading of the file can be refused."""
    if run.owned:
        Path(run.path).unlink(missing_ok=True)
    with transaction.atomic():
        refused = FeedRun.objects.filter(pk=run.pk, holder=holder, stage=Stage.STAGING)
        if refused.update(stage=Stage.REFUSED, refusal=code, finished_at=now()):
            FORMATS[Feed(run.feed)].staged._default_manager.filter(run=run).delete()
            data = {"run": run.pk, "feed": run.feed, "refusal": code}
            events.record(Kind.FEED_REFUSED, on=today(), by=run.started_by, data=data)
    run.refresh_from_db()


def _remove_copy(run: FeedRun) -> None:
    """The portal's own copy goes once it is read, and before the run moves on: no crash leaves it there."""
    if run.owned and run.stage != Stage.STAGING:
        Path(run.path).unlink(missing_ok=True)
