"""Reporting missing credit, disputing a figure, and what became of it (C7, E7)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies import evidence
from competencies.actions import credit
from competencies.forms import DisputeForm, MissingForm
from competencies.models import CreditReport
from competencies.presenters.words import in_language
from competencies.programme import Edition
from competencies.published import published
from competencies.views.frame import framed_plainly, needs_programme
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.models import User
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def report_missing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The form for an achievement that is not shown."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    edition = _edition()
    form = MissingForm(request.POST or None, request.FILES or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        try:
            credit.report_achievement(user=request.user, organisation=own, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Reported. You will see the answer below, and get it by mail."))
            return redirect("competencies:my_achievements", organisation)
    language = get_language() or "en"
    known = [(code, in_language(each.title, language)) for code, each in edition.credentials.items()]
    context = {"form": form, "credentials": known}
    return framed_plainly(request, "competencies/report_missing.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def dispute(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The form for a figure that should be another; `?metric=` and `?day=` fill it in."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    given: dict[str, Any] = {key: request.GET[key] for key in ("metric", "day") if key in request.GET}
    form = DisputeForm(
        request.POST or None,
        request.FILES or None,
        edition=_edition(),
        language=get_language() or "en",
        initial=given,
    )
    if request.method == "POST" and form.is_valid():
        try:
            credit.dispute_figure(user=request.user, organisation=own, on=today(), **form.cleaned_data)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Reported. You will see the answer below, and get it by mail."))
            return redirect("competencies:my_achievements", organisation)
    return framed_plainly(request, "competencies/dispute.html", {"form": form})


@login_required
@require_POST
def withdraw(request: SignedInRequest, organisation: uuid.UUID, report: uuid.UUID) -> HttpResponse:
    """Take one's own report back."""
    organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    try:
        credit.withdraw(report=_own(request.user, report), on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The report is withdrawn, and its evidence will be removed."))
    return redirect("competencies:my_achievements", organisation)


@login_required
@require_safe
def evidence_of(request: SignedInRequest, organisation: uuid.UUID, report: uuid.UUID) -> HttpResponse:
    """The evidence of one's own report, to save; nobody else's."""
    organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    return attachment(_own(request.user, report))


def attachment(report: CreditReport) -> HttpResponse:
    """The file to save, never to be shown: a browser is to take it for nothing else, and to run nothing in it."""
    content = evidence.content_of(report.evidence)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=report.evidence_type)
    response["Content-Disposition"] = f'attachment; filename="{evidence.file_name(report)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _own(user: User, public_id: uuid.UUID) -> CreditReport:
    report = CreditReport.objects.visible_to(user).filter(public_id=public_id).first()
    if report is None:
        raise Http404
    return report


def _edition() -> Edition:
    return published().programme.edition_on(today())
