"""Orders (E2): placed and cancelled by partners, settled by staff.

Each change of an order claims it by a conditional update while the organisation is locked, so that of two at
once one has its way and the other is told what happened.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from competencies.models import Attainment
from competencies.published import current_programme
from competencies.review import changing
from memberships import proofs
from memberships.actions import benefits, terms
from memberships.models import AddOn, Order, OrderKind, OrderState
from memberships.models.orders import PAID_WITHIN
from memberships.notices import tell_of_order
from memberships.offers import Availability, Offer, Position, availability
from memberships.offers.published import NoOffers, edition_on, offers_of
from memberships.position import position_of, term_of
from memberships.refusal import why_not
from partners.actions import events
from partners.journal import Cause, Kind
from partners.models import MessageKind, Organisation, Term, User
from partners.refusals import Refused


@dataclass(frozen=True, slots=True)
class Billing:
    """What stands on the invoice, as the partner gave it."""

    name: str
    address: str
    country: str
    tax_id: str = ""
    purchase_order: str = ""


def place(
    *, organisation: Organisation, offer: str, currency: str, billing: Billing, on: date, by: User
) -> Order:
    """Order an offer at today's price. Eligibility is judged now, after a review if one is due, and kept.

    Ordered in grace, it keeps level and display of the old term until it is settled (E3). Refused: an offer
    that cannot be bought today, for whatever reason; a currency without a price; an invoice without name or address.
    """
    _refuse_billing(billing)
    with changing([organisation.pk], on=on):
        edition = _edition(on)
        position = position_of(organisation, current_programme(), on=on)
        chosen = _available(offers_of(edition).offer(offer), position)
        columns = _bought(chosen, currency) | _billed(billing)
        # In grace a renewal and an upgrade hold the old term until they are settled.
        renews = term_of(organisation, on=on) if position.in_grace else None
        order = Order.objects.create(
            organisation=organisation,
            edition=edition,
            renews=renews,
            judged=_judged(organisation, chosen.offer, position),
            ordered_on=on,
            ordered_by=by,
            expires_on=on + PAID_WITHIN,
            **columns,
        )
        order.number = f"{on.year}-{order.pk:06d}"
        order.save(update_fields=["number"])
        terms.keep_grace([renews] if renews else [], until=order.expires_on)
        _tell(Kind.ORDER_PLACED, order, on, by, price=str(order.price), currency=currency)
    return order


def attach_proof(*, order: Order, content: bytes, on: date, by: User) -> Order:
    """Keep proof of payment with an open order, in place of an earlier one; it then waits for staff.

    Refused: over 5 MB; neither PDF nor PNG nor JPEG by its content; an order that is settled.
    """
    if len(content) > proofs.LARGEST:
        raise Refused("too-large", _("The file is over 5 MB. Choose a smaller one."))
    kind = proofs.judged(content)
    if kind is None:
        raise Refused("not-a-proof", _("The file is no readable PDF, PNG or JPEG. Choose another."))
    name = proofs.kept(content)
    try:
        with changing([order.organisation_id], on=on):
            replaced = Order.objects.get(pk=order.pk).proof
            # The job may not have come round yet: by the day it is over all the same.
            in_time = Q(expires_on__gt=on) | ~Q(proof="")
            _claim(order, in_time, proof=name, proof_type=kind, proof_on=on)
            terms.keep_grace([order.renews] if order.renews else [], until=on + PAID_WITHIN)
            _tell(Kind.ORDER_PROOF_ADDED, order, on, by)
            transaction.on_commit(lambda: proofs.remove([replaced]))
    except BaseException:
        proofs.remove([name])
        raise
    return order


def cancel(*, order: Order, on: date, by: User) -> Order:
    """Take an order back; only the partner's own and while it is open. Refused: it is settled."""
    with changing([order.organisation_id], on=on):
        _claim(order, state=OrderState.CANCELLED, settled_on=on, settled_by=by)
        _release(order, on)
        _tell(Kind.ORDER_CANCELLED, order, on, by)
    return order


def refuse(*, order: Order, reason: str, on: date, by: User) -> Order:
    """Refuse an order, by staff and with a reason that the partner reads. Refused: it is settled."""
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason: the partner will read it."))
    with changing([order.organisation_id], on=on):
        _claim(order, state=OrderState.REFUSED, settled_on=on, settled_by=by, reason=reason.strip())
        _release(order, on)
        _tell(Kind.ORDER_REFUSED, order, on, by)
        tell_of_order(MessageKind.ORDER_REFUSED, [order], on=on)
    return order


def confirm(*, order: Order, on: date, by: User) -> Order:
    """Confirm that an order is paid: its term, or add-on, starts (E2). By staff.

    Eligibility is not asked again: the order keeps that of its day. Refused: the order is settled; another term
    was started meanwhile, or an add-on's ended: refuse the order with that reason.
    """
    with changing([order.organisation_id], on=on) as because:
        order.refresh_from_db()
        if not order.is_open:
            raise _settled(order)
        term = _started(order, on, by, because)
        _claim(order, state=OrderState.CONFIRMED, settled_on=on, settled_by=by, term=term)
        if order.kind == OrderKind.ADD_ON:
            AddOn.objects.create(term=term, offer=order.offer, starts_on=on, order=order)
            benefits.add(term=term, offer=order.offer, on=on, by=by)
        _tell(Kind.ORDER_CONFIRMED, order, on, by, term=term.pk)
        tell_of_order(MessageKind.ORDER_CONFIRMED, [order], on=on)
    return order


def _started(order: Order, on: date, by: User, because: dict[int, list[Cause]]) -> Term:
    if order.kind != OrderKind.ADD_ON:
        return terms.begin(
            organisation=order.organisation,
            level=order.level,
            on=on,
            by=by,
            because=because,
            renews=order.renews if order.kind == OrderKind.RENEWAL else None,
            edition=order.edition,
        )
    term = term_of(order.organisation, on=on)
    if term is None or term.level != order.level or term.until <= on:
        message = _("The membership that this adds to is over. Refuse the order with that reason.")
        raise Refused("no-membership", message)
    if AddOn.objects.filter(term=term, offer=order.offer).exists():
        raise Refused("added", _("This runs already. Refuse the order with that reason."))
    return term


def _edition(on: date) -> Any:
    try:
        return edition_on(on)
    except NoOffers as error:
        raise Refused("no-offers", _("No offers have been published yet. Try again later.")) from error


def _available(offer: Offer | None, position: Position) -> Availability:
    if offer is None:
        raise Refused("unknown-offer", _("There is no such offer today. Choose one from the list."))
    found = availability(offer, position)
    if found.why is not None:
        raise Refused(found.why.value, why_not(found.why))
    return found


def _bought(chosen: Availability, currency: str) -> dict[str, Any]:
    """What is bought as what, and its price."""
    listed, price = chosen.offer.price(currency), chosen.price(currency)
    if listed is None or price is None or chosen.how is None:
        raise Refused("no-price", _("This offer has no price in this currency. Choose another."))
    return {
        "offer": chosen.offer.key,
        "level": chosen.offer.level,
        "kind": OrderKind(chosen.how),
        "currency": currency,
        "list_price": listed.amount,
        "percent": chosen.percent,
        "price": price,
    }


def _billed(billing: Billing) -> dict[str, Any]:
    """What stands on the invoice."""
    return {
        "billing_name": billing.name.strip(),
        "billing_address": billing.address.strip(),
        "billing_country": billing.country,
        "tax_id": billing.tax_id.strip(),
        "purchase_order": billing.purchase_order.strip(),
    }


def _refuse_billing(billing: Billing) -> None:
    if not billing.name.strip() or not billing.address.strip():
        raise Refused("no-address", _("Enter the name and the address for the invoice."))


def _judged(organisation: Organisation, offer: Offer, position: Position) -> dict[str, Any]:
    """What made the order possible: the competencies at the level or higher, and the edition that judged them."""
    if not offer.needs_competency:
        return {}
    enough = position.levels[position.levels.index(offer.needs_competency) :]
    rows = Attainment.objects.in_force(position.on).filter(organisation=organisation, level__in=enough)
    found = [
        {
            "competency": row.competency, "level": row.level, "via": list(row.via),
            "lapses_on": row.lapses_on.isoformat() if row.lapses_on else None,
        }
        for row in rows.order_by("competency", "level")
    ]  # fmt: skip
    return {"edition": current_programme().edition_on(position.on).key, "attained": found}


def _claim(order: Order, *conditions: Q, **columns: Any) -> None:
    """Change the order if it is still open; else say what became of it."""
    if not Order.objects.open().filter(*conditions, pk=order.pk).update(**columns):
        order.refresh_from_db()
        raise _settled(order)
    order.refresh_from_db()


def _settled(order: Order) -> Refused:
    messages = {
        OrderState.CONFIRMED: _("This order is confirmed already. There is nothing more to do."),
        OrderState.REFUSED: _("This order has been refused. Place a new one."),
        OrderState.CANCELLED: _("This order has been cancelled. Place a new one."),
    }
    # One that is still open has had its day, though the job has not come round yet.
    state = OrderState.EXPIRED if order.is_open else OrderState(order.state)
    expired = _("This order has expired. Place a new one.")
    return Refused(f"order-{state}", messages.get(state, expired))


def _release(order: Order, on: date) -> None:
    if order.renews is not None:
        terms.release_grace(order.renews, on=on)


def _tell(kind: Kind, order: Order, on: date, by: User | None, **data: Any) -> None:
    details = {"order": order.pk, "number": order.number, "offer": order.offer, "kind": order.kind, **data}
    events.record(kind, on=on, by=by, organisation=order.organisation, level=order.level, data=details)
