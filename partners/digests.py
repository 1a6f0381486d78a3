"""The daily digest: one mail for each reader who asked for it, of what was gathered since the one before (E4)."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partners.clock import day_of
from partners.models import Message, MessageKind, MessageState

HOUR = 7
"""At this hour of the portal's day what was gathered is told."""

READERS = 200
"""So many readers share a transaction."""

LISTED = 100
"""So many messages a digest lists at most; of the others it says how many they are."""


def write_digests(*, at: datetime, seconds: float) -> int:
    """Write what is due at the moment; returns how many digests were written.

    Harmless when two run at once, or one dies: a reader has one digest for a day, by its effect key, and a message
    is put into it in the same transaction.
    """
    moment = _last_hour(at)
    end, total = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        written, readers = _write_some(moment, at)
        total += written
        if not readers:
            break
    return total


def _last_hour(at: datetime) -> datetime:
    """The last time the clock of the portal struck the hour."""
    zone, day = timezone.get_default_timezone(), day_of(at)
    struck = datetime.combine(day, clock_time(HOUR), zone)
    return struck if struck <= at else datetime.combine(day - timedelta(days=1), clock_time(HOUR), zone)


@transaction.atomic
def _write_some(moment: datetime, at: datetime) -> tuple[int, int]:
    """Digests written, and readers looked at: none when nothing is left to do."""
    on = day_of(moment)
    told = Message.objects.filter(kind=MessageKind.DIGEST, recipient=OuterRef("recipient"), on=on)
    waiting = Message.objects.gathered(moment).filter(~Exists(told))
    readers = list(waiting.order_by("recipient").values_list("recipient", flat=True).distinct()[:READERS])
    if not readers:
        return 0, 0
    rows = (
        waiting.filter(recipient__in=readers)
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))
    )
    by_reader: Mapping[int, list[Message]] = defaultdict(list)
    for row in rows:
        by_reader[row.reader.pk].append(row)
    digests = [_digest(messages, moment, at) for messages in by_reader.values()]
    Message.objects.bulk_create(digests, ignore_conflicts=True)
    # Somebody else may have written a reader's digest meanwhile: then ours is not there.
    ours = set(
        Message.objects.filter(pk__in=[each.pk for each in digests]).values_list("recipient", flat=True)
    )
    told_in = [row.pk for reader in ours for row in by_reader[reader]]
    Message.objects.filter(pk__in=told_in).update(state=MessageState.DIGESTED)
    return len(ours), len(by_reader)


def _digest(messages: Sequence[Message], moment: datetime, at: datetime) -> Message:
    """A digest of one reader's messages; it bears the organisation of the first, and is no news by itself."""
    first, on = messages[0], day_of(moment)
    return Message(
        kind=MessageKind.DIGEST,
        recipient_id=first.recipient_id,
        organisation_id=first.organisation_id,
        on=on,
        data={
            "messages": [str(each.pk) for each in messages[:LISTED]],
            "more": max(0, len(messages) - LISTED),
        },
        effect_key=f"{MessageKind.DIGEST.value}:{on}:{first.recipient_id}",
        written_at=at,
        due_at=at,
        read_at=at,
    )
