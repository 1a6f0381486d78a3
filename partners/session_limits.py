"""How long a session lasts: since it was last used, and in all. The server keeps both."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from partners.models import User


@dataclass(frozen=True, slots=True)
class Limits:
    """A session is over when it was not used for `idle`, and `absolute` after the sign-in in any case."""

    idle: timedelta
    absolute: timedelta

    def end(self, *, signed_in_at: datetime, seen_at: datetime) -> datetime:
        """The first moment at which the session no longer opens anything."""
        return min(signed_in_at + self.absolute, seen_at + self.idle)


STAFF = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
OTHERS = Limits(idle=timedelta(days=14), absolute=timedelta(days=14))


def limits_of(user: User) -> Limits:
    """The vendor's staff sees everybody's data, so its sessions are short."""
    return STAFF if user.is_staff else OTHERS
