"""All competencies of an organisation, by centre of excellence."""

import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.presenters.coming import next_of
from competencies.presenters.overview import filtered, overview
from competencies.presenters.situation import Situation
from competencies.presenters.stages import made, stage_words
from competencies.rules.calendar import add_months
from competencies.views.coming import editions_after
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import JUDGED, at_hand, freshness_by, situation_of
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Stages, what is missing next and what lapses; filtered by name or exam, stage and lapse."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    as_of = today()
    rules, standing, times = at_hand(own, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, about={})
    view = overview(situation)
    chosen = {key: request.GET.get(key, "") for key in ("q", "stage", "lapses")}
    before = _before(chosen["lapses"], situation)
    context = {
        "overview": view,
        "sections": filtered(view, situation, query=chosen["q"], stage=chosen["stage"], before=before),
        "chosen": chosen,
        "stages": [(key, name) for key, (_icon, name, _meaning) in stage_words().items()],
        "stage_key": [(made(key), meaning) for key, (_icon, _name, meaning) in stage_words().items()],
        "lapses": [("anniversary", _("Before the anniversary")), ("year", _("Within 12 months"))],
        "edition": situation.edition.key,
        "coming": next_of(editions_after(rules.programme, as_of), situation.words),
        "as_of": days.written(as_of, as_of=as_of),
        "fresh": freshness_by(times, *JUDGED),
    }
    return framed(request, "competencies/list.html", context, standing=standing, situation=situation)


def _before(choice: str, situation: Situation) -> date | None:
    """The first day that the choice of a lapse no longer takes in."""
    if choice == "year":
        return add_months(situation.on, 12)
    return situation.anniversary if choice == "anniversary" else None
