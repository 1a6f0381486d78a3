"""Messages about orders and renewals as short notices: the sentences of their letters (E2, E3)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.presenters.notices import Notice
from competencies.programme import Edition
from memberships.models import Order
from memberships.presenters.orders import level_name, money, offer_name, runs
from partners import days
from partners.models import MessageKind, Organisation, Term

OF_ORDERS = (MessageKind.ORDER_CONFIRMED, MessageKind.ORDER_REFUSED, MessageKind.ORDER_EXPIRED)
OF_TERMS = (MessageKind.RENEWAL_DUE, MessageKind.MEMBERSHIP_OVER)


def order_notice(kind: str, order: Order) -> Notice:
    """What became of the order; it leads to its page."""
    number, price = str(order), money(order.price, order.currency)
    shown = {"number": number, "offer": offer_name(order), "price": price}
    page = reverse("memberships:order", args=[order.organisation.public_id, order.public_id])
    if kind == MessageKind.ORDER_REFUSED:
        text = _("Your order %(number)s (%(offer)s, %(price)s) has been refused.")
        reason = _("The reason: %(reason)s") % {"reason": order.reason}
        return Notice(_("Order %(number)s was refused") % shown, (text % shown, reason), page=page)
    if kind == MessageKind.ORDER_EXPIRED:
        text = _(
            "Your order %(number)s (%(offer)s, %(price)s) has expired: no proof of payment came within 30 days."
        )
        again = _("You can order again; what can be bought is judged anew on that day.")
        return Notice(_("Order %(number)s has expired") % shown, (text % shown, again), page=page)
    text = _("The payment of your order %(number)s (%(offer)s, %(price)s) has been confirmed.")
    return Notice(_("Order %(number)s is confirmed") % shown, (text % shown, *_runs(order)), page=page)


def _runs(order: Order) -> tuple[str, ...]:
    period = runs(order)
    if period is None:
        return ()
    text = _("It runs from %(starts_on)s; its last day is %(until)s.")
    return (text % {"starts_on": days.full(period[0]), "until": days.full(days.last_day(period[1]))},)


def term_notice(
    kind: str, term: Term, organisation: Organisation, edition: Edition, *, before: bool
) -> Notice:
    """That the renewal comes or runs out, or did not come; `before`: the anniversary was still ahead."""
    level = level_name(term.level, edition)
    page = reverse("memberships:offers", args=[organisation.public_id])
    if kind == MessageKind.RENEWAL_DUE:
        return _opens(term, level, page) if before else _runs_out(term, level, page)
    text = _(
        "Your membership (%(level)s) was not renewed. Since %(day)s its benefits and what customers saw of you "
        "have ended, and your level is network."
    )
    line = text % {"level": level, "day": days.full(term.grace_until)}
    return Notice(_("The %(level)s membership is over") % {"level": level.lower()}, (line,), page=page)


def _opens(term: Term, level: str, page: str) -> Notice:
    anniversary = days.full(term.until)
    text = _(
        "Your membership (%(level)s) has its anniversary on %(anniversary)s. From that day on it can be "
        "renewed, for 30 days."
    )
    title = _("Renewal opens on %(day)s") % {"day": anniversary}
    return Notice(title, (text % {"level": level, "anniversary": anniversary},), page=page)


def _runs_out(term: Term, level: str, page: str) -> Notice:
    last = days.full(days.last_day(term.grace_until))
    text = _(
        "The year of your membership (%(level)s) was over on %(anniversary)s. It can still be renewed; the last day "
        "is %(last)s."
    )
    line = text % {"level": level, "anniversary": days.full(term.until), "last": last}
    return Notice(_("Renewal is possible until %(day)s") % {"day": last}, (line,), page=page)
