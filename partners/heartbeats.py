"""Signs of life of the processes behind the pages, kept as rows, since the web process never asks Redis.

Each row proves one thing, and stays fresh while that thing works, whatever becomes of the others:
`beat`    beat's loop turns and reaches the database (written by beat at every turn);
`broker`  a message was accepted (written by beat or the worker, whoever sent a heartbeat);
`worker`  a message came through and was carried out (written by the heartbeat task).
Beat and the worker both send heartbeats, so that a silent beat does not make the worker look silent.
"""

import logging
import os
import threading
from datetime import datetime, timedelta
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import DatabaseError, close_old_connections, connection

from partners.clock import now
from partners.models import Heartbeat

BEAT, BROKER, WORKER = "beat", "broker", "worker"

logger = logging.getLogger(__name__)


def record(name: str, *, at: datetime) -> None:
    """Write that `name` worked at that moment."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})


def record_quietly(name: str) -> None:
    """Like `record`, now; a database that is away is logged, so that the caller's loop goes on."""
    try:
        close_old_connections()
        record(name, at=now())
    except DatabaseError as problem:
        logger.warning("heartbeat of %s not written: %s", name, type(problem).__name__)


# Held while a thread's connection is open, and around every fork of its process.
_NO_FORK = threading.Lock()
os.register_at_fork(
    before=_NO_FORK.acquire, after_in_parent=_NO_FORK.release, after_in_child=_NO_FORK.release
)


def record_beside_forks(name: str) -> None:
    """Like `record_quietly`, for a thread of a process that forks: no child ever gets its connection.

    A worker replaces a child that was killed. A child that comes by an open connection to SQLite drops it, takes
    itself for the last reader and removes the write-ahead log under the others, which damages the database.
    """
    with _NO_FORK:
        try:
            record_quietly(name)
        finally:
            connection.close()


class BeatingScheduler(Scheduler):
    """Celery's scheduler, kept in memory, that writes the rows of beat and broker as it goes.

    Memory is enough: every entry is an interval, and each task asks the database what is due.
    """

    def setup_schedule(self) -> None:
        """The schedule, with every entry due at once: a beat that comes back looks for what it missed."""
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = entry.default_now() - timedelta(days=1)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One turn of the loop; returns the seconds until the next."""
        wait: float = super().tick(*args, **kwargs)
        record_quietly(BEAT)
        return wait

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
        """Send one entry; raises celery's SchedulingError if the broker does not take it."""
        sent = super().apply_async(entry, *args, **kwargs)
        record_quietly(BROKER)
        return sent

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send one entry; a broker that is away costs one line and the entry comes again next time."""
        try:
            self.apply_async(entry, producer=producer, advance=False)
        except Exception as problem:  # noqa: BLE001 - whatever the transport raises, the loop must go on
            logger.warning("%s not sent: %s", entry.task, problem)

    def _ensure_connected(self) -> Any:
        # Celery's own waits here until the broker is back, and beat would fall silent with it.
        return self.connection
