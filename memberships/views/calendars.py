"""The calendar: a page for its private address, and the file that calendar programs read by it (E4, A5)."""

import uuid
from datetime import date

from allauth.core.internal import ratelimit
from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competencies.published import NoProgramme, published
from competencies.views.frame import framed_plainly, needs_programme
from competencies.views.loading import standing_of, words_of
from competencies.views.standing import attained_now, overrides_now
from memberships.actions import calendars
from memberships.calendar_file import calendar_file
from memberships.models import CalendarAddress
from memberships.presenters.calendar import Known, days_of, name_of
from partners import days, links
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.models import Organisation, Term
from partners.views.requests import SignedInRequest

FEED = "memberships:calendar_file"
PURPOSE = "calendar"


@login_required
@require_safe
@needs_programme
def calendar(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """What the calendar holds, its address if there is one, and the buttons that make and remove it."""
    organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    # Whoever looks by a grant has no account of their own, and so no address.
    row = CalendarAddress.objects.open().filter(account_id=request.account.pk).first()
    context = {}
    if row is not None:
        address = links.address(FEED, links.key_of(PURPOSE, row.public_id, row.version))
        rest = address.partition(":")[2]
        context = {"address": address, "subscribe": f"webcal:{rest}", "made": days.full(row.made_on)}
    return framed_plainly(request, "memberships/calendar.html", context)


@login_required
@require_POST
def make(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Make an address, or another one; then back to the page."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    calendars.make(account=request.account, on=today(), by=request.user)
    notes.success(request, _("The address is made. Give it to your calendar program."))
    return redirect("memberships:calendar", own.public_id)


@login_required
@require_POST
def remove(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Remove the address; then back to the page."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    calendars.remove(account=request.account, on=today(), by=request.user)
    notes.success(request, _("The address is removed. Nobody reads the calendar by it any more."))
    return redirect("memberships:calendar", own.public_id)


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The calendar behind a private address: no session is asked for, and none is begun.

    The account and its role are looked at each time: when either is gone, there is nothing here.
    """
    signed = links.read(PURPOSE, request.GET.get("key", ""))
    if not _allowed(request, signed):
        return _plain(429)
    as_of = today()
    address = CalendarAddress.objects.answering(*signed, as_of=as_of) if signed else None
    if address is None or Permission.SEE_COMPETENCIES not in permissions_of(address.account):
        return _plain(404)
    try:
        with translation.override(address.owner.language):
            content = _content(address.account.organisation, as_of)
    except NoProgramme:
        return _plain(503)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _allowed(request: HttpRequest, signed: links.Signed | None) -> bool:
    """Whether neither the origin nor the address was read too often; all keys that are none share one count."""
    key = signed.public_id.hex if signed else "unknown"
    # allauth's public door never limits GET.
    usage = ratelimit.consume(request, app="allauth.account", action="calendar", key=key, limit_get=True)
    return usage is not None


def _plain(status: int) -> HttpResponse:
    """An answer to a program: no page, no language, no cookie."""
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _content(organisation: Organisation, as_of: date) -> bytes:
    rules = published()
    standing_of(organisation, rules, as_of=as_of)
    known = Known(
        organisation,
        words_of(organisation, rules.programme, as_of=as_of),
        Term.objects.in_force_or_grace(as_of).filter(organisation=organisation).first(),
        attained_now(organisation),
        overrides_now(organisation, as_of=as_of),
    )
    return calendar_file(name_of(organisation), days_of(known), as_of=as_of)
