"""What a reader does with their notifications: mark them as read, choose how to be told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from partners.models import Message, MessageKind, MessagePreference, Organisation, User, Way


def mark_read(
    *, by: User, organisation: Organisation, at: datetime, only: Collection[UUID] | None = None
) -> int:
    """Mark the user's own messages about the organisation as read: `only` these, or all. Returns how many.

    A message of somebody else is left alone, as if it were not there.
    """
    rows = Message.objects.unread().filter(recipient=by, organisation=organisation)
    if only is not None:
        rows = rows.filter(pk__in=only)
    return rows.update(read_at=at)


@transaction.atomic
def choose(*, by: User, ways: Mapping[MessageKind, Way]) -> None:
    """Be told of these kinds in these ways from now on; what was written before goes the way it went."""
    chosen = [MessagePreference(user=by, kind=kind, way=way) for kind, way in ways.items()]
    MessagePreference.objects.bulk_create(
        chosen, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["way"]
    )
