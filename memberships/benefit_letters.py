"""Messages about benefits and product keys in the words of their reader (E5)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from memberships.models import Entitlement, KeyPool
from memberships.presenters.benefit_notices import freed
from memberships.presenters.seats import benefit_name
from partners import days
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind, User


def ended(message: Message) -> Letter:
    """What has ended on the day, and where seats were freed."""
    with translation.override(message.reader.language):
        organisation = message.partner.display_name
        why = _("You get this because you are an admin or membership manager of %(organisation)s.")
        contents = {
            "day": days.full(message.on),
            "ended": ended_on(message),
            "freed": freed_by(message),
            "url": _page("memberships:benefits", message.partner.public_id),
            "why": why % {"organisation": organisation},
            "reader": message.reader.name,
        }
        return _letter("benefits_ended", _("%(organisation)s: benefits have ended"), organisation, contents)


def ended_on(message: Message) -> list[str]:
    """The names of the benefits that ended on the day of the message."""
    rows = Entitlement.objects.of(message.partner).filter(until=message.on)
    return [benefit_name(each) for each in rows.select_related("edition", "term").order_by("pk")]


def freed_by(message: Message) -> list[str]:
    """Where seats were freed, because fewer came along."""
    counts = dict(message.data.get("freed", ()))
    rows = Entitlement.objects.of(message.partner).filter(pk__in=counts).select_related("edition", "term")
    return [freed(each, counts[each.pk]) for each in rows.order_by("pk")]


def keys_wanted(message: Message) -> Letter | None:
    """To a programme manager: a pool is empty; None once it has been filled."""
    pool = KeyPool.objects.get(pk=message.data["pool"])
    reader = User.objects.get(pk=message.data["reader"])
    if pool.wanted_on is None:
        return None
    with translation.override(reader.language):
        contents = {
            "benefit": pool.benefit,
            "day": days.full(pool.wanted_on),
            "url": _page("admin:memberships_keypool_change", pool.pk),
            "why": _("You get this because you are a programme manager."),
            "reader": reader.name,
        }
        return _letter("keys_wanted", _("No product key left for %(organisation)s"), pool.benefit, contents)


WRITERS: Mapping[MessageKind, Writer] = {
    MessageKind.BENEFITS_ENDED: ended,
    MessageKind.KEYS_WANTED: keys_wanted,
}
"""Who makes the words, by the kind of the message."""


def _letter(template: str, subject: str, name: str, contents: Mapping[str, Any]) -> Letter:
    body = render_to_string(f"memberships/letters/{template}.txt", dict(contents))
    # A name may hold no line break.
    return Letter(" ".join((subject % {"organisation": name}).split()), body.strip() + "\n")


def _page(name: str, argument: object) -> str:
    return f"{settings.PORTAL_URL}{reverse(name, args=[argument])}"
