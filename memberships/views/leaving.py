"""The end of somebody's account: what it would cost, levels and seats, then the deed (B3)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competencies.views.frame import framed, needs_programme
from competencies.views.people.person import about_person, judged
from memberships.actions.accounts import end_account
from memberships.presenters.seats import seats_of
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.confirming import require_confirmation
from partners.models import Account, Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def end(request: SignedInRequest, organisation: uuid.UUID, account: uuid.UUID) -> HttpResponse:
    """First what it would cost; the button ends the account, if that is still what it costs."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    found = get_object_or_404(own.accounts.select_related("user"), public_id=account)
    require_confirmation(request)
    if found.until is not None:
        messages.info(request, _("The account of %(name)s is ended already.") % {"name": found.user.name})
        return redirect("competencies:people", own.public_id)
    standing, situation, _times = judged(own, found)
    about = {**about_person(found, situation), "seats": seats_of(found, on=situation.on)}
    about["stamp"] = "|".join([about["cost"].stamp, *about["seats"]])
    refusal = ""
    if request.method == "POST":
        if request.POST.get("seen") == about["stamp"]:
            refusal = _ended(request, found)
            if not refusal:
                return _after_end(request, own, found)
        else:
            refusal = _("What it costs has changed since you looked. Read it again before you confirm.")
    context = {**about, "refusal": refusal}
    return framed(request, "memberships/person_end.html", context, standing=standing, situation=situation)


def _ended(request: SignedInRequest, account: Account) -> str:
    """End it; returns why not, if it was refused."""
    try:
        end_account(account=account, on=today(), by=request.user)
    except Refused as refusal:
        return str(refusal)
    messages.success(request, _("The account of %(name)s is ended.") % {"name": account.user.name})
    return ""


def _after_end(request: SignedInRequest, own: Organisation, ended: Account) -> HttpResponse:
    if ended.user_id == request.user.pk:
        return redirect("partners:landing")
    return redirect("competencies:people", own.public_id)
