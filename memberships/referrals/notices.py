"""Who is told what of requests and referrals: rows now, words when they are handed over (F4, F5)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from memberships.models import CustomerRequest, Referral, ReferralState
from memberships.referrals.mail_room import MailRoom
from partners import messages
from partners.access import Permission, readers_with
from partners.clock import day_of
from partners.models import Message, MessageKind, User

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
        ReferralState.MISSED, ReferralState.EXPIRED, ReferralState.WITHDRAWN, ReferralState.CLOSED,
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
    """Tell the customers what a partner answered, or that it did not: then they may choose somebody else.

    Who has withdrawn the whole request chooses nobody any more.
    """
    messages.write(
        _to_customer(
            MessageKind.REQUEST_ANSWERED,
            each.request,
            f"referral:{each.pk}:{each.state}",
            {"request": each.request_id, "referral": each.pk, "state": each.state},
            at,
        )
        for each in referrals
        if each.request.email and not (each.request.withdrawn_at or each.request.closed_at)
    )


def tell_partners(kind: MessageKind, referrals: Sequence[Referral], *, at: datetime) -> None:
    """Tell the contact of the chosen location, and the organisation's referrals managers and admins.

    Beyond `REQUEST_MAILS_A_DAY` within a day nobody is mailed any more: what is new stands in their lists, and the
    referral says for the staff that a mail was held back (F5).
    """
    readers = readers_with(
        Permission.MANAGE_REFERRALS, {each.organisation_id for each in referrals}, as_of=day_of(at)
    )
    people = {pk for found in readers.values() for pk in found}
    known = dict(User.objects.filter(pk__in=people).values_list("pk", "email"))
    told = [
        (each, whom, message)
        for each in referrals
        for whom, message in _told(kind, each, readers.get(each.organisation_id, ()), known, at).items()
    ]
    room = MailRoom(people, {each.contact_email.lower() for each in referrals} - {""}, at=at)
    fits = [room.take(whom) for _referral, whom, _message in told]
    messages.write(message for (_referral, _whom, message), fit in zip(told, fits, strict=True) if fit)
    held_back = [(each, message) for (each, _whom, message), fit in zip(told, fits, strict=True) if not fit]
    # An address without a login has no list.
    listed = (message for _referral, message in held_back if message.recipient_id is not None)
    messages.write(listed, only_listed=True)
    if held_back:
        rows = Referral.objects.filter(pk__in={each.pk for each, _message in held_back}, held_back_at=None)
        rows.update(held_back_at=at)


def written_about(request: CustomerRequest) -> list[str]:
    """The effect keys of every message that went to an address because of a request: its customer, its contacts."""
    keys = [f"{kind.value}:request:{request.pk}" for kind in _ASKER]
    for pk in request.referrals.values_list("pk", flat=True):
        keys += [f"{kind.value}:referral:{pk}:{state}" for kind, states in _TOLD.items() for state in states]
    return keys


def _told(
    kind: MessageKind, referral: Referral, people: Collection[int], known: Mapping[int, str], at: datetime
) -> dict[int | str, Message]:
    """A message to each of these people, and to the contact, unless that is one of them; not written yet."""
    found: dict[int | str, Message] = {pk: _to_reader(kind, referral, pk, at) for pk in people}
    contact = referral.contact_email.lower()
    if contact and contact not in {known[pk].lower() for pk in people}:
        found[contact] = _to_contact(kind, referral, at)
    return found


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
