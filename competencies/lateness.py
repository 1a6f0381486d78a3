"""How late reviews and feeds are: what `/readyz` and staff see besides the jobs themselves."""

from datetime import date, datetime, timedelta

from django.db.models import Min, Q, QuerySet

from competencies.models import FeedRun, Standing
from competencies.published import rules_version
from partners.clock import today
from partners.health import Readiness

REVIEWED_WITHIN = timedelta(days=1)
"""A day that has come is dealt with in its course, also after a night of many."""

HANGS_AFTER = timedelta(minutes=10)
"""A run of a feed moves on every few seconds while somebody works at it."""


def lateness(at: datetime) -> Readiness:
    """The organisation that has been due longest, and feed runs that hang."""
    as_of = today()
    waited = oldest_due(as_of)
    hung = list(hanging_runs(at).values_list("pk", flat=True)[:10])
    return {
        "due": {
            "ok": waited is None or waited > as_of - REVIEWED_WITHIN,
            "detail": f"oldest due since {waited.isoformat()}" if waited else "nothing is due",
        },
        "feeds": {
            "ok": not hung,
            "detail": f"hanging: {', '.join(map(str, hung))}" if hung else "none hangs",
        },
    }


def oldest_due(as_of: date) -> date | None:
    """The earliest day for which an organisation waits to be reviewed; today for older rules; else None."""
    waits = Standing.objects.filter(next_review_on__lte=as_of)
    earliest = waits.aggregate(earliest=Min("next_review_on"))["earliest"]
    if earliest is not None:
        found: date = earliest
        return found
    return as_of if Standing.objects.filter(rules_version__lt=rules_version()).exists() else None


def hanging_runs(at: datetime) -> QuerySet[FeedRun]:
    """Runs that a worker could go on with, at which nobody has worked for a while."""
    idle = Q(leased_until=None, started_at__lte=at - HANGS_AFTER) | Q(leased_until__lte=at - HANGS_AFTER)
    return FeedRun.objects.workable().filter(idle)
