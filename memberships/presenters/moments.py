"""A moment in the reader's words, where hours count (F4)."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners import days
from partners.clock import day_of

HOUR = timedelta(hours=1)


def moment(at: datetime) -> str:
    """Day and time in the portal's time zone: "1 September 2027, 14:05 CEST"."""
    local = at.astimezone(timezone.get_default_timezone())
    return _("%(day)s, %(time)s") % {"day": days.full(day_of(at)), "time": date_format(local, "H:i T")}


def left(until: datetime, *, at: datetime) -> str:
    """How long is left, in whole hours up to three days, then in days: "still 5 hours"."""
    hours = max(0, (until - at) // HOUR)
    if hours < 72:
        return ngettext("still %(count)d hour", "still %(count)d hours", hours) % {"count": hours}
    return ngettext("still %(count)d day", "still %(count)d days", hours // 24) % {"count": hours // 24}


def taken(span: timedelta) -> str:
    """How long something took: "5 hours", "3 days"."""
    hours = span // HOUR
    if hours < 72:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}
