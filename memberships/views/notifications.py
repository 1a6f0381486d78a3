"""Notifications: what the reader was told about the organisation, and how they want to be told."""

import uuid

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.published import published
from competencies.views.frame import backdrop, framed_by, needs_programme
from memberships.notice_words import notices_of
from memberships.presenters.notifications import Line, lines
from memberships.views.notification_form import WaysForm
from partners.access import Permission, kinds_read_by, organisation_for
from partners.actions import notifications
from partners.clock import now, today
from partners.models import Message, Organisation
from partners.views.requests import SignedInRequest

PAGE = 20


@login_required
@require_safe
@needs_programme
def notification_list(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The latest first, a page at a time; `before` names the last one of the page before."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    rules, as_of = published(), today()
    found = _found(request, own)
    shown: list[Line] = lines(notices_of(found[:PAGE], own, rules), own, as_of=as_of)
    context = {
        "lines": shown,
        "unread": any(line.unread for line in shown),
        "before": str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        "later": "before" in request.GET,
    }
    behind = backdrop(own, rules, as_of=as_of)
    return framed_by(request, "memberships/notifications.html", context, behind=behind)


def _found(request: SignedInRequest, organisation: Organisation) -> list[Message]:
    """One page and the first of the next; 404 if `before` is no message of the reader's (A6)."""
    rows = Message.objects.listed().filter(
        recipient=request.user, organisation=organisation, kind__in=kinds_read_by(request.account)
    )
    if named := request.GET.get("before"):
        last = _key(named)
        there = rows.filter(pk=last).values_list("written_at", flat=True).first() if last else None
        if last is None or there is None:
            raise Http404
        rows = rows.before(there, last)
    return list(rows.order_by("-written_at", "-pk")[: PAGE + 1])


def _key(named: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(named)
    except ValueError:
        return None


@login_required
@require_POST
def mark_read(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """One message (`message`), or all of the organisation's; then back to the list."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    named = request.POST.get("message")
    only = None if named is None else _key(named)
    if named is None:
        notifications.mark_read(by=request.user, organisation=own, at=now())
    elif only is not None:
        notifications.mark_read(by=request.user, organisation=own, at=now(), only=[only])
    return redirect("memberships:notifications", own.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def notification_settings(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """For every kind that the reader's roles read: at once, once a day, only here."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    form = WaysForm(request.POST or None, user=request.user, kinds=kinds_read_by(request.account))
    if request.method == "POST" and form.is_valid():
        notifications.choose(by=request.user, ways=form.ways())
        notes.success(request, _("Your settings are kept."))
        return redirect("memberships:notification_settings", own.public_id)
    behind = backdrop(own, published(), as_of=today())
    return framed_by(request, "memberships/notification_settings.html", {"form": form}, behind=behind)
