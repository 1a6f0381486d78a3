"""Orders whose 30 days are over without proof expire; with proof they hold the grace of what they renew (E2, E3)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.models import Standing
from competencies.review.change import settle
from competencies.review.locks import locked_free
from memberships.actions import terms
from memberships.models import Order, OrderState
from memberships.models.orders import PAID_WITHIN
from memberships.notices import tell_of_order
from partners.journal import Kind
from partners.models import JournalEntry, MessageKind

HELD_AHEAD = timedelta(days=15)
"""Grace that would end within so many days is lengthened: the job may be away for that long."""


def expire_orders(*, as_of: date, seconds: float | None = None) -> int:
    """Record the end of every open order without proof whose day has come by `as_of`; returns how many.

    Before that, the grace of terms whose renewal waits for staff is lengthened, day by day as it were, so that level
    and display go on until the order is settled. Organisations that somebody else holds are left to the next
    sweep.
    """
    met: set[int] = set()
    held = in_chunks(lambda: _hold_some(as_of, met), seconds=seconds)
    return held + in_chunks(lambda: _expire_some(as_of, met), seconds=seconds)


def _hold_some(as_of: date, met: set[int]) -> int:
    waiting = Order.objects.holding_grace(as_of + HELD_AHEAD).select_related("renews")
    while due := list(waiting.exclude(pk__in=met)[:CHUNK]):
        met |= {each.pk for each in due}
        with transaction.atomic():
            ours, standings = _free(due, as_of)
            terms_held = [each.renews for each in ours if each.renews is not None]
            if lengthened := terms.keep_grace(terms_held, until=as_of + PAID_WITHIN):
                settle(standings, as_of)
                return lengthened
    return 0


def _expire_some(as_of: date, met: set[int]) -> int:
    """The next chunk that is free; `met` keeps what was held by others, so that no run turns in circles."""
    while due := list(Order.objects.to_expire(as_of).exclude(pk__in=met)[:CHUNK]):
        met |= {each.pk for each in due}
        with transaction.atomic():
            ours, standings = _free(due, as_of)
            # Somebody may have paid, or cancelled, between the look and the lock.
            ended = list(Order.objects.to_expire(as_of).filter(pk__in=[each.pk for each in ours]))
            if ended:
                _record(ended, as_of)
                settle(standings, as_of)
                return len(ended)
    return 0


def _free(due: Sequence[Order], as_of: date) -> tuple[list[Order], list[Standing]]:
    """Those of these orders whose organisation nobody holds, locked here, with its standing."""
    standings = [
        each
        for each in locked_free({order.organisation_id for order in due})
        if each.reviewed_on is None or each.reviewed_on <= as_of
    ]
    here = {each.pk for each in standings}
    return [each for each in due if each.organisation_id in here], standings


def _record(ended: Sequence[Order], as_of: date) -> None:
    for order in ended:
        order.state, order.settled_on = OrderState.EXPIRED, order.expires_on
    Order.objects.bulk_update(ended, ["state", "settled_on"])
    JournalEntry.objects.bulk_create(map(_entry, ended))
    tell_of_order(MessageKind.ORDER_EXPIRED, ended, on=as_of)


def _entry(order: Order) -> JournalEntry:
    return JournalEntry(
        kind=Kind.ORDER_EXPIRED,
        on=order.expires_on,
        organisation_id=order.organisation_id,
        level=order.level,
        data={"order": order.pk, "number": order.number, "offer": order.offer, "kind": order.kind},
        effect_key=f"order-expired:{order.pk}",
    )
