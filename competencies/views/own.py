"""My achievements: what the signed-in person holds, and where it counts. Read only for now."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.models import Feed
from competencies.presenters.achievements import rows
from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import freshness, situation_of, standing_of
from competencies.views.transcripts import held_by
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def my_achievements(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The person's own transcripts: each achievement with what it does here, or why nothing."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    as_of = today()
    rules = published()
    standing = standing_of(own, rules, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, about=[str(request.user.pk)])
    mcids, held = held_by(request.user, own, as_of=as_of)
    table = rows(held, str(request.user.pk), situation)
    context = {
        "mcids": mcids,
        "rows": table,
        "counting": sum(row.counts for row in table),
        "as_of": days.written(as_of, as_of=as_of),
        "organisation": own,
        "fresh": freshness(Feed.ACHIEVEMENTS),
    }
    return framed(
        request, "competencies/my_achievements.html", context, standing=standing, situation=situation
    )
