"""Every page of an organisation: its frame, and the alert for those who must see it (E4)."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competencies.models import Standing
from competencies.presenters.alerts import alert
from competencies.presenters.words import Words
from competencies.published import NoProgramme
from partners.access import Permission
from partners.views.requests import SignedInRequest
from partners.views.shell import shell


def framed(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    standing: Standing,
    words: Words,
) -> HttpResponse:
    """Render the template of an organisation's page inside its frame."""
    frame = shell(request)
    sees_risk = Permission.SEE_RISK in frame.permissions
    shown = alert(standing.risk, words) if sees_risk else None
    return render(request, template, {"shell": frame, "alert": shown, "sees_risk": sees_risk, **context})


def needs_programme(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that judges: until an edition has been published it says so instead."""

    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoProgramme:
            return render(request, "competencies/no_programme.html", status=503)

    return judged
