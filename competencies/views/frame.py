"""Every page of an organisation: its frame, and the alert for those who must see it (E4)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from competencies.models import Standing
from competencies.presenters.alerts import alert
from competencies.presenters.words import Words
from partners.access import Permission
from partners.models import Organisation
from partners.views.requests import SignedInRequest
from partners.views.shell import shell


def framed(
    request: SignedInRequest,
    template: str,
    organisation: Organisation,
    context: Mapping[str, Any],
    *,
    standing: Standing,
    words: Words,
) -> HttpResponse:
    """Render the template of an organisation's page inside its frame."""
    frame = shell(request, organisation)
    sees_risk = Permission.SEE_RISK in frame.permissions
    shown = alert(standing.risk, words) if sees_risk else None
    return render(request, template, {"shell": frame, "alert": shown, "sees_risk": sees_risk, **context})
