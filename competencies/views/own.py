"""My achievements: what the signed-in person holds, and where it counts. Read only for now."""

import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.facts import Period
from competencies.models import Achievement, Association, Transcript
from competencies.presenters.achievements import Held, rows
from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import situation_of, standing_of
from partners import days
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.models import Organisation, User
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
    situation = situation_of(own, rules.programme, as_of=as_of)
    table = rows(_held(request.user, own, as_of), str(request.user.pk), situation)
    context = {
        "transcripts": list(Transcript.objects.visible_to(request.user).order_by("claimed_on", "pk")),
        "rows": table,
        "counting": sum(row.counts for row in table),
        "as_of": days.written(as_of, as_of=as_of),
        "organisation": own,
    }
    return framed(
        request, "competencies/my_achievements.html", context, standing=standing, words=situation.words
    )


def _held(user: User, organisation: Organisation, as_of: date) -> list[Held]:
    associations = Association.objects.visible_to(user).select_related("affiliation__organisation")
    achievements = Achievement.objects.visible_to(user).order_by("credential", "earned_on")
    found = achievements.prefetch_related(Prefetch("associations", associations.order_by("starts_on", "pk")))
    return [_one(row, organisation, as_of) for row in found]


def _one(row: Achievement, organisation: Organisation, as_of: date) -> Held:
    ties = list(row.associations.all())
    now = [tie for tie in ties if tie.starts_on <= as_of and (tie.until is None or as_of < tie.until)]
    here = [tie for tie in ties if tie.affiliation.organisation_id == organisation.pk]
    return Held(
        credential=row.credential,
        earned_on=row.earned_on,
        expires_on=row.expires_on,
        revoked_on=row.revoked_on,
        associated_with=now[-1].affiliation.organisation.display_name if now else "",
        here=tuple(Period(tie.starts_on, tie.until) for tie in here),
    )
