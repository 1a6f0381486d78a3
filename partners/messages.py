"""Writing messages: one row for each reader, once, in the transaction that found out what they say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from partners.models import Message, MessageKind


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


def write(messages: Iterable[Message]) -> None:
    """Write them in one statement; those that are written already stay as they are."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)
