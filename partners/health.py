"""What probes ask: does the process live, does what it needs work, and does the clock go?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partners.clock import now
from partners.heartbeats import BEAT, BROKER, WORKER
from partners.models import Heartbeat, Message, Sweep
from partners.sweeps import hanging

# Six heartbeats missed; long enough for the longest task to end on a worker with one process.
FRESH = timedelta(seconds=30)

# A sweep looks for work twice a minute, and mail is handed over every ten seconds.
SWEPT_WITHIN = timedelta(minutes=5)
MAIL_WITHIN = timedelta(hours=1)

Part = dict[str, bool | str]
Readiness = dict[str, Part]
Look = Callable[[datetime], Readiness]
"""What another app says of the clock at a moment; it may fail with the database."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest, looks: Sequence[Look] = ()) -> JsonResponse:
    """Every part as `{"ok": bool, "detail": str}`; 503 if database, broker, worker or beat is not ok.

    A clock that is late is told, too, but turns nobody away: pages work without it.
    """
    moment = now()
    parts = readiness(at=moment)
    ready = all(part["ok"] for part in parts.values())
    late = lateness(looks, at=moment) if parts["database"]["ok"] else {"clock": _UNKNOWN}
    return JsonResponse(parts | late, status=200 if ready else 503)


def readiness(*, at: datetime) -> Readiness:
    """Judge every part at that moment, from the rows that beat and the worker write. Never raises."""
    try:
        beaten = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    except (DatabaseError, InterfaceError):
        down: Part = {"ok": False, "detail": "does not answer"}
        return {"database": down, BROKER: _UNKNOWN, WORKER: _UNKNOWN, BEAT: _UNKNOWN}
    judged: Readiness = {"database": {"ok": True, "detail": "answers"}}
    return judged | {name: judge(beaten.get(name), at=at) for name in (BROKER, WORKER, BEAT)}


_UNKNOWN: Part = {"ok": False, "detail": "unknown: the database does not answer"}


def lateness(looks: Sequence[Look], *, at: datetime) -> Readiness:
    """How late the clock is: the last sweep, mail, and what the looks of other apps add. Never raises."""
    found: Readiness = {}
    for look in (clock, *looks):
        try:
            found |= look(at)
        except (DatabaseError, InterfaceError):
            return {"clock": _UNKNOWN}
    return found


@dataclass(frozen=True, slots=True)
class Clock:
    """How the jobs fare: when all had last finished, which hang, since when a message waits to be handed over."""

    swept_at: datetime | None
    hanging: list[Sweep]
    unsent_since: datetime | None

    @classmethod
    def look(cls, at: datetime) -> "Clock":
        """As the rows say at the moment, in three queries."""
        finished = Sweep.objects.filter(finished_at__isnull=False)
        return cls(
            finished.aggregate(earliest=Min("finished_at"))["earliest"],
            hanging(at),
            Message.objects.unsent().values_list("written_at", flat=True).first(),
        )


def clock(at: datetime) -> Readiness:
    """The clock in the words of a probe."""
    found = Clock.look(at)
    hung = "none hangs"
    if found.hanging:
        hung = f"hanging: {', '.join(sweep.job for sweep in found.hanging)}"
    return {
        "sweep": since(found.swept_at, SWEPT_WITHIN, at=at, never="never swept"),
        "jobs": {"ok": not found.hanging, "detail": hung},
        "mail": since(found.unsent_since, MAIL_WITHIN, at=at, never="nothing waits", ok_if_never=True),
    }


def since(
    moment: datetime | None, within: timedelta, *, at: datetime, never: str, ok_if_never: bool = False
) -> Part:
    """A part that is as old as the moment; ok within the time."""
    if moment is None:
        return {"ok": ok_if_never, "detail": never}
    age = at - moment
    return {"ok": age <= within, "detail": f"{max(0, int(age.total_seconds()))} s ago"}


def judge(last: datetime | None, *, at: datetime) -> dict[str, bool | str]:
    """One part, by its last sign of life."""
    if last is None:
        return {"ok": False, "detail": "never seen"}
    age = at - last
    return {"ok": age <= FRESH, "detail": f"last seen {max(0, int(age.total_seconds()))} s ago"}
