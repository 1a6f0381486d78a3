"""Referrals whose time is over or running out, and requests whose personal data is to go (F4, F5).

What is claimed is locked, and what somebody else holds is left to the next sweep; every effect is written once,
however often this runs and wherever it dies.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from competencies.jobs.chunks import in_chunks
from memberships.actions.referrals import end_columns
from memberships.models import CustomerRequest, Referral, ReferralNote, ReferralState
from memberships.referrals import notices, responsiveness
from partners.clock import day_of
from partners.journal import Kind
from partners.models import JournalEntry, Message, MessageKind

CHUNK = 100
"""So many referrals share a transaction: each writes a few messages."""

REQUESTS = 25
"""So many requests are erased in one."""


def tend_referrals(*, at: datetime, seconds: float | None = None) -> int:
    """End what was not answered in time, remind of what soon will not be, remove what is due; returns how many."""
    done = in_chunks(lambda: _end_some(at), seconds=seconds)
    done += in_chunks(lambda: _remind_some(at), seconds=seconds)
    return done + in_chunks(lambda: _erase_some(at), seconds=seconds)


@transaction.atomic
def _end_some(at: datetime) -> int:
    rows = Referral.objects.run_out(at).select_for_update(skip_locked=True, of=("self",))
    over = list(rows.select_related("request", "organisation")[:CHUNK])
    for each in over:
        ended_at = each.due_at
        each.state = ReferralState.MISSED if each.state == ReferralState.NEW else ReferralState.EXPIRED
        for column, value in {**end_columns(at), "ended_at": ended_at}.items():
            setattr(each, column, value)
    Referral.objects.bulk_update(over, ["state", "ended_at", "due_at", "remind_at", "place"])
    JournalEntry.objects.bulk_create(_over(each, each.ended_at or at) for each in over)
    notices.tell_customer(over, at=at)
    notices.tell_partners(MessageKind.REFERRAL_OVER, over, at=at)
    responsiveness.keep([each.profile_id for each in over], on=day_of(at))
    return len(over)


def _over(referral: Referral, ended_at: datetime) -> JournalEntry:
    missed = referral.state == ReferralState.MISSED
    return JournalEntry(
        kind=Kind.REFERRAL_MISSED if missed else Kind.REFERRAL_EXPIRED,
        on=day_of(ended_at),
        organisation_id=referral.organisation_id,
        data=notices.about(referral),
        effect_key=f"referral-over:{referral.pk}",
    )


@transaction.atomic
def _remind_some(at: datetime) -> int:
    rows = Referral.objects.to_remind(at).select_for_update(skip_locked=True, of=("self",))
    near = list(rows.select_related("organisation")[:CHUNK])
    notices.tell_partners(MessageKind.REFERRAL_REMINDER, near, at=at)
    Referral.objects.filter(pk__in=[each.pk for each in near]).update(remind_at=None)
    return len(near)


@transaction.atomic
def _erase_some(at: datetime) -> int:
    """Requests that nobody confirmed go wholly; of the others numbers stay (F5)."""
    due = CustomerRequest.objects.filter(erased_at=None, erase_at__lte=at).order_by("erase_at", "pk")
    requests = list(due.select_for_update(skip_locked=True)[:REQUESTS])
    _forget_mail(requests)
    unconfirmed = [each.pk for each in requests if each.confirmed_at is None]
    Referral.objects.filter(request__in=unconfirmed).delete()
    CustomerRequest.objects.filter(pk__in=unconfirmed).delete()
    kept = [each for each in requests if each.confirmed_at is not None]
    _erase(kept, at)
    return len(requests)


def _erase(requests: Sequence[CustomerRequest], at: datetime) -> None:
    ids = [each.pk for each in requests]
    # Nothing is left to answer by then, unless it is still negotiated: that can be closed, by its numbers.
    ReferralNote.objects.filter(referral__request__in=ids).delete()
    Referral.objects.filter(request__in=ids).update(city="", contact_name="", contact_email="")
    CustomerRequest.objects.filter(pk__in=ids).update(
        name="", company="", email="", sought="", key_hash=None, erased_at=at
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(
            kind=Kind.REQUEST_ERASED, on=day_of(at), data={"request": pk},
            effect_key=f"request-erased:{pk}",
        )
        for pk in ids
    )  # fmt: skip


def _forget_mail(requests: Sequence[CustomerRequest]) -> None:
    """Messages to addresses hold these; those to people with a login say nothing personal and stay."""
    keys = [key for each in requests for key in notices.written_about(each)]
    for first in range(0, len(keys), 500):
        Message.objects.filter(effect_key__in=keys[first : first + 500], recipient=None).delete()
