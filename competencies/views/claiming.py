"""Claiming a transcript, and letting the organisation see the whole of it (C3, A7)."""

import uuid

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from competencies.actions import claims
from competencies.forms import ClaimForm
from competencies.views.frame import framed_plainly, needs_programme
from partners.access import Permission, organisation_for
from partners.actions import accounts
from partners.clock import now, today
from partners.refusals import Refused
from partners.views.requests import SignedInRequest

_BESIDE = {"already-claimed": "mcid"}


@sensitive_post_parameters("access_code")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def claim(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """MCID and access code prove whose a transcript is; then on to what it holds."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    form = ClaimForm(
        request.POST or None,
        organisation=own.display_name,
        offers_sharing=not request.account.shares_transcript,
    )
    if request.method == "POST" and form.is_valid() and _claimed(request, form):
        messages.success(
            request, _("The transcript is yours. Now choose what counts for %s.") % own.display_name
        )
        return redirect("competencies:my_achievements", organisation)
    return framed_plainly(request, "competencies/claim.html", {"form": form})


def _claimed(request: SignedInRequest, form: ClaimForm) -> bool:
    """Whether it could be claimed; if not, why stands in the form."""
    answers = form.cleaned_data
    try:
        claims.claim(
            user=request.user,
            mcid=answers["mcid"],
            access_code=answers["access_code"],
            origin=get_adapter().get_client_ip(request),
            on=today(),
            at=now(),
        )
    except Refused as refusal:
        form.add_error(_BESIDE.get(refusal.code, "access_code"), str(refusal))
        return False
    if answers.get("shares"):
        accounts.share_transcript(account=request.account, shares=True, on=today(), by=request.user)
    return True


@login_required
@require_POST
def share(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The switch of A7, at any time after."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    shares = request.POST.get("shares") == "on"
    accounts.share_transcript(account=request.account, shares=shares, on=today(), by=request.user)
    text = _("%s sees your whole transcript now.") if shares else _("%s sees only what counts there now.")
    messages.success(request, text % own.display_name)
    return redirect("competencies:my_achievements", organisation)
