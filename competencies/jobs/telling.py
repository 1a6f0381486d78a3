"""Alerts that reviews raised, changed or cleared become messages to those who must know (E4)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.models import Untold
from partners import messages
from partners.access import readers_of_risk
from partners.clock import now
from partners.journal import Kind
from partners.models import JournalEntry, Message, MessageKind


def flag_renewal_risk(*, as_of: date, seconds: float | None = None) -> int:
    """Write the messages about what reviews found; returns how many changes were told.

    What one step of a review found is one message for each reader: the organisation's admins and membership
    managers of the day. An organisation without any keeps its alert on its pages, and nobody is written to.
    """
    return in_chunks(lambda: _tell_some(as_of), seconds=seconds)


@transaction.atomic
def _tell_some(as_of: date) -> int:
    untold = list(Untold.objects.order_by("pk").select_for_update(skip_locked=True)[:CHUNK])
    if not untold:
        return 0
    readers = readers_of_risk({each.organisation_id for each in untold}, as_of=as_of)
    messages.write(_messages(untold, readers, _lost_only(untold), now()))
    Untold.objects.filter(pk__in=[each.pk for each in untold]).delete()
    return len(untold)


def _lost_only(untold: Sequence[Untold]) -> set[int]:
    """Ids of the entries that tell of a lost level, where no paid term makes an alert of it."""
    entries = [entry for each in untold for entry in each.entries]
    lost = JournalEntry.objects.filter(pk__in=entries, kind=Kind.LEVEL_LOST)
    return set(lost.values_list("pk", flat=True))


def _messages(
    untold: Sequence[Untold], readers: Mapping[int, list[int]], lost: set[int], moment: datetime
) -> Iterator[Message]:
    for each in untold:
        kind = MessageKind.LEVEL_LOST if lost.issuperset(each.entries) else MessageKind.RENEWAL_RISK
        for reader in readers.get(each.organisation_id, ()):
            yield messages.message(
                kind,
                recipient=reader,
                organisation=each.organisation_id,
                on=each.on,
                about=f"journal:{each.entries[0]}",
                data={"entries": each.entries},
                now=moment,
            )
