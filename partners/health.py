"""What probes ask: does the process live, and does what it needs work?"""

from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partners.clock import now
from partners.heartbeats import BEAT, BROKER, WORKER
from partners.models import Heartbeat

# Six heartbeats missed; long enough for the longest task to end on a worker with one process.
FRESH = timedelta(seconds=30)

Readiness = dict[str, dict[str, bool | str]]


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, worker and beat, each `{"ok": bool, "detail": str}`; 503 if any is not ok."""
    parts = readiness(at=now())
    ready = all(part["ok"] for part in parts.values())
    return JsonResponse(parts, status=200 if ready else 503)


def readiness(*, at: datetime) -> Readiness:
    """Judge every part at that moment, from the rows that beat and the worker write. Never raises."""
    try:
        beaten = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    except (DatabaseError, InterfaceError):
        unknown: dict[str, bool | str] = {"ok": False, "detail": "unknown: the database does not answer"}
        down: dict[str, bool | str] = {"ok": False, "detail": "does not answer"}
        return {"database": down, BROKER: unknown, WORKER: unknown, BEAT: unknown}
    judged: Readiness = {"database": {"ok": True, "detail": "answers"}}
    return judged | {name: judge(beaten.get(name), at=at) for name in (BROKER, WORKER, BEAT)}


def judge(last: datetime | None, *, at: datetime) -> dict[str, bool | str]:
    """One part, by its last sign of life."""
    if last is None:
        return {"ok": False, "detail": "never seen"}
    age = at - last
    return {"ok": age <= FRESH, "detail": f"last seen {max(0, int(age.total_seconds()))} s ago"}
