"""The one place that reads the clock (decision 7)."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The day in `settings.TIME_ZONE`, whatever time zone a request has activated.

    Read it at the edge only (view, task, command) and pass it on as `as_of` or `on`.
    """
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in `settings.TIME_ZONE` in which a moment lies."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def now() -> datetime:
    """The moment, with its time zone; for stamps such as `beaten_at`, never for a rule."""
    return timezone.now()
