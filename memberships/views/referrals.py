"""The organisation's referrals: by state, the archive, and what became of them (F4)."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from competencies.views.frame import framed_plainly, needs_programme
from memberships.models import Referral, ReferralState
from memberships.models.referrals import ENDED, OPEN, ReferralQuerySet
from memberships.presenters.analysis import cells, figures, head
from memberships.presenters.referrals import lines
from memberships.referral_forms import ArchiveForm
from memberships.referrals.analysis import analysed, counted
from partners.access import Permission, organisation_for
from partners.clock import day_of, now
from partners.exports import csv_response, noted
from partners.models import Organisation
from partners.views.requests import SignedInRequest

PAGE = 25
"""So many referrals stand on one page of a list."""


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """What waits, by state and the longest waiting first; `after` names the last one of the page before."""
    own = organisation_for(request, organisation, Permission.MANAGE_REFERRALS)
    asked = request.GET.get("state", "")
    state = asked if asked in OPEN else ReferralState.NEW
    rows = _open(own).filter(state=state).order_by("sent_at", "pk").select_related("request")
    if named := request.GET.get("after"):
        sent_at, pk = _place_or_404(own, named)
        rows = rows.filter(Q(sent_at__gt=sent_at) | Q(sent_at=sent_at, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    counts = dict(_open(own).order_by().values_list("state").annotate(Count("pk")))
    tabs = [(each.value, each.label, counts.get(each.value, 0)) for each in map(ReferralState, OPEN)]
    context = {
        "lines": lines(found[:PAGE], own, at=now()),
        "tabs": tabs,
        "state": str(state),
        "more": _more(found, "after", state=str(state)),
        "first": "" if not named else f"?{urlencode({'state': state})}",
    }
    return framed_plainly(request, "memberships/referrals/list.html", context)


@login_required
@require_safe
@needs_programme
def archive(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """What is closed, the latest first, by state and day; `before` names the last one of the page before."""
    own = organisation_for(request, organisation, Permission.MANAGE_REFERRALS)
    form = ArchiveForm(request.GET or None)
    rows = _filtered(own, form).select_related("request")
    if named := request.GET.get("before"):
        rows = rows.before(*_place_or_404(own, named))
    found = list(rows[: PAGE + 1])
    asked = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
    context = {
        "lines": lines(found[:PAGE], own, at=now()),
        "form": form,
        "filtered": bool(asked),
        "more": _more(found, "before", **asked),
        "first": "" if not named else f"?{urlencode(asked)}",
    }
    return framed_plainly(request, "memberships/referrals/archive.html", context)


@login_required
@require_safe
@needs_programme
def analysis(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """What became of the referrals of a year, as pictures and tables."""
    own = organisation_for(request, organisation, Permission.MANAGE_REFERRALS)
    context = {"figures": figures(analysed(own, at=now()))}
    return framed_plainly(request, "memberships/referrals/analysis.html", context)


@login_required
@require_safe
def analysis_csv(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponseBase:
    """The same referrals line by line, without anybody's name."""
    own, at = organisation_for(request, organisation, Permission.MANAGE_REFERRALS), now()
    rows = counted(own, at=at).select_related("request").iterator(chunk_size=500)
    response = csv_response(head(), cells(rows), name=f"referrals-{own.mpn_id}-{day_of(at).isoformat()}")
    return noted(response, what="referrals-csv", organisation=own, by=request.user, on=day_of(at))


def _open(own: Organisation) -> ReferralQuerySet:
    return Referral.objects.of(own).filter(state__in=OPEN)


def _filtered(own: Organisation, form: ArchiveForm) -> ReferralQuerySet:
    state, since, until = form.asked
    rows = Referral.objects.of(own).filter(state=state) if state else Referral.objects.of(own)
    rows = rows if state else rows.filter(state__in=ENDED)
    if since:
        rows = rows.filter(sent_at__gte=_begin(since))
    return rows.filter(sent_at__lt=_begin(until + timedelta(days=1))) if until else rows


def _begin(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _place_or_404(own: Organisation, named: str) -> tuple[datetime, int]:
    try:
        rows = Referral.objects.of(own).filter(public_id=uuid.UUID(named))
    except ValueError:
        raise Http404 from None
    found = rows.values_list("sent_at", "pk").first()
    if found is None or found[0] is None:
        raise Http404
    return found[0], found[1]


def _more(found: list[Referral], name: str, **asked: str) -> str:
    """The address of the next page, if there is one."""
    return f"?{urlencode({**asked, name: found[PAGE - 1].public_id})}" if len(found) > PAGE else ""
