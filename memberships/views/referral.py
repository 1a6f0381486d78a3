"""One referral of the organisation, and what is done about it (F4)."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.views.frame import framed_plainly, needs_programme
from memberships.actions import referrals
from memberships.models import Referral, ReferralState
from memberships.presenters.referrals import detail as shown
from memberships.presenters.referrals import state_at
from memberships.referral_forms import (
    DeclineForm,
    EstimateForm,
    LostForm,
    NoteForm,
    NothingForm,
    WonForm,
    known,
)
from partners.access import Permission, organisation_for
from partners.clock import now
from partners.models import Organisation, User
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done about a referral: its form and its action."""

    form: type[forms.Form]
    act: Callable[[Referral, Any, datetime, User], object]


DEEDS: Mapping[str, Deed] = {
    "interested": Deed(NothingForm, lambda row, _form, at, by: referrals.show_interest(referral=row, at=at, by=by)),
    "no-thanks": Deed(NothingForm, lambda row, _form, at, by: referrals.say_no(referral=row, at=at, by=by)),
    "accept": Deed(
        EstimateForm,
        lambda row, form, at, by: referrals.accept(referral=row, estimate=form.estimate, at=at, by=by),
    ),
    "decline": Deed(
        DeclineForm, lambda row, form, at, by: referrals.decline(referral=row, at=at, by=by, **form.cleaned_data)
    ),
    "estimate": Deed(
        EstimateForm,
        lambda row, form, at, by: referrals.estimate_anew(referral=row, estimate=form.estimate, at=at, by=by),
    ),
    "won": Deed(WonForm, lambda row, form, at, by: referrals.win(referral=row, at=at, by=by, **form.cleaned_data)),
    "lost": Deed(
        LostForm, lambda row, form, at, by: referrals.lose(referral=row, at=at, by=by, **form.cleaned_data)
    ),
    "note": Deed(
        NoteForm, lambda row, form, at, by: referrals.add_note(referral=row, at=at, by=by, **form.cleaned_data)
    ),
}  # fmt: skip

_FIELDS = {
    "past-day": "closes_on",
    "no-value": "value",
    "unknown-currency": "currency",
    "no-reason": "reason",
}
"""Where a refusal of this code belongs; others are of the whole form."""

_POSSIBLE = {
    ReferralState.NEW: ("interested", "no-thanks"),
    ReferralState.EVALUATING: ("accept", "decline"),
    ReferralState.NEGOTIATING: ("won", "lost", "estimate"),
}


@login_required
@require_safe
@needs_programme
def detail(request: SignedInRequest, organisation: uuid.UUID, referral: uuid.UUID) -> HttpResponse:
    """What the customer asks for, who it is once that may be read, notes, and what can be done."""
    own = organisation_for(request, organisation, Permission.MANAGE_REFERRALS)
    return _page(request, own, _referral_or_404(own, referral), {})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def act(request: SignedInRequest, organisation: uuid.UUID, referral: uuid.UUID, deed: str) -> HttpResponse:
    """One step of a referral; a form with something wrong comes back as it was typed.

    Whoever reloads that page, or reads it in another language, is led back to the referral.
    """
    own = organisation_for(request, organisation, Permission.MANAGE_REFERRALS)
    row = _referral_or_404(own, referral)
    if deed not in DEEDS:
        raise Http404
    if request.method != "POST":
        return redirect("memberships:referral", own.public_id, row.public_id)
    form = DEEDS[deed].form(request.POST, prefix=deed, initial=known(row), use_required_attribute=False)
    if form.is_valid():
        try:
            DEEDS[deed].act(row, form, now(), request.user)
        except Refused as refusal:
            form.add_error(_FIELDS.get(refusal.code), str(refusal))
            if deed not in _possible(row, now()):
                messages.error(request, str(refusal))
                return redirect("memberships:referral", own.public_id, row.public_id)
        else:
            messages.success(request, _done(deed))
            return redirect("memberships:referral", own.public_id, row.public_id)
    return _page(request, own, row, {deed: form})


def _page(
    request: SignedInRequest, own: Organisation, row: Referral, bound: Mapping[str, forms.Form]
) -> HttpResponse:
    possible = {
        deed: bound.get(deed)
        or DEEDS[deed].form(prefix=deed, initial=known(row), use_required_attribute=False)
        for deed in _possible(row, now())
    }
    context = {
        "referral": shown(row, own, at=now()),
        "forms": {deed.replace("-", "_"): form for deed, form in possible.items()},
        "row": row,
    }
    return framed_plainly(request, "memberships/referrals/detail.html", context)


def _possible(row: Referral, at: datetime) -> tuple[str, ...]:
    notes = () if row.request.erased_at else ("note",)
    return (*_POSSIBLE.get(state_at(row, at), ()), *notes)


def _referral_or_404(own: Organisation, public_id: uuid.UUID) -> Referral:
    rows = Referral.objects.of(own).select_related("request", "organisation", "profile")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _done(deed: str) -> str:
    return {
        "interested": _("You are interested. Here is who the customer is; decide within seven days."),
        "no-thanks": _("You said “no thanks”. The customer is told to choose somebody else."),
        "accept": _("You have accepted. The customer is told so."),
        "decline": _("You have declined. The customer is told to choose somebody else."),
        "estimate": _("The estimate is kept."),
        "won": _("Won. The referral is in the archive now."),
        "lost": _("Lost. The referral is in the archive now."),
        "note": _("The note is kept."),
    }[deed]
