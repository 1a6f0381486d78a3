"""The end of benefits, wherever it comes from: seats go back, the journal has it, people are told (E5)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from memberships.models import Entitlement, SeatAssignment
from partners.journal import Kind
from partners.models import JournalEntry, User


def end_all(found: Collection[Entitlement], *, on: date, by: User | None = None) -> None:
    """End these open entitlements, which are locked here, and the seats of theirs, on the day."""
    ids = [each.pk for each in found]
    SeatAssignment.objects.open().filter(entitlement__in=ids).update(until=on)
    Entitlement.objects.filter(pk__in=ids).update(until=on, used=0)
    JournalEntry.objects.bulk_create(_entry(each, on, by) for each in found)


def shrink(entitlement: Entitlement, most: int | None, *, on: date) -> int:
    """Free seats until at most so many are in use, those assigned last first; returns how many. Locked here."""
    surplus = 0 if most is None else max(0, entitlement.used - most)
    if surplus:
        last = list(SeatAssignment.objects.of(entitlement).values_list("pk", flat=True)[:surplus])
        SeatAssignment.objects.filter(pk__in=last).update(until=on)
        Entitlement.objects.filter(pk=entitlement.pk).update(used=entitlement.used - len(last))
        entitlement.used -= len(last)
    return surplus


def _entry(each: Entitlement, on: date, by: User | None) -> JournalEntry:
    data: Mapping[str, Any] = {"entitlement": each.pk, "benefit": each.benefit, "seats": each.used}
    return JournalEntry(
        kind=Kind.BENEFIT_ENDED,
        on=on,
        by=by.pk if by else None,
        organisation_id=each.organisation_id,
        data=dict(data),
        effect_key=f"benefit-ended:{each.pk}",
    )
