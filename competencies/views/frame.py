"""Every page of an organisation: its frame, and the alert for those who must see it (E4)."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competencies.models import Standing
from competencies.presenters.alerts import alert
from competencies.presenters.losses import latest_loss, loss
from competencies.presenters.situation import Situation
from competencies.published import NoProgramme, published
from competencies.views.loading import attained_by, plain_words, standing_of
from partners.access import Permission
from partners.clock import today
from partners.views.requests import SignedInRequest
from partners.views.shell import shell


def framed(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    standing: Standing,
    situation: Situation,
) -> HttpResponse:
    """Render the template of an organisation's page inside its frame."""
    frame = shell(request)
    told: dict[str, Any] = {"sees_risk": Permission.SEE_RISK in frame.permissions}
    if told["sees_risk"] and situation.membership:
        told["alert"] = alert(standing.risk, situation.words)
    elif told["sees_risk"]:
        known = situation.attained is not None
        told["loss"] = loss(situation if known else situation.told(attained_by(frame.organisation)))
    return render(request, template, {"shell": frame, **told, **context})


def framed_plainly(
    request: SignedInRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The same for a page that judges nothing: the alert is read from the standing, no facts are loaded."""
    frame, as_of, rules = shell(request), today(), published()
    told: dict[str, Any] = {"sees_risk": Permission.SEE_RISK in frame.permissions}
    if told["sees_risk"]:
        standing = standing_of(frame.organisation, rules, as_of=as_of)
        words = plain_words(frame.organisation, rules.programme.edition_on(as_of), as_of)
        if frame.organisation.terms.in_force_or_grace(as_of).exists():
            told["alert"] = alert(standing.risk, words)
        else:
            told["loss"] = latest_loss(attained_by(frame.organisation), words)
    return render(request, template, {"shell": frame, **told, **context}, status=status)


def needs_programme(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that judges: until an edition has been published it says so instead."""

    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoProgramme:
            return render(request, "competencies/no_programme.html", status=503)

    return judged
