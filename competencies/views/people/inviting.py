"""Inviting one person, sending again, withdrawing, reminding (B2, B4)."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competencies.actions.people import remind
from competencies.views.frame import framed_plainly, needs_programme
from competencies.views.people.forms import InviteForm
from partners.access import Permission, organisation_for
from partners.actions import invitations
from partners.clock import today
from partners.models import Invitation, Organisation, Role
from partners.refusals import Refused
from partners.views.requests import SignedInRequest

_FIELDS = {"bad-email": "email", "has-account": "email", "already-invited": "email", "no-name": "name"}
"""The field beside which a refusal stands."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def invite(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """One person; afterwards the invitations, with the new one on top."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    start = {"roles": [Role.EMPLOYEE], "language": get_language()}
    form = InviteForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = invitations.invite(organisation=own, on=today(), by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(_FIELDS.get(refusal.code), str(refusal))
        else:
            messages.success(request, _("%(name)s is invited; the mail is on its way.") % {"name": made.name})
            return redirect(_invited(own))
    return framed_plainly(request, "competencies/people/invite.html", {"form": form})


@login_required
@require_POST
def send_again(request: SignedInRequest, organisation: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """A new link for who is invited, a few times a day at most."""
    own, row = _invitation(request, organisation, invitation)
    if not ratelimit.consume(request, action="invitation", key=str(row.public_id)):
        messages.error(request, _("This invitation was sent several times today. Try tomorrow."))
        return redirect(_invited(own))
    try:
        invitations.send_again(invitation=row, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("A new link is on its way to %(name)s; the earlier one no longer works.")
        messages.success(request, text % {"name": row.name})
    return redirect(_invited(own))


@login_required
@require_POST
def withdraw(request: SignedInRequest, organisation: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    own, row = _invitation(request, organisation, invitation)
    try:
        invitations.withdraw(invitation=row, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": row.name})
    return redirect(_invited(own))


@login_required
@require_POST
def remind_all(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """A mail to everybody who has not associated anything yet."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    try:
        count = remind(organisation=own, on=today(), by=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        text = ngettext(
            "%(count)d person is reminded by mail.", "%(count)d people are reminded by mail.", count
        )
        messages.success(request, text % {"count": count})
    return redirect("competencies:people", own.public_id)


def _invitation(
    request: SignedInRequest, organisation: uuid.UUID, invitation: uuid.UUID
) -> tuple[Organisation, Invitation]:
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    return own, get_object_or_404(own.invitations.all(), public_id=invitation)


def _invited(own: Organisation) -> str:
    return f"{reverse('competencies:people', args=[own.public_id])}?show=invited"
