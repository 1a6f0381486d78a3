"""My achievements: what the signed-in person holds, where it counts, and what may be done about it (A2, C3 to C7)."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from competencies.models import CreditReport, Feed
from competencies.presenters.achievements import Held, could_count, rows
from competencies.presenters.credit import report_rows
from competencies.presenters.needs import needs
from competencies.presenters.situation import Situation
from competencies.presenters.supposing import all_associated
from competencies.programme import Edition, predicates
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import at_hand, freshness_by, situation_of
from competencies.views.transcripts import held_and_tied
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.models import User
from partners.views.requests import SignedInRequest

REPORTS = 50
"""So many of a person's reports are shown, the latest first."""


@login_required
@require_safe
@needs_programme
def my_achievements(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The person's own transcripts: each achievement with what it does here, or why nothing."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    as_of = today()
    rules, standing, times = at_hand(own, as_of=as_of)
    mcids, held, tie = held_and_tied(request.user, own, as_of=as_of)
    asking = _asking(rules.programme.edition_on(as_of), held)
    about = {str(request.user.pk): request.user.name}
    situation = situation_of(own, rules.programme, as_of=as_of, only=asking, about=about)
    context = {
        **_achievements(request.user, held, situation, asking),
        "mcids": mcids,
        "as_of": days.written(as_of, as_of=as_of),
        "organisation": own,
        "elsewhere": tie if tie and tie.organisation != own.pk else None,
        "here": tie if tie and tie.organisation == own.pk else None,
        "shares": request.account.shares_transcript,
        "reports": _reports(request.user, situation.edition),
        "fresh": freshness_by(times, Feed.ACHIEVEMENTS),
    }
    return framed(
        request, "competencies/my_achievements.html", context, standing=standing, situation=situation
    )


def _achievements(
    user: User, held: Sequence[Held], situation: Situation, asking: Sequence[str]
) -> dict[str, Any]:
    """The table, how many count, what waits to be associated, and what else would help here."""
    person = str(user.pk)
    waiting = any(could_count(one, situation.words) for one in held)
    would = all_associated(situation, person, held, only=asking) if waiting else situation
    table = rows(held, person, situation, would)
    return {
        "rows": table,
        "counting": sum(row.counts for row in table),
        "associated": sum(row.here for row in table),
        "needs": needs(person, would),
    }


def _asking(edition: Edition, held: Sequence[Held]) -> list[str]:
    """The competencies that ask for something which the person holds: only those are worth explaining."""
    codes = {one.credential for one in held}
    return [
        competency.key
        for competency in edition.competencies.values()
        if any(
            codes & set(predicate.codes)
            for path in competency.paths
            for node in path.requires
            for predicate in predicates(node)
        )
    ]


def _reports(user: User, edition: Edition) -> tuple[Any, ...]:
    reports = CreditReport.objects.visible_to(user).select_related("override").order_by("-pk")[:REPORTS]
    return report_rows(reports, edition, get_language() or "en")
