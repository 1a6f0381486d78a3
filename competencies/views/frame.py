"""Every page of an organisation: its frame, and the alert for those who must see it (E4)."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competencies.models import Standing
from competencies.presenters.alerts import alert
from competencies.presenters.losses import loss
from competencies.presenters.situation import Situation
from competencies.published import NoProgramme, published
from competencies.views.loading import attained_by, situation_of, standing_of
from partners.access import Permission, permissions_of
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


def form_page(request: SignedInRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a page that judges nothing itself; who must see the alert sees it here, too (E4)."""
    own, as_of = request.account.organisation, today()
    if Permission.SEE_RISK not in permissions_of(request.account):
        return render(request, template, {"shell": shell(request), **context})
    rules = published()
    standing = standing_of(own, rules, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, only=[])
    return framed(request, template, context, standing=standing, situation=situation)


def needs_programme(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that judges: until an edition has been published it says so instead."""

    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoProgramme:
            return render(request, "competencies/no_programme.html", status=503)

    return judged
