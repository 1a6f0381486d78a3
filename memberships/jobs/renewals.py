"""Fifteen days before the anniversary, twenty-three after it, and when grace is over, people are told (E3)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from memberships.models import OF_RENEWALS, NoticeKind, RenewalNotice
from memberships.models.notices import to_tell
from memberships.notices import tell_of_renewal
from partners.journal import Kind
from partners.models import JournalEntry, Term


def remind_of_renewals(*, as_of: date, seconds: float | None = None) -> int:
    """Write what is to be told of renewals by `as_of`, each once; returns of how many terms.

    A term that nobody renewed is over by itself, by its days; here its end is entered in the journal.
    """
    return in_chunks(lambda: sum(_tell_some(kind, as_of) for kind in OF_RENEWALS), seconds=seconds)


@transaction.atomic
def _tell_some(kind: NoticeKind, as_of: date) -> int:
    near = list(to_tell(kind, as_of).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    RenewalNotice.objects.bulk_create(
        [RenewalNotice(term=term, kind=kind, on=as_of) for term in near], ignore_conflicts=True
    )
    if kind is NoticeKind.OVER:
        _record(near)
    tell_of_renewal(near, kind, on=as_of)
    return len(near)


def _record(over: Sequence[Term]) -> None:
    JournalEntry.objects.bulk_create(
        JournalEntry(
            kind=Kind.TERM_LAPSED,
            on=term.grace_until,
            organisation_id=term.organisation_id,
            level=term.level,
            data={"term": term.pk, "until": term.until.isoformat()},
            effect_key=f"term-lapsed:{term.pk}",
        )
        for term in over
    )
