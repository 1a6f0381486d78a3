"""Everybody whom one requirement of a competency concerns: what its own page only counts beyond the first."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from competencies.presenters.roll import roll
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import at_hand, situation_of
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def requirement(
    request: SignedInRequest, organisation: uuid.UUID, competency: str, node: str, path: str
) -> HttpResponse:
    """The people of the node at that position of the path; 404 where nobody stands by today's edition."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    as_of = today()
    rules, standing, _times = at_hand(own, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, only=[competency])
    asked = situation.edition.competencies.get(competency)
    found = roll(asked, path, node, situation, page=_page(request)) if asked else None
    if asked is None or found is None:
        raise Http404
    context = {
        "key": asked.key,
        "name": situation.words.text(asked.name),
        "roll": found,
        "as_of": days.written(as_of, as_of=as_of),
    }
    return framed(request, "competencies/roll.html", context, standing=standing, situation=situation)


def _page(request: SignedInRequest) -> int:
    """Which page is asked for; the first for what is no number of one."""
    asked = request.GET.get("page", "")
    return int(asked) or 1 if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
