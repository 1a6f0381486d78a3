"""The seats of one benefit: who has one, looking for somebody, assigning and taking back (E5)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competencies.views.frame import framed_plainly, needs_programme
from memberships.actions import seats as actions
from memberships.models import Entitlement, SeatAssignment
from memberships.presenters.seats import Holder, benefit_name, candidates, holders
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.models import Account, Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest

PAGE = 50
"""So many who have a seat stand on a page."""

FOUND = 20
"""So many of the people who were looked for are shown."""


@login_required
@require_safe
@needs_programme
def seats(request: SignedInRequest, organisation: uuid.UUID, entitlement: uuid.UUID) -> HttpResponse:
    """Who has a seat, the latest first; `before` names the last of the page before, `q` looks for people."""
    own = organisation_for(request, organisation, Permission.SEE_BENEFITS)
    found = _entitlement(own, entitlement)
    allowed = permissions_of(request.account)
    contacts = Permission.SEE_CONTACTS in allowed
    rows = list(_rows(request, found)[: PAGE + 1])
    query = request.GET.get("q", "").strip()
    people = _people(own, found, query, contacts) if query else []
    context = {
        "entitlement": found,
        "benefit": benefit_name(found),
        "holders": holders(rows[:PAGE], as_of=today(), contacts=contacts),
        "older": str(rows[PAGE - 1].public_id) if len(rows) > PAGE else "",
        "inside": "before" in request.GET,
        "query": query,
        "people": people[:FOUND],
        "more": len(people) > FOUND,
        "full": found.quantity is not None and found.used >= found.quantity,
        "manages": Permission.MANAGE_MEMBERSHIP in allowed,
        "contacts": contacts,
    }
    return framed_plainly(request, "memberships/seats.html", context)


@login_required
@require_POST
def assign(request: SignedInRequest, organisation: uuid.UUID, entitlement: uuid.UUID) -> HttpResponse:
    """Give somebody a seat."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    found = _entitlement(own, entitlement)
    try:
        account = own.accounts.select_related("user").get(public_id=_key(request.POST.get("account", "")))
        actions.assign(entitlement=found, account=account, on=today(), by=request.user)
    except Account.DoesNotExist:
        messages.error(request, _("Choose somebody from the list."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has a seat now.") % {"name": account.user.name})
    return redirect("memberships:seats", own.public_id, found.public_id)


@login_required
@require_POST
def take_back(request: SignedInRequest, organisation: uuid.UUID, seat: uuid.UUID) -> HttpResponse:
    """Take a seat back."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    rows = SeatAssignment.objects.filter(entitlement__organisation=own)
    found = get_object_or_404(
        rows.select_related("entitlement__organisation", "account__user"), public_id=seat
    )
    try:
        actions.take_back(seat=found, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The seat of %(name)s is free.") % {"name": found.account.user.name})
    return redirect("memberships:seats", own.public_id, found.entitlement.public_id)


def _entitlement(own: Organisation, public_id: uuid.UUID) -> Entitlement:
    """One whose seats may be looked at; what has ended has none."""
    rows = Entitlement.objects.in_force(today()).of(own).select_related("edition", "organisation", "term")
    return get_object_or_404(rows, public_id=public_id)


def _rows(request: SignedInRequest, found: Entitlement) -> QuerySet[SeatAssignment]:
    rows = SeatAssignment.objects.of(found)
    if named := request.GET.get("before"):
        last = SeatAssignment.objects.filter(entitlement=found, public_id=_key(named)).first()
        if last is None:
            raise Http404
        rows = rows.filter(pk__lt=last.pk)
    return rows.select_related("account__user")


def _people(own: Organisation, found: Entitlement, query: str, contacts: bool) -> list[Holder]:
    """People by name, or by address for who may see addresses; each with the seat that they have."""
    fits = Q(user__name__icontains=query)
    if contacts:
        fits |= Q(user__email__icontains=query)
    rows = Account.objects.open().filter(fits, organisation=own, user__is_active=True)
    accounts = list(rows.select_related("user").order_by(Lower("user__name"), "pk")[: FOUND + 1])
    held = SeatAssignment.objects.of(found).filter(account__in=accounts)
    return candidates(accounts, {each.account_id: each for each in held}, as_of=today(), contacts=contacts)


def _key(named: str) -> uuid.UUID:
    """The id that is written there; that of nothing, if it is none."""
    try:
        return uuid.UUID(named)
    except ValueError:
        return uuid.UUID(int=0)
