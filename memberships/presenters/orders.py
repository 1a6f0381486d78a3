"""Orders in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competencies.presenters.words import in_language, joined
from competencies.programme import Edition, Text
from memberships.models import Order, OrderKind, OrderState
from memberships.offers import Availability
from memberships.offers.model import less
from memberships.offers.published import offers_of
from partners import days
from partners.countries import country_name
from partners.days import Day


@dataclass(frozen=True, slots=True)
class Step:
    """A stop on the way of an order."""

    name: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as its page, its invoice and the list show it. `state` is the key of its look.

    `pay_by`: the last day to pay; None for an order that waits for no payment.
    """

    row: Order
    number: str
    offer: str
    kind: str
    price: str
    list_price: str
    off: str
    percent: str
    example: bool
    state: str
    state_icon: str
    state_name: str
    sentence: str
    ordered_on: Day
    pay_by: Day | None
    country: str
    steps: tuple[Step, ...] = ()


def text(words: Text) -> str:
    """A text of the offers in the language of the reader, else in English."""
    return in_language(words, get_language() or "en")


def level_name(level: str, edition: Edition) -> str:
    """The level of a membership in the reader's language; those that ask for no competency have our names."""
    ours = {"network": _("Network"), "action-pack": _("Action Pack")}
    names = {each.key: each.name for each in edition.levels}
    return text(names[level]) if level in names else ours.get(level, level)


def offer_name(order: Order) -> str:
    """What was bought, as the list of offers of its day calls it."""
    offer = offers_of(order.edition).offer(order.offer)
    return text(offer.name) if offer else order.offer


def runs(order: Order) -> tuple[date, date] | None:
    """From when until when runs what a confirmed order bought: the term, or what is left of it for an add-on."""
    if order.term is None:
        return None
    starts_on = order.settled_on if order.kind == OrderKind.ADD_ON else None
    return starts_on or order.term.starts_on, order.term.until


def order_goes_on(order: Order) -> SafeString:
    """That the order was judged on its day and keeps the term until it is settled; with a link to it (E3)."""
    page = reverse("memberships:order", args=[order.organisation.public_id, order.public_id])
    return format_html(
        _(
            "Order {number} of {day} is open: it was judged on that day, and until it is settled level, benefits and "
            "what customers see go on."
        ),
        number=format_html('<a href="{}">{}</a>', page, order),
        day=days.markup(order.ordered_on),
    )


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency: "1,275 USD"; cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return _("%(amount)s %(currency)s") % {"amount": f"{amount:,.{places}f}", "currency": currency}


def order_view(order: Order, *, as_of: date) -> OrderView:
    """Everything that is shown of an order."""
    offer = offers_of(order.edition).offer(order.offer)
    price = offer.price(order.currency) if offer else None
    key, icon, name = _state(order, as_of)
    return OrderView(
        row=order,
        number=str(order),
        offer=offer_name(order),
        kind=order.get_kind_display(),
        price=money(order.price, order.currency),
        list_price=money(order.list_price, order.currency) if order.percent else "",
        off=money(order.list_price - order.price, order.currency),
        percent=f"{order.percent.normalize():f}",
        example=bool(price and price.example),
        state=key,
        state_icon=icon,
        state_name=name,
        sentence=_sentence(order, as_of),
        ordered_on=days.written(order.ordered_on, as_of=as_of),
        pay_by=days.written(days.last_day(order.expires_on), as_of=as_of) if awaits(order, as_of) else None,
        country=country_name(order.billing_country),
        steps=_steps(order),
    )


def basis(order: Order, edition: Edition) -> str:
    """What made the order possible on its day, as it was kept; empty if nothing was asked for (E2)."""
    names = {level.key: text(level.name) for level in edition.levels}
    known = edition.competencies
    held = [
        _("%(level)s in %(competency)s")
        % {
            "level": names.get(each["level"], each["level"]),
            "competency": text(known[each["competency"]].name)
            if each["competency"] in known
            else each["competency"],
        }
        for each in order.judged.get("attained", [])
    ]
    if not held:
        return ""
    basis = _("Eligible on the day of the order by %(names)s.") % {"names": joined(held)}
    return f"{basis} {_rested(order)}".strip()


def _rested(order: Order) -> str:
    """That nothing but overrides made the order possible, and until when the last of them was to count (D4)."""
    attained = order.judged.get("attained", [])
    if any(each.get("via") != ["override"] for each in attained):
        return ""
    lapses = [date.fromisoformat(each["lapses_on"]) for each in attained if each.get("lapses_on")]
    if not lapses:
        return _("That rested on an override.")
    return _("That rested on an override until %(day)s.") % {"day": days.full(days.last_day(max(lapses)))}


def prices(found: Availability) -> list[tuple[str, str]]:
    """What an offer costs in each currency: what is to be paid, and instead of what where there is a discount."""
    return [
        (
            money(less(price.amount, found.percent), price.currency),
            money(price.amount, price.currency) if found.percent else "",
        )
        for price in found.offer.prices
    ]


def is_over(order: Order, as_of: date) -> bool:
    """Whether its 30 days are over, though the job may not have come round yet."""
    return order.is_open and not order.proof and order.expires_on <= as_of


def awaits(order: Order, as_of: date) -> bool:
    """Whether it waits for its payer."""
    return order.is_open and not order.proof and not is_over(order, as_of)


def _state(order: Order, as_of: date) -> tuple[str, str, str]:
    if order.waits_for_staff:
        return "started", "half", _("With the vendor")
    state = OrderState.EXPIRED if is_over(order, as_of) else OrderState(order.state)
    return {
        OrderState.OPEN: ("not-started", "ring", _("Waiting for payment")),
        OrderState.CONFIRMED: ("qualified", "check-ring", _("Confirmed")),
        OrderState.REFUSED: ("at-risk", "stop", _("Refused")),
        OrderState.EXPIRED: ("not-started", "clock", _("Expired")),
        OrderState.CANCELLED: ("not-started", "ring", _("Cancelled")),
    }[state]


def _sentence(order: Order, as_of: date) -> str:
    """What the order waits for, or what became of it."""
    if order.waits_for_staff and order.proof_on:
        return _(
            "Proof of payment was uploaded on %(day)s. The vendor checks that the money has come; the order stays "
            "open until then."
        ) % {"day": days.full(order.proof_on)}
    if order.state == OrderState.EXPIRED or is_over(order, as_of):
        return _("It expired on %(day)s: no proof of payment came within 30 days.") % {
            "day": days.full(order.expires_on)
        }
    if order.is_open:
        return _("Pay by bank transfer and upload the proof; the last day is %(day)s, %(hint)s.") % {
            "day": days.full(days.last_day(order.expires_on)),
            "hint": days.hint(days.last_day(order.expires_on), as_of=as_of),
        }
    shown = {"day": days.full(order.settled_on or as_of), "reason": order.reason}
    if order.state == OrderState.REFUSED:
        return _("The vendor refused it on %(day)s. The reason: %(reason)s") % shown
    if order.state == OrderState.CANCELLED:
        return _("It was cancelled on %(day)s.") % shown
    return _confirmed(order) % shown


def _confirmed(order: Order) -> str:
    term = order.term
    if term is None:
        return _("Confirmed on %(day)s.")
    until = days.full(days.last_day(term.until)).replace("%", "%%")
    if order.kind == "add-on":
        return _("Confirmed on %(day)s; it runs to the end of the membership's year, {until}.").format(
            until=until
        )
    return _("Confirmed on %(day)s; the year runs from {start}, its last day is {until}.").format(
        start=days.full(term.starts_on), until=until
    )


def _steps(order: Order) -> tuple[Step, ...]:
    """The way of an order that is open or confirmed."""
    if order.state not in (OrderState.OPEN, OrderState.CONFIRMED):
        return ()
    reached = 4 if order.state == OrderState.CONFIRMED else 3 if order.proof else 2
    return steps(reached)


def steps(reached: int) -> tuple[Step, ...]:
    """Offer, invoice details, bank transfer, confirmed: those before `reached` are done, it is the present one."""
    names: Sequence[str] = [_("Offer"), _("Invoice details"), _("Bank transfer"), _("Confirmation")]
    return tuple(
        Step(name, done=place < reached, current=place == reached) for place, name in enumerate(names)
    )
