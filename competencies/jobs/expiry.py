"""Overrides whose day has come: their end is recorded, and the level goes back to what the facts say (D4)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.models import Override, Standing
from competencies.review.change import settle
from competencies.review.locks import locked_free
from partners.journal import Kind
from partners.models import JournalEntry


def expire_overrides(*, as_of: date, seconds: float | None = None) -> int:
    """Record the end of every override whose day has come by `as_of`; returns how many.

    Its organisation is reviewed in the same transaction, day by day, so that a level that rested on it lapses
    on the override's own day however late this runs. Organisations that somebody else holds, and their
    overrides, are left to the next sweep.
    """
    met: set[int] = set()
    return in_chunks(lambda: _expire_some(as_of, met), seconds=seconds)


def _expire_some(as_of: date, met: set[int]) -> int:
    """The next chunk that is free; `met` keeps what was held by others, so that no run turns in circles."""
    while due := list(Override.objects.to_expire(as_of).exclude(pk__in=met)[:CHUNK]):
        with transaction.atomic():
            free = locked_free({each.organisation_id for each in due})
            ours = [each for each in free if each.reviewed_on is None or each.reviewed_on <= as_of]
            met |= {each.pk for each in due} - (ended := _record(due, ours))
            if ended:
                settle(ours, as_of)
                return len(ended)
    return 0


def _record(due: Iterable[Override], standings: Iterable[Standing]) -> set[int]:
    """Claim and journal those of these overrides whose organisation is locked here; returns their ids."""
    here = {each.pk for each in standings}
    ours = {each.pk for each in due if each.organisation_id in here}
    claimed = list(Override.objects.running().filter(pk__in=ours).order_by("until", "pk"))
    Override.objects.filter(pk__in=[each.pk for each in claimed]).update(expired_on=F("until"))
    JournalEntry.objects.bulk_create(map(_entry, claimed))
    return {each.pk for each in claimed}


def _entry(override: Override) -> JournalEntry:
    return JournalEntry(
        kind=Kind.OVERRIDE_EXPIRED,
        on=override.until,
        organisation_id=override.organisation_id,
        competency=override.competency,
        level=override.level,
        data={"override": override.pk, "starts_on": override.starts_on.isoformat()},
        effect_key=f"override-expired:{override.pk}",
    )
