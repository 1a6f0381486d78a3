"""Writing messages: one row for each reader, once, in the transaction that found out what they say."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from partners.models import Message, MessageKind, MessagePreference, MessageState, Way


def message(
    kind: MessageKind,
    *,
    recipient: int,
    organisation: int,
    on: date,
    about: str,
    data: Mapping[str, Any],
    now: datetime,
) -> Message:
    """A message to a user (by id), not written yet.

    `about` names what it is about, such as "override:17": of one kind, a reader is told of it once.
    """
    return Message(
        kind=kind,
        recipient_id=recipient,
        organisation_id=organisation,
        on=on,
        data=dict(data),
        effect_key=f"{kind.value}:{about}:{recipient}",
        written_at=now,
        due_at=now,
    )


def message_to_address(
    kind: MessageKind,
    *,
    address: str,
    organisation: int | None,
    on: date,
    about: str,
    data: Mapping[str, Any],
    now: datetime,
) -> Message:
    """A message to an address, whether or not it has a login (A6), not written yet. `about` as above."""
    return Message(
        kind=kind,
        address=address,
        organisation_id=organisation,
        on=on,
        data=dict(data),
        effect_key=f"{kind.value}:{about}",
        written_at=now,
        due_at=now,
    )


def write(messages: Iterable[Message], *, only_listed: bool = False) -> None:
    """Write them in one statement; those that are written already stay as they are.

    Each goes the way that its reader chose for its kind: to the mail server, into a digest, or only into the list;
    with `only_listed` all only into the list.
    """
    rows = list(messages)
    readers = {row.recipient_id for row in rows if row.recipient_id is not None}
    ways = _ways(readers, {row.kind for row in rows})
    for row in rows:
        # An address without a login has chosen nothing.
        way = ways.get((row.recipient_id, row.kind)) if row.recipient_id is not None else None
        row.state = _STATES[Way.HERE if only_listed else way or Way.AT_ONCE]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


_STATES: Mapping[str, MessageState] = {
    Way.AT_ONCE: MessageState.WAITING,
    Way.DAILY: MessageState.GATHERED,
    Way.HERE: MessageState.KEPT,
}


def _ways(readers: Collection[int], kinds: Collection[str]) -> dict[tuple[int, str], str]:
    """What was chosen, by reader and kind; at most one query."""
    if not readers:
        return {}
    chosen = MessagePreference.objects.filter(user__in=readers, kind__in=kinds)
    return {(user, kind): way for user, kind, way in chosen.values_list("user_id", "kind", "way")}
