"""Open overrides of an organisation: what each covers, why, until when, and what would hold without it (G9, D4)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.presenters.overrides import open_cards
from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import attained_by, situation_of, standing_of
from competencies.views.standing import overrides_now
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """All of them, the first to end first; what they hold is judged as on the competency's own page."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    as_of, rules = today(), published()
    standing = standing_of(own, rules, as_of=as_of)
    covered = {each.competency for each in overrides_now(own, as_of=as_of)}
    situation = situation_of(own, rules.programme, as_of=as_of, only=covered).told(attained_by(own))
    context = {"cards": open_cards(situation), "as_of": days.written(as_of, as_of=as_of)}
    return framed(request, "competencies/overrides.html", context, standing=standing, situation=situation)
