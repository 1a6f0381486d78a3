"""Benefits end with the grace of the term that brought them (E5)."""

from datetime import date

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from memberships.actions import benefits
from memberships.models import Entitlement


def end_benefits(*, as_of: date, seconds: float | None = None) -> int:
    """End the benefits whose term is over by `as_of`, each on the day on which it was; returns how many were due.

    A term whose grace was lengthened meanwhile is looked at again on the day on which it is over now. Rows that
    somebody holds are left to the next sweep.
    """
    return in_chunks(lambda: _end_some(as_of), seconds=seconds)


@transaction.atomic
def _end_some(as_of: date) -> int:
    due = Entitlement.objects.due(as_of).select_related("term")
    found = list(due.select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    benefits.end_over(found=found, as_of=as_of)
    for term in {each.term for each in found if each.term is not None and each.term.over_on > as_of}:
        benefits.redate(term)
    return len(found)
