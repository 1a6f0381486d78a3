"""Who is told what of requests and referrals: rows now, words when they are handed over (F4, F5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from memberships.models import CustomerRequest, Referral, ReferralState
from partners import messages
from partners.access import Permission, readers_with
from partners.clock import day_of
from partners.models import Message, MessageKind, User

A_DAY = timedelta(days=1)

_ASKER = (MessageKind.REQUEST_CONFIRM, MessageKind.REQUEST_CONFIRMED)
# In which states of a referral a message of the kind is written.
_TOLD = {
    MessageKind.REQUEST_ANSWERED: [
        ReferralState.EVALUATING, ReferralState.NEGOTIATING, ReferralState.SKIPPED,
        ReferralState.MISSED, ReferralState.DECLINED, ReferralState.EXPIRED,
    ],
    MessageKind.REFERRAL_NEW: [ReferralState.NEW],
    MessageKind.REFERRAL_REMINDER: [ReferralState.NEW, ReferralState.EVALUATING],
    MessageKind.REFERRAL_OVER: [
        ReferralState.MISSED, ReferralState.EXPIRED, ReferralState.WITHDRAWN,
    ],
}  # fmt: skip


def about(referral: Referral) -> dict[str, Any]:
    """What the journal keeps of a referral: ids, codes and numbers."""
    found = {
        "referral": referral.pk,
        "request": referral.request_id,
        "state": referral.state,
        "value": referral.value,
        "currency": referral.currency,
        "reason": referral.reason,
        "closes_on": referral.closes_on.isoformat() if referral.closes_on else None,
    }
    return {key: value for key, value in found.items() if value not in {None, ""}}


def tell_asker(kind: MessageKind, request: CustomerRequest, *, at: datetime) -> None:
    """Mail the customer about the request itself: to confirm the address, then where the private page is."""
    messages.write([_to_customer(kind, request, f"request:{request.pk}", {"request": request.pk}, at)])


def tell_customer(referrals: Iterable[Referral], *, at: datetime) -> None:
    """Tell the customers what a partner answered, or that it did not: then they may choose somebody else."""
    messages.write(
        _to_customer(
            MessageKind.REQUEST_ANSWERED,
            each.request,
            f"referral:{each.pk}:{each.state}",
            {"request": each.request_id, "referral": each.pk, "state": each.state},
            at,
        )
        for each in referrals
        if each.request.email
    )


def tell_partners(kind: MessageKind, referrals: Sequence[Referral], *, at: datetime) -> None:
    """Tell the contact of the chosen location, and the organisation's referrals managers and admins.

    Beyond `REQUEST_MAILS_A_DAY` new requests within a day nobody there is mailed any more: what is new stands in
    their lists (F5).
    """
    readers = readers_with(
        Permission.MANAGE_REFERRALS, {each.organisation_id for each in referrals}, as_of=day_of(at)
    )
    known = dict(
        User.objects.filter(pk__in={pk for found in readers.values() for pk in found}).values_list(
            "pk", "email"
        )
    )
    written: dict[bool, list[Message]] = {True: [], False: []}
    for each in referrals:
        mailed = kind != MessageKind.REFERRAL_NEW or _sent_lately(each, at) <= settings.REQUEST_MAILS_A_DAY
        people = readers.get(each.organisation_id, [])
        written[mailed] += [_to_reader(kind, each, pk, at) for pk in people]
        contact = each.contact_email.lower()
        if mailed and contact and contact not in {known[pk].lower() for pk in people}:
            written[True].append(_to_contact(kind, each, at))
    for mailed, rows in written.items():
        messages.write(rows, only_listed=not mailed)


def written_about(request: CustomerRequest) -> list[str]:
    """The effect keys of every message that went to an address because of a request: its customer, its contacts."""
    keys = [f"{kind.value}:request:{request.pk}" for kind in _ASKER]
    for pk in request.referrals.values_list("pk", flat=True):
        keys += [f"{kind.value}:referral:{pk}:{state}" for kind, states in _TOLD.items() for state in states]
    return keys


def _sent_lately(referral: Referral, at: datetime) -> int:
    """How many requests this contact or this organisation got within a day, whichever is more."""
    lately = Referral.objects.filter(sent_at__gt=at - A_DAY, sent_at__lte=at)
    contact = lately.filter(contact_email=referral.contact_email).count()
    return max(contact, lately.filter(organisation=referral.organisation_id).count())


def _to_customer(
    kind: MessageKind, request: CustomerRequest, what: str, data: dict[str, Any], at: datetime
) -> Message:
    return messages.message_to_address(
        kind, address=request.email, organisation=None, on=day_of(at), about=what, data=data, now=at
    )


def _to_reader(kind: MessageKind, referral: Referral, reader: int, at: datetime) -> Message:
    return messages.message(
        kind,
        recipient=reader,
        organisation=referral.organisation_id,
        on=day_of(at),
        about=f"referral:{referral.pk}:{referral.state}",
        data={"referral": referral.pk, "state": referral.state},
        now=at,
    )


def _to_contact(kind: MessageKind, referral: Referral, at: datetime) -> Message:
    return messages.message_to_address(
        kind,
        address=referral.contact_email,
        organisation=referral.organisation_id,
        on=day_of(at),
        about=f"referral:{referral.pk}:{referral.state}",
        data={"referral": referral.pk, "state": referral.state},
        now=at,
    )
