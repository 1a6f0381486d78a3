"""People > Skills report: who holds what, and does it count (E7). On screen by pages, whole as CSV and XLSX."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.models import Feed
from competencies.presenters.skills import Table, kinds
from competencies.presenters.words import Words
from competencies.published import published
from competencies.rules import Scrutiny
from competencies.skills import Skill, chosen, skills, state_names
from competencies.views.frame import backdrop, framed_by, needs_programme
from competencies.views.loading import freshness, words_of
from partners import days
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.exports import csv_response, defused, noted, xlsx_response
from partners.models import Organisation, User
from partners.views.requests import SignedInRequest

PAGE = 50
"""A screen ends with the person in whose lines this many are reached: nobody is torn apart."""

FIELDS = ("person", "credential", "kind", "state", "competency", "associated")


@login_required
@require_safe
@needs_programme
def skills_report(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """One screen of the report, filtered; `after` names the last person of the screen before."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    as_of, rules = today(), published()
    behind = backdrop(own, rules, as_of=as_of)
    filters = chosen(request.GET, behind.words.edition)
    contacts = Permission.SEE_CONTACTS in permissions_of(request.account)
    after = _after(request, own)
    found = skills(own, Scrutiny(rules.programme, as_of), filters, contacts=contacts, after=after)
    lines, last = _screen(found)
    asked = {field: request.GET[field] for field in FIELDS if request.GET.get(field)}
    context = {
        "rows": list(Table(behind.words).rows(lines)),
        "contacts": contacts,
        "filters": filters,
        "filtered": bool(asked),
        "choices": _choices(behind.words),
        "query": urlencode(asked),
        "following": _address_after(asked, last),
        "later": after is not None,
        "as_of": days.written(as_of, as_of=as_of),
        "fresh": freshness(Feed.ACHIEVEMENTS),
    }
    return framed_by(request, "competencies/skills.html", context, behind=behind)


@login_required
@require_safe
@needs_programme
def skills_csv(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponseBase:
    """The whole report under the same filters, sent as it is read."""
    own, table, found, contacts = _whole(request, organisation)
    rows = table.cells(found, contacts=contacts, guard=defused)
    response = csv_response(table.head(contacts=contacts), rows, name=_file_name(own))
    return noted(response, what="skills-csv", organisation=own, by=request.user, on=today())


@login_required
@require_safe
@needs_programme
def skills_xlsx(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponseBase:
    """The same as a workbook of text cells."""
    own, table, found, contacts = _whole(request, organisation)
    response = xlsx_response(
        table.head(contacts=contacts), table.cells(found, contacts=contacts), name=_file_name(own)
    )
    return noted(response, what="skills-xlsx", organisation=own, by=request.user, on=today())


def _whole(
    request: SignedInRequest, organisation: uuid.UUID
) -> tuple[Organisation, Table, Iterator[Skill], bool]:
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    as_of, rules = today(), published()
    words = words_of(own, rules.programme, as_of=as_of)
    contacts = Permission.SEE_CONTACTS in permissions_of(request.account)
    filters = chosen(request.GET, words.edition)
    found = skills(own, Scrutiny(rules.programme, as_of), filters, contacts=contacts)
    return own, Table(words), found, contacts


def _screen(found: Iterator[Skill]) -> tuple[list[Skill], int | None]:
    """The lines of one screen; the id of their last person if more come, else None."""
    lines: list[Skill] = []
    for one in found:
        if len(lines) >= PAGE and one.person != lines[-1].person:
            return lines, lines[-1].person
        lines.append(one)
    return lines, None


def _after(request: HttpRequest, organisation: Organisation) -> User | None:
    """The person named by `after`; 404 for one who has never been here, or whom nobody knows (A6)."""
    named = request.GET.get("after")
    if not named:
        return None
    try:
        key = uuid.UUID(named)
    except ValueError as error:
        raise Http404 from error
    person = User.objects.filter(public_id=key, accounts__organisation=organisation).first()
    if person is None:
        raise Http404
    return person


def _address_after(asked: dict[str, str], last: int | None) -> str:
    """The query string of the next screen; empty if this is the last."""
    if last is None:
        return ""
    key = User.objects.values_list("public_id", flat=True).get(pk=last)
    return urlencode({**asked, "after": str(key)})


def _choices(words: Words) -> dict[str, Sequence[tuple[str, str]]]:
    competencies = words.edition.competencies.values()
    return {
        "kind": list(kinds().items()),
        "state": list(state_names().items()),
        "competency": [(each.key, words.text(each.name)) for each in competencies],
        "associated": [("yes", _("Associated")), ("no", _("Not associated"))],
    }


def _file_name(organisation: Organisation) -> str:
    """Of numbers alone, so that it is a name everywhere."""
    on: date = today()
    return f"skills-{organisation.mpn_id}-{on.isoformat()}"
