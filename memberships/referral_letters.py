"""Messages about requests and referrals in the words of their reader: a customer, a contact, a manager (F4, H1)."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from memberships.actions.requests import partners_left
from memberships.models import CustomerRequest, Referral, ReferralState
from memberships.presenters.moments import moment
from memberships.presenters.referral_notices import subject
from memberships.referrals import keys, times
from partners import links
from partners.countries import country_name
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind, User

CHINESE = {"TW", "HK", "MO"}
"""Where a contact without a login is written to in Traditional Chinese."""


def to_asker(message: Message) -> Letter | None:
    """To the customer about the request: confirm the address, or where the private page is."""
    request = CustomerRequest.objects.filter(pk=message.data["request"], erased_at=None).first()
    if request is None:
        return None
    confirming = message.kind == MessageKind.REQUEST_CONFIRM
    if confirming and (request.confirmed_at or request.closed_at):
        return None
    with translation.override(request.language):
        subject = _("Confirm your request to partners") if confirming else _("Your request is on its way")
        return _letter(
            message.kind,
            subject,
            reader=request.name,
            partners=_names(request),
            url=_confirming(request) if confirming else _page(request),
            until=moment(request.asked_at + times.TO_CONFIRM),
            answer_until=moment((request.confirmed_at or request.asked_at) + times.TO_ANSWER),
        )


def answered(message: Message) -> Letter | None:
    """To the customer: what one partner answered, or that it did not."""
    rows = Referral.objects.select_related("request", "organisation")
    referral = rows.filter(pk=message.data["referral"], request__erased_at=None).first()
    if referral is None:
        return None
    request, state = referral.request, ReferralState(message.data["state"])
    replaceable = partners_left(request, at=message.written_at) > 0
    with translation.override(request.language):
        partner = referral.organisation.display_name
        subject = {
            ReferralState.EVALUATING: _("%(partner)s is interested in your request"),
            ReferralState.NEGOTIATING: _("%(partner)s wants to work for you"),
        }.get(state, _out(replaceable))
        return _letter(
            message.kind,
            subject % {"partner": partner},
            reader=request.name,
            partner=partner,
            state=state.value,
            replaceable=replaceable,
            url=_page(request),
        )


def _out(replaceable: bool) -> str:
    if replaceable:
        return _("%(partner)s is not available: choose somebody else")
    return _("%(partner)s is not available")


def to_partner(message: Message) -> Letter | None:
    """To the contact of a location, or to a referrals manager or admin: what is new, runs out, or is over.

    Who the customer is does not stand in it: that is shown in the portal once the partner is interested.
    """
    referral = _referral(message.data["referral"])
    # Somebody has answered since, or there is nothing left to read.
    if referral is None or _stale(message, referral):
        return None
    with translation.override(_language(message, referral)):
        organisation = referral.organisation.display_name
        why = _("You get this because %(organisation)s named you for requests of customers.")
        return _letter(
            message.kind,
            f"{organisation}: {subject(message)}",
            reader=message.recipient.name if message.recipient else referral.contact_name,
            city=referral.city,
            country=country_name(referral.request.country),
            sought=referral.request.sought,
            state=message.data["state"],
            due=moment(referral.due_at) if referral.due_at else "",
            url=settings.PORTAL_URL + page_of(referral),
            why=why % {"organisation": organisation},
        )


def page_of(referral: Referral) -> str:
    """The address of the partner's page of a referral, inside the portal."""
    return reverse("memberships:referral", args=[referral.organisation.public_id, referral.public_id])


WRITERS: dict[MessageKind, Writer] = {
    MessageKind.REQUEST_CONFIRM: to_asker,
    MessageKind.REQUEST_CONFIRMED: to_asker,
    MessageKind.REQUEST_ANSWERED: answered,
    MessageKind.REFERRAL_NEW: to_partner,
    MessageKind.REFERRAL_REMINDER: to_partner,
    MessageKind.REFERRAL_OVER: to_partner,
}
"""Who makes the words, by the kind of the message."""


def _referral(pk: int) -> Referral | None:
    rows = Referral.objects.select_related("request", "organisation", "profile")
    return rows.filter(pk=pk, request__erased_at=None).first()


def _stale(message: Message, referral: Referral) -> bool:
    return message.kind != MessageKind.REFERRAL_OVER and referral.state != message.data["state"]


def _language(message: Message, referral: Referral) -> str:
    if message.recipient is not None:
        return message.recipient.language
    known = User.objects.filter(email=message.address).values_list("language", flat=True).first()
    return known or ("zh-hant" if referral.profile.country in CHINESE else "en")


def _names(request: CustomerRequest) -> list[str]:
    rows = request.referrals.order_by("pk")
    return list(rows.values_list("organisation__display_name", flat=True))


def _confirming(request: CustomerRequest) -> str:
    return links.address("memberships:confirm_request", links.key_of("request", request.public_id, 1))


def _page(request: CustomerRequest) -> str:
    """The address of the private page, if its key is still known."""
    key = keys.key_of(request)
    return links.address("memberships:own_request", key) if key else ""


def _letter(kind: str, subject: str, **context: Any) -> Letter:
    template = f"memberships/letters/{kind.replace('-', '_')}.txt"
    body = render_to_string(template, {**context, "hours": times.TO_ANSWER // timedelta(hours=1)})
    # A name may hold no line break, and a block that has nothing to say leaves no gap.
    return Letter(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")
