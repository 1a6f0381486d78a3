"""One person of an organisation: roles, achievements, and what depends on them (B3)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.actions.people import last_reminded, remind
from competencies.models import Feed, Standing
from competencies.people.achievements import concerned, held_here, mcids_here
from competencies.presenters.achievements import rows
from competencies.presenters.leaving import Cost, cost_of_leaving
from competencies.presenters.members import role_words
from competencies.presenters.situation import Situation
from competencies.views.frame import framed, framed_plainly, needs_programme
from competencies.views.loading import at_hand, freshness_by, situation_of
from competencies.views.people.forms import RolesForm
from partners import days
from partners.access import Permission, organisation_for, permissions_of
from partners.actions import accounts
from partners.clock import today
from partners.confirming import require_confirmation
from partners.models import Account, Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def person(request: SignedInRequest, organisation: uuid.UUID, account: uuid.UUID) -> HttpResponse:
    """Everything that the organisation may know of somebody with an open account (A7)."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    found = _open_account(own, account)
    standing, situation, times = judged(own, found)
    allowed = permissions_of(request.account)
    contacts = Permission.SEE_CONTACTS in allowed
    table = rows(held_here(found, situation), str(found.user_id), situation)
    reminded = last_reminded(own, [found.user_id]).get(found.user_id)
    context = {
        **about_person(found, situation),
        "manages": Permission.MANAGE_PEOPLE in allowed,
        "email": found.user.email if contacts else "",
        "mcids": mcids_here(found) if contacts else [],
        "rows": table,
        "counting": sum(row.counts for row in table),
        "reminded": days.written(reminded, as_of=situation.on) if reminded else None,
        "fresh": freshness_by(times, Feed.ACHIEVEMENTS),
    }
    return framed(request, "competencies/people/person.html", context, standing=standing, situation=situation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def roles(request: SignedInRequest, organisation: uuid.UUID, account: uuid.UUID) -> HttpResponse:
    """Other roles for somebody; the last admin stays one."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    found = _open_account(own, account)
    require_confirmation(request)
    form = RolesForm(request.POST or None, initial={"roles": sorted(found.role_names)})
    if request.method == "POST" and form.is_valid():
        try:
            accounts.set_roles(account=found, on=today(), by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, _("The roles of %(name)s are changed.") % {"name": found.user.name})
            return _back(request, own, found)
    context = {"form": form, "person": found.user.name, "account": found}
    return framed_plainly(request, "competencies/people/roles.html", context)


@login_required
@require_POST
def remind_one(request: SignedInRequest, organisation: uuid.UUID, account: uuid.UUID) -> HttpResponse:
    """A mail to this one, not more than once a week."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    found = _open_account(own, account)
    try:
        remind(organisation=own, only=found, on=today(), by=request.user)
    except Refused:
        text = _("%(name)s has associated already, or was reminded within a week.")
        messages.info(request, text % {"name": found.user.name})
    else:
        messages.success(request, _("%(name)s is reminded by mail.") % {"name": found.user.name})
    return _back(request, own, found)


def _back(request: SignedInRequest, own: Organisation, account: Account) -> HttpResponse:
    """To the person; who gave away the right to see people lands where the rest leads."""
    if account.user_id == request.user.pk:
        return redirect("memberships:home", own.public_id)
    return redirect("competencies:person", own.public_id, account.public_id)


def _open_account(own: Organisation, public_id: uuid.UUID) -> Account:
    return get_object_or_404(own.accounts.open().select_related("user"), public_id=public_id)


def judged(own: Organisation, account: Account) -> tuple[Standing, Situation, Mapping[str, datetime]]:
    """The organisation as it stands today, explained as far as it concerns the person; and what else is at hand."""
    as_of = today()
    rules, standing, times = at_hand(own, as_of=as_of)
    only = concerned(account, rules.programme.edition_on(as_of))
    about = {str(account.user_id): account.user.name}
    return standing, situation_of(own, rules.programme, as_of=as_of, only=only, about=about), times


def about_person(account: Account, situation: Situation) -> dict[str, Any]:
    """What every page about one person says."""
    cost: Cost = cost_of_leaving(str(account.user_id), situation)
    return {
        "account": account,
        "person": account.user.name or _("Somebody"),
        "roles": role_words(account.role_names),
        "joined": days.written(account.starts_on, as_of=situation.on),
        "as_of": days.written(situation.on, as_of=situation.on),
        "cost": cost,
    }
