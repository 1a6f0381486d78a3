"""Reports whose achievement or figure has come are closed, and evidence goes when it is needed no more (C7, G10)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from competencies import evidence
from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.models import CreditKind, CreditReport, CreditState
from partners import messages
from partners.clock import now
from partners.journal import Kind
from partners.models import JournalEntry, Message, MessageKind


def recheck_credit(*, as_of: date, seconds: float | None = None) -> int:
    """Close every report whose achievement or figure is there by now, and tell its person; returns how many.

    Whatever brought it: a feed, staff, or a claim. A fixed number of queries for a chunk.
    """
    return in_chunks(lambda: _close_some(as_of), seconds=seconds)


def remove_evidence(*, as_of: date, seconds: float | None = None) -> int:
    """Remove the files of reports that were withdrawn, or settled 90 days ago, and those that no report knows."""
    return in_chunks(lambda: _remove_some(as_of), seconds=seconds) + evidence.tidy(now())


@transaction.atomic
def _close_some(as_of: date) -> int:
    come = list(CreditReport.objects.come().select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    if not come:
        return 0
    rows = CreditReport.objects.filter(pk__in=[each.pk for each in come])
    rows.update(state=CreditState.CLOSED, settled_on=as_of)
    JournalEntry.objects.bulk_create(_entry(each, as_of) for each in come)
    messages.write(_messages(come, as_of, now()))
    return len(come)


def _entry(report: CreditReport, on: date) -> JournalEntry:
    return JournalEntry(
        kind=Kind.CREDIT_CLOSED,
        on=on,
        organisation_id=report.organisation_id if report.kind == CreditKind.FIGURE else None,
        data={"report": report.pk, "person": report.reporter_id},
        effect_key=f"credit-closed:{report.pk}",
    )


def _messages(come: Sequence[CreditReport], on: date, moment: datetime) -> list[Message]:
    return [
        messages.message(
            MessageKind.CREDIT_CLOSED,
            recipient=report.reporter_id,
            organisation=report.organisation_id,
            on=on,
            about=f"credit:{report.pk}",
            data={"report": report.pk},
            now=moment,
        )
        for report in come
    ]


def _remove_some(as_of: date) -> int:
    """The files first: a row that still names one that is gone is met again by the next sweep."""
    old = dict(CreditReport.objects.with_old_evidence(as_of).values_list("pk", "evidence")[:CHUNK])
    evidence.remove(old.values())
    return CreditReport.objects.filter(pk__in=old).update(evidence="")
