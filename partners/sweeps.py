"""Each job notes when it looked and when it was done, so that a clock that stands still is seen."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from partners.clock import now
from partners.models import Job, Sweep

logger = logging.getLogger(__name__)

HANGS_AFTER = timedelta(minutes=5)
"""No job works longer at once: its task is ended after three minutes."""


def swept(job: Job, work: Callable[[], int]) -> int:
    """Do the work of a job, noting its beginning and its end; returns how much was done.

    What the work raises is noted by its type and raised again.
    """
    Sweep.objects.update_or_create(
        job=job, defaults={"started_at": now(), "finished_at": None, "done": 0, "problem": ""}
    )
    try:
        done = work()
    except Exception as error:
        Sweep.objects.filter(job=job).update(finished_at=now(), problem=type(error).__name__)
        raise
    Sweep.objects.filter(job=job).update(finished_at=now(), done=done)
    if done:
        logger.info("%s: %s done", job, done)
    return done


def hanging(at: datetime) -> list[Sweep]:
    """The jobs that began and have neither finished nor begun anew."""
    return list(Sweep.objects.filter(finished_at=None, started_at__lte=at - HANGS_AFTER))
