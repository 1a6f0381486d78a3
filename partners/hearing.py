"""Whether this worker still hears its broker; one that is deaf ends, so that whoever runs it starts it again.

After its broker was killed, Celery's worker may go on without ever taking a message again: an acknowledgement that
found no connection still fills its window of one message. Nothing is lost by it, for the database is the queue, but
nothing is done either. Each worker sends heartbeats of its own into the queue that it reads, and an idle worker gets
the next message, so one that is idle and hears nothing while the broker takes its heartbeats is deaf.
"""

import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import Any

from celery.signals import task_received
from celery.worker.state import active_requests

QUIET_SECONDS = 60
"""So long an idle worker may hear nothing of what the broker took."""

ENDING_SECONDS = 30
"""So long a deaf worker has to end by itself."""

STATUS = 70  # EX_SOFTWARE of sysexits.h: an error of the program's own

logger = logging.getLogger(__name__)


@dataclass
class Ear:
    """What one worker has sent and heard; times are seconds of the monotonic clock.

    `unheard_since`: when the broker first took a heartbeat after which nothing was heard; None if there is none.
    """

    unheard_since: float | None = None

    def heard(self) -> None:
        """A message came: what was sent before counts as heard."""
        self.unheard_since = None

    def sent(self, *, taken: bool, at: float) -> None:
        """A heartbeat was sent, and the broker took it or was away; while it is away nobody can hear."""
        if not taken:
            self.unheard_since = None
        elif self.unheard_since is None:
            self.unheard_since = at

    def is_deaf(self, *, at: float, busy: bool) -> bool:
        """Whether it hears nothing for QUIET_SECONDS though it could; a busy worker takes no message."""
        if busy:
            self.unheard_since = None
        return self.unheard_since is not None and at - self.unheard_since > QUIET_SECONDS


EAR = Ear()


def hear(**_: Any) -> None:
    """A message reached this worker."""
    EAR.heard()


task_received.connect(hear)


def listen(*, taken: bool) -> None:
    """Note that a heartbeat was sent; end this process if it is deaf."""
    at = time.monotonic()
    EAR.sent(taken=taken, at=at)
    if EAR.is_deaf(at=at, busy=bool(active_requests)):
        end()


def end() -> None:
    """End this worker as its runner would, and without ceremony if that takes too long."""
    logger.critical("the worker hears nothing of what its broker takes: ending, so that it is started again")
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(ENDING_SECONDS)
    os._exit(STATUS)
