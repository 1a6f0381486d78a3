"""Editions to come, compared with those in force, and their effect on one organisation (G7)."""

import uuid
from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.comparing import Comparison, in_programme
from competencies.facts import Facts
from competencies.facts.load import load_facts
from competencies.models import Standing
from competencies.presenters.coming import ComingEdition, coming_edition
from competencies.presenters.words import Words
from competencies.programme import Edition, Programme
from competencies.rules import Case, shifts
from competencies.views.frame import backdrop, framed_by, needs_programme
from competencies.views.loading import at_hand
from partners import days
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def coming_editions(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """What each published edition to come changes where the organisation has started anything, and does to it."""
    own = organisation_for(request, organisation, Permission.SEE_COMPETENCIES)
    as_of = today()
    rules, standing, _times = at_hand(own, as_of=as_of)
    behind = backdrop(own, rules, as_of=as_of, standing=standing)
    facts = load_facts([own.pk], as_of=as_of)[own.pk]
    sees_renewal = Permission.SEE_RISK in permissions_of(request.account)
    context = {
        "editions": [
            _judged(compared, facts, behind.standing, behind.words, as_of, renewal=sees_renewal)
            for compared in _coming(rules.programme, as_of)
        ],
        "as_of": days.written(as_of, as_of=as_of),
    }
    return framed_by(request, "competencies/coming.html", context, behind=behind)


def editions_after(programme: Programme, day: date) -> list[Edition]:
    """The published editions that take effect later, the next first."""
    return [each for each in programme.editions if each.effective_from > day]


def _coming(programme: Programme, day: date) -> Iterator[Comparison]:
    for edition in editions_after(programme, day):
        compared = in_programme(programme, edition.key)
        if compared is not None:
            yield compared


def _judged(
    compared: Comparison, facts: Facts, standing: Standing, words: Words, as_of: date, *, renewal: bool
) -> ComingEdition:
    """The edition for this organisation: started by the edition in force, or by the one to come."""
    day = compared.effective_from
    begun = Case(facts, compared.after, sales_on=as_of).started(day)
    found = shifts(facts, compared.before, compared.after, as_of=as_of, on=day)
    started = {*standing.stages, *(competency for competency, _level in begun)}
    return coming_edition(compared, found, started, words, renewal=renewal)
