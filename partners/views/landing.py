"""The address without a path: everybody is sent to where their work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partners.access import Permission, accounts_of, permissions_of
from partners.clock import today
from partners.models import Account, User
from partners.views.language import remembered
from partners.views.shell import home_of


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Staff to the administration, others to the Home of an organisation, one whose competencies they read first."""
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


def _reads_nothing(account: Account) -> bool:
    return Permission.SEE_COMPETENCIES not in permissions_of(account)
