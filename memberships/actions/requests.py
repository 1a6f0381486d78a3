"""What a customer does: asks, confirms the address, chooses further partners, withdraws (F4); and how staff closes it.

Nobody is signed in: whoever has the mailed key does it. Each action locks the request, so that of two at once the
second sees what the first did. A partner's step locks its referral alone: whichever of both comes first stands, and
what is withdrawn stays so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from memberships.actions.referrals import end_columns
from memberships.models import CustomerRequest, Listing, Referral, ReferralState
from memberships.models.referrals import MOST_PARTNERS, ReferralQuerySet
from memberships.referrals import keys, notices, responsiveness, times
from partners.actions import events
from partners.clock import day_of
from partners.journal import Kind
from partners.models import MessageKind, User
from partners.refusals import Refused

MOST_IN_ALL = 15
"""So many partners a request is sent to in all, one after the other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A partner that is asked, at one of its published locations: 0 for the first."""

    listing: Listing
    location: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer says. `company_size`: of `CompanySize`, or nothing."""

    name: str
    email: str
    country: str
    sought: str
    language: str
    company: str = ""
    company_size: str = ""


@transaction.atomic
def ask(*, asked: Asked, choices: Sequence[Choice], at: datetime) -> CustomerRequest:
    """Note the request and mail the link that confirms the address; no partner learns of it before that.

    Refused: no partner, or more than five.
    """
    _refuse_number(choices, MOST_PARTNERS)
    request = CustomerRequest.objects.create(
        name=asked.name.strip(),
        company=asked.company.strip(),
        email=asked.email.strip().lower(),
        country=asked.country,
        company_size=asked.company_size,
        sought=asked.sought.replace("\r\n", "\n").strip(),
        language=asked.language,
        asked_at=at,
        erase_at=at + times.TO_CONFIRM,
    )
    Referral.objects.bulk_create(
        Referral(request=request, place=place, **_of(choice)) for place, choice in enumerate(choices)
    )
    notices.tell_asker(MessageKind.REQUEST_CONFIRM, request, at=at)
    return request


@transaction.atomic
def confirm(*, request: CustomerRequest, at: datetime) -> str:
    """The address is confirmed: from this moment the request counts. Returns the key of the private page.

    Confirmed twice, nothing happens the second time. Refused: the link is too old, the data is removed, or staff has
    closed it before.
    """
    row = _locked(request)
    if row.confirmed_at is None:
        _refuse_over(row)
        if row.erase_at <= at:
            raise Refused("expired", _("This link has expired, and what you asked is removed. Ask anew."))
        key = keys.key_for(row)
        row.confirmed_at, row.key_hash = at, keys.hash_of(key)
        row.erase_at = row.asked_at + timedelta(days=settings.REQUEST_DATA_DAYS)
        row.save(update_fields=["confirmed_at", "key_hash", "erase_at"])
        events.record(Kind.REQUEST_CONFIRMED, on=day_of(at), by=None, data={"request": row.pk})
        waiting = row.referrals.filter(state=ReferralState.UNCONFIRMED)
        waiting.update(state=ReferralState.NEW, **times.fresh(at))
        _sent(list(row.referrals.select_related("organisation", "request").order_by("place")), at)
        notices.tell_asker(MessageKind.REQUEST_CONFIRMED, row, at=at)
    found = keys.key_of(row)
    if found is None:
        raise Refused("key-gone", _("This link does not work any more. Use the one of a later mail."))
    return found


@transaction.atomic
def choose(*, request: CustomerRequest, choices: Sequence[Choice], at: datetime) -> list[Referral]:
    """Ask further partners, in the places that are free.

    Refused: none chosen, more than there are places, one that was asked already, withdrawn, over thirty days old.
    """
    row = _locked(request)
    _refuse_over(row)
    _refuse_late(row, at)
    taken = list(row.referrals.values_list("organisation_id", "place"))
    free = sorted(set(range(MOST_PARTNERS)) - {place for _pk, place in taken})
    _refuse_number(choices, min(len(free), MOST_IN_ALL - len(taken)))
    if {each.listing.organisation_id for each in choices} & {pk for pk, _place in taken}:
        raise Refused("asked-already", _("You have asked one of these partners already. Choose others."))
    made = [
        Referral(request=row, place=place, state=ReferralState.NEW, **times.fresh(at), **_of(choice))
        for place, choice in zip(free, choices, strict=False)
    ]
    Referral.objects.bulk_create(made)
    _sent(made, at)
    return made


@transaction.atomic
def withdraw(*, request: CustomerRequest, at: datetime) -> CustomerRequest:
    """Take the request back from every partner that has not closed it. Refused: withdrawn or closed already."""
    row = _locked(request)
    _refuse_over(row)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    events.record(Kind.REQUEST_WITHDRAWN, on=day_of(at), by=None, data={"request": row.pk})
    gone = _take_back(row.referrals.open(at), ReferralState.WITHDRAWN, Kind.REFERRAL_WITHDRAWN, at)
    responsiveness.keep([each.profile_id for each in gone], on=day_of(at))
    return row


@transaction.atomic
def withdraw_from(*, referral: Referral, at: datetime) -> Referral:
    """Take the request back from one partner alone; its place is free for another.

    Refused: the request is withdrawn or closed, or that partner is out already.
    """
    _refuse_over(_locked(referral.request))
    only = Referral.objects.open(at).filter(pk=referral.pk)
    if not _take_back(only, ReferralState.WITHDRAWN, Kind.REFERRAL_WITHDRAWN, at):
        raise Refused("out", _("This partner is out already. See below what it answered."))
    responsiveness.keep([referral.profile_id], on=day_of(at))
    referral.refresh_from_db()
    return referral


@transaction.atomic
def close(*, request: CustomerRequest, reason: str, at: datetime, by: User) -> CustomerRequest:
    """Staff closes it as misuse: no partner works on it any more, none learns of it that has not yet (F5).

    Partners read why in their journal; it counts for nobody's responsiveness, whatever they did with it. Refused:
    closed already, or its data is removed.
    """
    row = CustomerRequest.objects.select_for_update().get(pk=request.pk)
    if row.closed_at is not None:
        raise Refused("closed", _("This request is closed already."))
    if row.erased_at is not None:
        raise Refused(
            "erased", _("What was personal in this request has been removed: there is nothing to close.")
        )
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    told = {"request": row.pk, "reason": reason}
    events.record(Kind.REQUEST_CLOSED, on=day_of(at), by=by, data=told)
    _take_back(row.referrals.open(at), ReferralState.CLOSED, Kind.REFERRAL_CLOSED, at, by=by, reason=reason)
    responsiveness.keep(row.referrals.values_list("profile", flat=True), on=day_of(at))
    return row


def places_free(request: CustomerRequest, *, at: datetime) -> int:
    """How many further partners the customer may choose at that moment."""
    in_use = request.referrals.exclude(place=None).count()
    return max(0, min(MOST_PARTNERS - in_use, partners_left(request, at=at)))


def partners_left(request: CustomerRequest, *, at: datetime) -> int:
    """How many further partners may be asked in all, once places are free; none when it is over or too late."""
    over = request.withdrawn_at or request.closed_at
    if over or request.confirmed_at is None or request.confirmed_at + times.TO_CHOOSE <= at:
        return 0
    return MOST_IN_ALL - request.referrals.count()


def _locked(request: CustomerRequest) -> CustomerRequest:
    row = CustomerRequest.objects.select_for_update().get(pk=request.pk)
    if row.erased_at is not None:
        raise Refused("erased", _("What you asked has been removed. Ask anew."))
    return row


def _refuse_over(request: CustomerRequest) -> None:
    if request.withdrawn_at is not None:
        raise Refused("withdrawn", _("This request is withdrawn already."))
    if request.closed_at is not None:
        raise Refused(
            "closed", _("The vendor has closed this request. Nothing can be changed in it any more.")
        )


def _refuse_late(request: CustomerRequest, at: datetime) -> None:
    if request.confirmed_at is None or request.confirmed_at + times.TO_CHOOSE <= at:
        raise Refused("too-late", _("Thirty days have passed since you asked. Send a new request."))


def _refuse_number(choices: Sequence[Choice], most: int) -> None:
    if not choices:
        raise Refused("no-partner", _("Choose a partner first."))
    if len({each.listing.organisation_id for each in choices}) != len(choices):
        raise Refused("twice", _("Choose each partner once: these are pages of the same partner."))
    if len(choices) > most:
        message = _("You can ask %(most)d partners now. Choose fewer.")
        raise Refused("too-many", message % {"most": most})


def _of(choice: Choice) -> dict[str, Any]:
    """The columns that a published profile fills; a location that is gone meanwhile is its first."""
    locations = choice.listing.locations
    place = locations[choice.location if choice.location < len(locations) else 0]
    return {
        "organisation_id": choice.listing.organisation_id,
        "profile_id": choice.listing.profile_id,
        "city": place["city"],
        "contact_name": place["name"],
        "contact_email": place["email"].lower(),
    }


def _take_back(
    rows: ReferralQuerySet, to: ReferralState, kind: Kind, at: datetime, *, by: User | None = None, **why: str
) -> list[Referral]:
    """End these and tell their partners. What has run out is left to the job, which ends it at its true moment."""
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    gone = list(locked.select_related("organisation", "request"))
    Referral.objects.filter(pk__in=[each.pk for each in gone]).update(state=to, **end_columns(at))
    for each in gone:
        each.state = to
    _record(kind, gone, at, by=by, **why)
    notices.tell_partners(MessageKind.REFERRAL_OVER, gone, at=at)
    return gone


def _sent(referrals: Sequence[Referral], at: datetime) -> None:
    _record(Kind.REFERRAL_SENT, referrals, at)
    notices.tell_partners(MessageKind.REFERRAL_NEW, referrals, at=at)


def _record(
    kind: Kind, referrals: Sequence[Referral], at: datetime, *, by: User | None = None, **why: str
) -> None:
    events.record_all(
        events.entry(
            kind, on=day_of(at), by=by, organisation=each.organisation, data={**notices.about(each), **why}
        )
        for each in referrals
    )
