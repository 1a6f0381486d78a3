"""How often one origin asks for a page that everybody may read, counted in this process alone (decision 44).

Nothing is written anywhere, so counting costs a few microseconds. Each process of the server counts for itself: of so
many processes, so many times the limit may pass, which is enough to keep one origin from taking everybody's place.
"""

from datetime import datetime, timedelta
from threading import Lock

from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

WINDOW = timedelta(minutes=1)

MOST_ORIGINS = 50_000
"""Of so many within a minute a process keeps count, some megabytes; what comes from others then passes uncounted."""


def origin(request: HttpRequest) -> str:
    """Where a request comes from, as far as proxies are trusted: an address, or a network of version 6.

    All whose origin cannot be told are one.
    """
    try:
        return str(get_ip(request))
    except (ImproperlyConfigured, PermissionDenied):
        return ""


class Pace:
    """What each origin has asked within the last minute, reckoned from the counts of this one and the one before.

    Of the minute before as much counts as the last sixty seconds reach into it. What is refused does not count, so
    whoever goes on asking is let through at the limit's own pace.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def allows(self, origin: str, most: int, *, at: datetime) -> bool:
        """Whether the origin may ask once more at this moment, and if so, count it."""
        minute, into = divmod(at.timestamp(), WINDOW.total_seconds())
        left = 1 - into / WINDOW.total_seconds()
        with self._lock:
            self._turn(int(minute))
            asked = self._now.get(origin, 0)
            if asked + 1 + self._before.get(origin, 0) * left > most:
                return False
            if asked or len(self._now) < MOST_ORIGINS:
                self._now[origin] = asked + 1
            return True

    def _turn(self, minute: int) -> None:
        """Forget what lies more than a minute back."""
        if minute != self._minute:
            self._before = self._now if minute == self._minute + 1 else {}
            self._now, self._minute = {}, minute
