"""One competency of an organisation: where it stands, who makes it so, and when it will fall."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from competencies.curing import cures_of
from competencies.presenters.alerts import entries
from competencies.presenters.banner import risk_facts
from competencies.presenters.competency import competency_view
from competencies.presenters.history import changes
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import JUDGED, at_hand, freshness_by, past_of, situation_of
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def detail(request: SignedInRequest, organisation: uuid.UUID, competency: str) -> HttpResponse:
    """The competency as today's edition judges it; 404 if that edition has none of this key."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    as_of = today()
    rules, standing, times = at_hand(own, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, only=[competency])
    asked = situation.edition.competencies.get(competency)
    if asked is None:
        raise Http404
    attained, events = past_of(own, competency)
    situation = situation.told(attained)
    cures = cures_of(standing, as_of=as_of, rules=rules)
    risks = risk_facts(asked, entries(standing.risk), situation, cures)
    context = {
        "competency": competency_view(asked, situation),
        "risks": risks,
        "at_risk_here": any(not one.note for one in risks),
        "fresh": freshness_by(times, *JUDGED),
        "changes": changes(events, situation.words),
    }
    return framed(request, "competencies/detail.html", context, standing=standing, situation=situation)
