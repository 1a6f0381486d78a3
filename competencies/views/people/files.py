"""Inviting many by a file: upload, a look at every row, sending with progress (B2)."""

import uuid
from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competencies.presenters.members import role_words
from competencies.views.frame import framed_plainly, needs_programme
from competencies.views.people.forms import FileForm
from partners import invitation_csv
from partners.access import Permission, organisation_for
from partners.actions import invitation_files
from partners.clock import today
from partners.models import InvitationFile, RowState
from partners.refusals import Refused
from partners.views.requests import SignedInRequest

LISTED = 100
"""So many rows of a kind are shown; the rest are counted."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def upload(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Takes a file, checks it, and shows what it would do; nothing is sent yet."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    form = FileForm(request.POST or None, request.FILES or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(invitation_csv.MOST_BYTES + 1)
        try:
            file = invitation_files.load(
                organisation=own,
                content=content,
                language=form.cleaned_data["language"],
                on=today(),
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("competencies:people_file", own.public_id, file.public_id)
    return framed_plainly(request, "competencies/people/upload.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def file(request: SignedInRequest, organisation: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """What the file would do, and after the button how far it is."""
    own = organisation_for(request, organisation, Permission.MANAGE_PEOPLE)
    row = get_object_or_404(InvitationFile.objects.of(own), public_id=file)
    if request.method == "POST":
        try:
            invitation_files.send(file=row, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitations are on their way."))
        return redirect("competencies:people_file", own.public_id, row.public_id)
    return framed_plainly(request, "competencies/people/file.html", _context(row))


def _context(file: InvitationFile) -> dict[str, object]:
    states = file.rows.order_by().values_list("state").annotate(Count("pk"))
    counted: Counter[str] = Counter(dict(states))
    meanings = invitation_csv.problems()
    wrong = file.rows.filter(state__in=[RowState.WRONG, RowState.PASSED_OVER]).order_by("line")[:LISTED]
    ready = file.rows.filter(state=RowState.READY).order_by("line")[:LISTED]
    problems = counted[RowState.WRONG] + counted[RowState.PASSED_OVER]
    total = counted.total()
    return {
        "file": file,
        "ready": counted[RowState.READY],
        "invited": counted[RowState.INVITED],
        "problems": problems,
        "total": total,
        "settled": total - counted[RowState.READY],
        "wrong_rows": [(row, meanings.get(row.problem, row.problem)) for row in wrong],
        "more_wrong": max(0, problems - LISTED),
        "ready_rows": [(row, role_words(row.roles)) for row in ready],
        "more_ready": max(0, counted[RowState.READY] - LISTED),
    }
