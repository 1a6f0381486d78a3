"""Membership > Performance: what our sales count, and what leaves when (E7, D6)."""

import uuid
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from competencies.facts import Reading
from competencies.models import Feed
from competencies.models import Reading as ReadingRow
from competencies.presenters.performance import cells, figures, head
from competencies.published import published
from competencies.views.frame import backdrop, framed_by, needs_programme
from competencies.views.loading import freshness, words_of
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.exports import csv_response, defused, noted
from partners.models import Organisation
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def performance(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Every metric by month, with the windows of today's edition."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    as_of = today()
    behind = backdrop(own, published(), as_of=as_of)
    found = figures(list(readings_of(own)), behind.words)
    context = {
        "figures": found,
        "unread": [figure for figure in found if not figure.months],
        "as_of": days.written(as_of, as_of=as_of),
        "fresh": freshness(Feed.READINGS),
    }
    return framed_by(request, "competencies/performance.html", context, behind=behind)


@login_required
@require_safe
@needs_programme
def performance_csv(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponseBase:
    """Every reading ever, with the day on which it leaves each window."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    as_of = today()
    words = words_of(own, published().programme, as_of=as_of)
    # An amount is a number, and may begin with a minus.
    lines = (
        [defused(text) if place != 4 else text for place, text in enumerate(line)]
        for line in cells(readings_of(own), words)
    )
    response = csv_response(head(), lines, name=f"performance-{own.mpn_id}-{as_of.isoformat()}")
    return noted(response, what="performance-csv", organisation=own, by=request.user, on=as_of)


def readings_of(organisation: Organisation) -> Iterator[Reading]:
    """The organisation's readings by metric and day."""
    rows = ReadingRow.objects.filter(organisation=organisation).order_by("metric", "on")
    for metric, on, amount in rows.values_list("metric", "on", "amount").iterator(chunk_size=2000):
        yield Reading(metric, on, amount)
