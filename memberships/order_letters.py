"""Messages about orders and renewals in the words of their reader (E2, E3)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from competencies.presenters.banner import renewable_through
from competencies.published import current_programme, published
from competencies.views.loading import lapses_of, standing_of, words_of
from memberships.models import Order
from memberships.presenters.benefit_effects import ending_with
from memberships.presenters.orders import level_name, money, offer_name, runs
from partners import days
from partners.clock import today
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind, Term

_Contents = tuple[str, str, dict[str, Any]]
"""The subject, the path of the page to link to, and what the template is given besides."""


def written(message: Message) -> Letter:
    """The message as its reader reads it."""
    kind = MessageKind(message.kind)
    with translation.override(message.reader.language):
        subject, path, contents = _KINDS[kind](message)
        why = _("You get this because you are an admin or membership manager of %(organisation)s.")
        organisation = message.partner.display_name
        body = render_to_string(
            f"memberships/letters/{kind.value.replace('-', '_')}.txt",
            {
                "reader": message.reader.name,
                "url": f"{settings.PORTAL_URL}{path}",
                "why": why % {"organisation": organisation},
                **contents,
            },
        )
    # A name may hold no line break, and a block that has nothing to say leaves no gap.
    return Letter(
        f"{' '.join(organisation.split())}: {subject}", re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
    )


def _confirmed(message: Message) -> _Contents:
    order = _order(message)
    contents = _about(order)
    if period := runs(order):
        contents["starts_on"] = days.full(period[0])
        contents["until"] = days.full(days.last_day(period[1]))
    return _("order %(number)s is confirmed") % {"number": order}, _page(order), contents


def _refused(message: Message) -> _Contents:
    order = _order(message)
    subject = _("order %(number)s was refused") % {"number": order}
    return subject, _page(order), _about(order) | {"reason": order.reason}


def _expired(message: Message) -> _Contents:
    order = _order(message)
    return _("order %(number)s has expired") % {"number": order}, _page(order), _about(order)


def _renewal_due(message: Message) -> _Contents:
    term = Term.objects.get(pk=message.data["term"])
    before = message.data["which"] == "before"
    contents = {
        "before": before,
        "level": level_name(term.level, current_programme().edition_on(message.on)),
        "anniversary": days.full(term.until),
        "last": days.full(days.last_day(term.grace_until)),
        "renew_by": _renew_by(message, term),
        "benefits": ending_with(message.partner, term.pk, on=message.on),
    }
    subject = _("renewal opens on %(day)s") if before else _("renewal is possible until %(day)s")
    shown = {"day": contents["anniversary"] if before else contents["last"]}
    return subject % shown, reverse("memberships:offers", args=[message.partner.public_id]), contents


def _renew_by(message: Message, term: Term) -> str:
    """The last day on which the renewal is possible, if that comes before its 30 days are over (E4)."""
    rules, on = published(), today()
    standing = standing_of(message.partner, rules, as_of=on)
    if not standing.risk.get("eligible", True):
        return ""
    words = words_of(message.partner, rules.programme, as_of=on)
    last = renewable_through(term.level, term.grace_until, lapses_of(message.partner), words)
    return last.text if last else ""


def _membership_over(message: Message) -> _Contents:
    term = Term.objects.get(pk=message.data["term"])
    shown = {"level": level_name(term.level, current_programme().edition_on(message.on))}
    page = reverse("memberships:offers", args=[message.partner.public_id])
    contents = shown | {"day": days.full(term.grace_until)}
    return _("the %(level)s membership is over") % {"level": shown["level"].lower()}, page, contents


_KINDS: Mapping[MessageKind, Callable[[Message], _Contents]] = {
    MessageKind.ORDER_CONFIRMED: _confirmed,
    MessageKind.ORDER_REFUSED: _refused,
    MessageKind.ORDER_EXPIRED: _expired,
    MessageKind.RENEWAL_DUE: _renewal_due,
    MessageKind.MEMBERSHIP_OVER: _membership_over,
}

WRITERS: Mapping[MessageKind, Writer] = dict.fromkeys(_KINDS, written)
"""Who makes the words, by the kind of the message."""


def _order(message: Message) -> Order:
    return Order.objects.select_related("organisation", "edition", "term").get(pk=message.data["order"])


def _page(order: Order) -> str:
    return reverse("memberships:order", args=[order.organisation.public_id, order.public_id])


def _about(order: Order) -> dict[str, Any]:
    return {"number": str(order), "offer": offer_name(order), "price": money(order.price, order.currency)}
