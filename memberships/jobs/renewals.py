"""Fifteen days before the anniversary and twenty-three after it, people are reminded of the renewal (E3)."""

from datetime import date

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from memberships.models import RenewalReminder
from memberships.models.reminders import ReminderKind, to_remind
from memberships.notices import remind


def remind_of_renewals(*, as_of: date, seconds: float | None = None) -> int:
    """Write the reminders that are due by `as_of`, each once; returns of how many terms."""
    return sum(
        in_chunks(lambda kind=kind: _remind_some(kind, as_of), seconds=seconds)  # type: ignore[misc]
        for kind in ReminderKind
    )


@transaction.atomic
def _remind_some(kind: ReminderKind, as_of: date) -> int:
    near = list(to_remind(kind, as_of).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    RenewalReminder.objects.bulk_create(
        [RenewalReminder(term=term, kind=kind, on=as_of) for term in near], ignore_conflicts=True
    )
    remind(near, kind.value, on=as_of)
    return len(near)
