"""Against abuse, without an outside service: a field to leave empty, a form's age, and whose mailbox it is (F5)."""

from datetime import UTC, datetime, timedelta

from django.core import signing

QUICKEST = timedelta(seconds=3)
"""Nobody fills the form in faster."""

OLDEST = timedelta(days=1)
"""A form that is older is sent once more, with a stamp of now."""

_SALT = "memberships.referrals.form"


def stamp(at: datetime) -> str:
    """What a form carries: the signed moment at which it was shown."""
    return signing.dumps(at.timestamp(), salt=_SALT)


def age(stamped: str, at: datetime) -> timedelta | None:
    """How old a form is; None for a stamp that is not this portal's."""
    try:
        shown = signing.loads(stamped, salt=_SALT)
    except signing.BadSignature:
        return None
    return at - datetime.fromtimestamp(float(shown), tz=UTC)


def mailbox(address: str) -> str:
    """The address whose tries are counted: `ada+one@…` and `ada+two@…` are one mailbox."""
    name, _at, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
