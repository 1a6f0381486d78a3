"""Counting: the tallies of ranges of organisations follow what changed in them (ADR 0039)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import BigIntegerField, ExpressionWrapper, F, Max

from competencies import counts
from competencies.jobs.chunks import in_chunks
from competencies.models import Tally
from competencies.models.tallies import WIDTH
from partners.clock import now
from partners.models import JournalEntry, Organisation

AGAIN_AFTER = timedelta(minutes=15)
"""So old a tally is counted anew although nothing is known to have changed.

A transaction may commit after one whose journal entries have higher ids: the mark passes over it, this does not.
"""


def count_partners(*, as_of: date, seconds: float | None = None) -> int:
    """Count every range whose organisations are named by the journal since, or that shows another day.

    Returns how many were counted, each in a transaction of its own.
    """
    _mark()
    before = now() - AGAIN_AFTER
    return in_chunks(lambda: _count_one(as_of, before), seconds=seconds)


@transaction.atomic
def _mark() -> None:
    """Mark the ranges that the journal names since the last look, and begin those of new organisations."""
    latest = JournalEntry.objects.aggregate(latest=Max("pk"))["latest"] or 0
    highest = Organisation.objects.aggregate(highest=Max("pk"))["highest"]
    known = dict(Tally.objects.values_list("first", "journal"))
    new = set(range(0, highest + 1, WIDTH) if highest is not None else ()) - set(known)
    Tally.objects.bulk_create(
        [Tally(first=first, journal=latest) for first in sorted(new)], ignore_conflicts=True
    )
    seen = max(known.values(), default=latest)
    if latest > seen:
        # In the order of their keys, as everywhere, so that two sweeps never wait for each other in a circle.
        touched = Tally.objects.filter(first__in=_touched(seen, latest)).order_by("first").select_for_update()
        Tally.objects.filter(pk__in=[row.pk for row in touched]).update(stale=True)
        Tally.objects.filter(first=min(known)).update(journal=latest)


def _touched(seen: int, latest: int) -> set[int]:
    """The ranges of the organisations that these entries are about."""
    place = ExpressionWrapper(F("organisation_id") / WIDTH, output_field=BigIntegerField())
    entries = JournalEntry.objects.filter(pk__gt=seen, pk__lte=latest).exclude(organisation=None)
    places = entries.order_by().annotate(place=place).values_list("place", flat=True).distinct()
    return {int(each) * WIDTH for each in places}


@transaction.atomic
def _count_one(as_of: date, before: datetime) -> int:
    """The range that waits longest and that nobody else counts just now."""
    waiting = Tally.objects.to_count(as_of, before=before).select_for_update(skip_locked=True)
    row = waiting.first()
    if row is None:
        return 0
    # Taken before the rows are read: what comes meanwhile is in the journal after it, and marks the range again.
    row.counted_at = now()
    row.counts = counts.counted(row.first, row.first + WIDTH, as_of=as_of)
    row.on, row.stale = as_of, False
    row.save(update_fields=["counts", "on", "counted_at", "stale"])
    return 1
