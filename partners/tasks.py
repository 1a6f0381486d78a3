"""Tasks of the portal's own upkeep."""

import threading
import time
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from kombu.exceptions import OperationalError

from partners import hearing, heartbeats
from partners.actions import invitation_files, limits, sessions
from partners.clock import now, today
from partners.models import Job
from partners.sweeps import swept

WORKER_INTERVAL_SECONDS = 5
SECONDS = 45
"""So long one sweep works at most; what is left is taken up by the next."""


@shared_task(name="partners.heartbeat")
def heartbeat() -> None:
    """Prove that messages come through and are carried out."""
    heartbeats.record_quietly(heartbeats.WORKER)


@shared_task(name="partners.invite", ignore_result=True)
def invite() -> None:
    """Go on with the files of people to invite, and forget the old ones (B2)."""
    swept(Job.INVITE, lambda: invite_for(SECONDS))


def invite_for(seconds: float) -> int:
    """Invite for about so long; returns how many rows were settled."""
    end, total = time.monotonic() + seconds, 0
    invitation_files.forget(on=today())
    while time.monotonic() < end and (done := invitation_files.invite_some(on=today())):
        total += done
    return total


@shared_task(name="partners.clear_sessions")
def clear_sessions() -> None:
    """Remove sessions that are over, and counts of tries that no longer limit anything."""
    swept(Job.CLEAR_SESSIONS, lambda: sessions.clear(at=now()) + limits.clear(at=now()))


@worker_ready.connect
def start_sending(**_: Any) -> None:
    """Let the worker send heartbeats too, so that a silent beat does not make the worker look silent."""
    threading.Thread(target=send_for_ever, daemon=True, name="heartbeats").start()


def send_for_ever() -> None:
    """Send a heartbeat every few seconds and listen for it; the thread ends with the worker's process."""
    pause = threading.Event()
    while True:
        hearing.listen(taken=send())
        pause.wait(WORKER_INTERVAL_SECONDS)


def send() -> bool:
    """Send one heartbeat; a broker that is away is told by the row that grows old, and by False."""
    try:
        heartbeat.apply_async(expires=WORKER_INTERVAL_SECONDS - 1, retry=False)
    except OperationalError:
        return False
    heartbeats.record_beside_forks(heartbeats.BROKER)
    return True
