"""Half-open periods: `starts_on` is the first day that counts, `until` the first that does not."""

from datetime import date

from django.db.models import CheckConstraint, F, Q


def counts_on(as_of: date) -> Q:
    """Rows whose period holds the day; no `until` means open-ended."""
    return Q(starts_on__lte=as_of) & (Q(until=None) | Q(until__gt=as_of))


def not_backwards(name: str) -> CheckConstraint:
    """A period may be empty (in and out on one day) but never ends before it starts."""
    return CheckConstraint(condition=Q(until=None) | Q(until__gte=F("starts_on")), name=name)
