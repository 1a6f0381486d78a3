"""Listings follow what their organisations display: within a sweep of the change (F2, F3)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from competencies.jobs.chunks import in_chunks
from competencies.published import NoProgramme, current_programme
from memberships.directory.display import as_data, displays
from memberships.directory.filing import file_all
from memberships.models import DisplayNews, Listing
from partners.clock import now
from partners.journal import Kind
from partners.models import JournalEntry

CHUNK = 200
"""So many listings share a transaction."""

STILL_COMING = timedelta(minutes=15)
"""A review that began earlier has committed, or never will: no job and no request lasts as long."""


def file_listings(*, as_of: date, seconds: float | None = None) -> int:
    """File anew whatever displays something else than it is filed under; returns how many listings."""
    try:
        current_programme()
    except NoProgramme:
        return 0
    _read_news(as_of)
    return in_chunks(lambda: _file_some(as_of), seconds=seconds)


@transaction.atomic
def _file_some(as_of: date) -> int:
    due = list(Listing.objects.stale(as_of).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    if due:
        file_all(due, current_programme(), as_of=as_of)
    return len(due)


@transaction.atomic
def _read_news(as_of: date) -> None:
    """Mark listings whose organisation's review added a display.

    Entries of the journal are numbered when they are written, not when they are committed: so those of the last
    minutes are read again each time, and only older ones are done with.
    """
    read, _made = DisplayNews.objects.select_for_update().get_or_create(pk=1)
    entries = JournalEntry.objects.filter(pk__gt=read.read_up_to)
    added = entries.filter(kind=Kind.DISPLAY_ADDED).values("organisation")
    after = 0
    while some := list(Listing.objects.filter(organisation__in=added, pk__gt=after).order_by("pk")[:CHUNK]):
        _mark(some, as_of)
        after = some[-1].pk
    settled = (
        entries.filter(recorded_at__lt=now() - STILL_COMING).order_by("-pk").values_list("pk", flat=True)
    )
    if last := settled.first():
        DisplayNews.objects.filter(pk=read.pk).update(read_up_to=last)


def _mark(listings: Sequence[Listing], as_of: date) -> None:
    """What is filed rightly already stays as it is."""
    organisations = {each.organisation_id for each in listings}
    found = displays(organisations, current_programme().level_keys, as_of=as_of)
    wrong = [each.pk for each in listings if each.shown != as_data(found.get(each.organisation_id))]
    if wrong:
        Listing.objects.filter(pk__in=wrong).update(stale_on=as_of)
