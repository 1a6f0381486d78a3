"""Ending one's own look inside an organisation (A3)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.actions import support
from partners.clock import now, today
from partners.models import SupportGrant
from partners.views.requests import SignedInRequest


@login_required
@require_POST
def end_look(request: SignedInRequest) -> HttpResponse:
    """End the look that is in force, if there is one, and go back to the start page."""
    at = now()
    for grant in SupportGrant.objects.in_force(request.user, at=at):
        support.end(grant=grant, on=today(), at=at, by=request.user)
        messages.success(
            request, _("You no longer see the pages of %(name)s.") % {"name": grant.organisation}
        )
    return redirect("partners:landing")
