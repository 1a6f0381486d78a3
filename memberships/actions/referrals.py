"""What a partner does with a referral (F4).

Each step is a conditional update: of two at once one has its way, and the other is told what became of it. The
time of a state is over at its moment, whether or not the job has come round.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from memberships.models import (
    Currency,
    CustomerRequest,
    Referral,
    ReferralNote,
    ReferralReason,
    ReferralState,
)
from memberships.models.referrals import LONGEST_TEXT, OPEN
from memberships.referrals import notices, responsiveness, times
from partners.actions import events
from partners.clock import day_of
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused

LARGEST_VALUE = 10**12
"""An estimate above it is a typing error."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a referral may bring, in whole units of the currency, and when it is expected to close."""

    value: int
    currency: str
    closes_on: date


@transaction.atomic
def show_interest(*, referral: Referral, at: datetime, by: User) -> Referral:
    """Say *interested*: from now on the partner reads who the customer is, and has seven days to decide."""
    _move(referral, ReferralState.NEW, ReferralState.EVALUATING, at, **times.evaluating(at))
    return _answered(Kind.REFERRAL_INTERESTED, referral, at, by)


@transaction.atomic
def say_no(*, referral: Referral, at: datetime, by: User) -> Referral:
    """Say *no thanks*: it is skipped, and the customer is told to choose somebody else."""
    _end(referral, ReferralState.NEW, ReferralState.SKIPPED, at, answered_at=at)
    return _answered(Kind.REFERRAL_SKIPPED, referral, at, by)


@transaction.atomic
def accept(*, referral: Referral, estimate: Estimate, at: datetime, by: User) -> Referral:
    """Accept it, with what it may bring. Refused: a value or closing day that cannot be."""
    columns = _checked(estimate, at)
    _move(
        referral, ReferralState.EVALUATING, ReferralState.NEGOTIATING, at,
        accepted_at=at, due_at=None, remind_at=None, **columns,
    )  # fmt: skip
    return _answered(Kind.REFERRAL_ACCEPTED, referral, at, by)


@transaction.atomic
def decline(*, referral: Referral, reason: str, at: datetime, by: User) -> Referral:
    """Decline it after a closer look, with a reason that the customer does not read."""
    _end(referral, ReferralState.EVALUATING, ReferralState.DECLINED, at, reason=_known(reason))
    return _answered(Kind.REFERRAL_DECLINED, referral, at, by)


@transaction.atomic
def estimate_anew(*, referral: Referral, estimate: Estimate, at: datetime, by: User) -> Referral:
    """Correct value and closing day while it is negotiated."""
    columns = _checked(estimate, at)
    _move(referral, ReferralState.NEGOTIATING, ReferralState.NEGOTIATING, at, **columns)
    _tell(Kind.REFERRAL_ESTIMATED, referral, at, by)
    return referral


@transaction.atomic
def win(*, referral: Referral, value: int, at: datetime, by: User) -> Referral:
    """It has become an order of this value."""
    _end(referral, ReferralState.NEGOTIATING, ReferralState.WON, at, value=_value(value))
    _tell(Kind.REFERRAL_WON, referral, at, by)
    return referral


@transaction.atomic
def lose(*, referral: Referral, reason: str, value: int, at: datetime, by: User) -> Referral:
    """It has come to nothing; `value`: what it would have brought."""
    columns = {"reason": _known(reason), "value": _value(value)}
    _end(referral, ReferralState.NEGOTIATING, ReferralState.LOST, at, **columns)
    _tell(Kind.REFERRAL_LOST, referral, at, by)
    return referral


@transaction.atomic
def add_note(*, referral: Referral, text: str, at: datetime, by: User) -> ReferralNote:
    """Keep a note, which only the partner's own people read. Refused: empty or too long, or data already removed."""
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise Refused("no-note", _("Write a note of up to 2,000 characters."))
    # The request alone, which erasing locks too: nobody who holds it waits for this.
    request = CustomerRequest.objects.select_for_update().filter(pk=referral.request_id, erased_at=None)
    if not request.exists():
        raise Refused("erased", _("What was personal in this request has been removed; notes are closed."))
    made = ReferralNote.objects.create(referral=referral, text=words, written_at=at, by=by)
    _tell(Kind.REFERRAL_NOTED, referral, at, by)
    return made


def end_columns(at: datetime) -> dict[str, Any]:
    """What every end of a referral writes: its time and its place of the five are free."""
    return {"ended_at": at, "due_at": None, "remind_at": None, "place": None}


def _end(referral: Referral, before: ReferralState, to: ReferralState, at: datetime, **columns: Any) -> None:
    _move(referral, before, to, at, **end_columns(at), **columns)


def _move(referral: Referral, before: ReferralState, to: ReferralState, at: datetime, **columns: Any) -> None:
    in_time = Q(due_at=None) | Q(due_at__gt=at)
    if not Referral.objects.filter(in_time, pk=referral.pk, state=before).update(state=to, **columns):
        referral.refresh_from_db()
        raise _not_any_more(referral, at)
    referral.refresh_from_db()


def _not_any_more(referral: Referral, at: datetime) -> Refused:
    state = ReferralState(referral.state)
    if referral.due_at is not None and referral.due_at <= at:
        state = ReferralState.MISSED if state == ReferralState.NEW else ReferralState.EXPIRED
    sentences = {
        ReferralState.MISSED: _("The time to answer this request is over. It counts as missed."),
        ReferralState.EXPIRED: _("The time to decide is over. The referral has expired."),
        ReferralState.WITHDRAWN: _("The customer has withdrawn this request meanwhile."),
        ReferralState.CLOSED: _("The vendor has closed this request meanwhile, as misuse."),
        ReferralState.EVALUATING: _("Somebody has said “interested” already. Decide about it now."),
    }
    if state in sentences:
        return Refused(f"referral-{state}", sentences[state])
    if state in OPEN:
        return Refused(f"referral-{state}", _("This is not possible in its state: look at what it is now."))
    return Refused(f"referral-{state}", _("This referral has been closed meanwhile. It is in the archive."))


def _answered(kind: Kind, referral: Referral, at: datetime, by: User) -> Referral:
    """What follows every answer of a partner: the customer is told, and its reliability is counted anew."""
    _tell(kind, referral, at, by)
    notices.tell_customer([referral], at=at)
    responsiveness.keep([referral.profile_id], on=day_of(at))
    return referral


def _checked(estimate: Estimate, at: datetime) -> dict[str, Any]:
    if estimate.currency not in Currency.values:
        raise Refused("unknown-currency", _("Choose a currency from the list."))
    if estimate.closes_on < day_of(at):
        raise Refused("past-day", _("The closing day lies in the past. Enter one to come."))
    return {
        "value": _value(estimate.value),
        "currency": estimate.currency,
        "closes_on": estimate.closes_on,
    }


def _value(value: int) -> int:
    if not 0 < value <= LARGEST_VALUE:
        raise Refused("no-value", _("Enter the value as a whole number above 0."))
    return value


def _known(reason: str) -> str:
    if reason not in ReferralReason.values:
        raise Refused("no-reason", _("Choose the reason."))
    return reason


def _tell(kind: Kind, referral: Referral, at: datetime, by: User) -> None:
    events.record(
        kind, on=day_of(at), by=by, organisation=referral.organisation, data=notices.about(referral)
    )
