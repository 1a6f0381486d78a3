"""The address without a path: everybody is sent to where their work is."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partners.access import Permission, accounts_of, organisation_for, permissions_of
from partners.clock import today
from partners.models import Account, User
from partners.views.language import remembered
from partners.views.requests import SignedInRequest
from partners.views.shell import home_of


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Staff to the administration, readers of competencies to them, others to My achievements."""
    return remembered(request, _way_on(request))


def _way_on(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    if user.is_staff:
        return redirect("admin:index")
    accounts = accounts_of(user, as_of=today())
    if not accounts:
        return render(request, "partners/no_organisation.html")
    return redirect(home_of(min(accounts, key=_reads_nothing)))


@login_required
@require_safe
def home(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Where the reader lands in one organisation; the switcher leads here."""
    organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    return redirect(home_of(request.account))


def _reads_nothing(account: Account) -> bool:
    return Permission.SEE_COMPETENCIES not in permissions_of(account)
