"""Fourteen days before an override ends, its specialist and the partner are reminded (D4)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.models import Override
from partners import messages
from partners.access import readers_of_risk
from partners.clock import now
from partners.models import Message, MessageKind


def remind_of_overrides(*, as_of: date, seconds: float | None = None) -> int:
    """Write the reminders that are due by `as_of`; returns of how many overrides.

    None for an override that another covers on its last day; if that one is ended early, it comes then.
    """
    return in_chunks(lambda: _remind_some(as_of), seconds=seconds)


@transaction.atomic
def _remind_some(as_of: date) -> int:
    near = list(Override.objects.to_remind(as_of).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
    if not near:
        return 0
    Override.objects.filter(pk__in=[each.pk for each in near]).update(reminded_on=as_of)
    readers = readers_of_risk({each.organisation_id for each in near}, as_of=as_of)
    messages.write(_reminders(near, readers, as_of, now()))
    return len(near)


def _reminders(
    near: Sequence[Override], readers: Mapping[int, list[int]], on: date, moment: datetime
) -> Iterator[Message]:
    for override in near:
        for reader in {override.placed_by_id, *readers.get(override.organisation_id, ())}:
            yield messages.message(
                MessageKind.OVERRIDE_ENDING,
                recipient=reader,
                organisation=override.organisation_id,
                on=on,
                about=f"override:{override.pk}",
                data={"override": override.pk},
                now=moment,
            )
