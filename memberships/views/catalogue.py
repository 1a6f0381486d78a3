"""The programme as open data: what each competency asks for, by edition, to read and as a file (G14)."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import yaml
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from competencies.models import ProgrammeEdition
from competencies.presenters.catalogue import AskedLevel, asked_levels
from competencies.presenters.words import Words
from competencies.programme import Competency, Edition
from competencies.published import current_programme
from competencies.views.frame import needs_programme
from memberships.offers.published import NoOffers, offers_on
from memberships.presenters.catalogue import brought
from partners import days
from partners.clock import today

A_DAY = 24 * 3600
"""A published edition never changes (D1)."""

MEANT_FOR_READING = 1000
"""So many letters of what a sentence may repeat: the catalogue spells everything out."""


@require_safe
@needs_programme
def current(request: HttpRequest) -> HttpResponse:
    """The edition that is in force today has its own address, which stays."""
    return redirect("memberships:catalogue_edition", current_programme().edition_on(today()).key)


@require_safe
@needs_programme
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """All competencies of an edition, by centre of excellence."""
    shown = _edition_or_404(edition)
    words = _words(shown)
    centres = [
        (
            words.text(centre.name),
            [
                (each.key, words.text(each.name), _levels(each, shown, words))
                for each in shown.competencies.values()
                if each.centre == centre.key
            ],
        )
        for centre in shown.centres
    ]
    context = {"centres": [each for each in centres if each[1]], **_head(shown, words)}
    return render(request, "memberships/catalogue/edition.html", context)


@require_safe
@needs_programme
def competency(request: HttpRequest, edition: str, competency: str) -> HttpResponse:
    """What each path of a competency asks for, what attaining it brings, its source and its doubts."""
    shown = _edition_or_404(edition)
    found = shown.competencies.get(competency)
    if found is None:
        raise Http404
    words = _words(shown)
    levels = asked_levels(found, shown, words)
    context = {
        "name": words.text(found.name),
        "key": found.key,
        "centre": next(words.text(each.name) for each in shown.centres if each.key == found.centre),
        "levels": [
            (each, brings) for each, brings in zip(levels, _brought(levels, found, words), strict=True)
        ],
        "note": words.text(found.note) if found.note else "",
        "doubt": words.text(found.doubt) if found.doubt else "",
        "source": found.source or "",
        "others": _others(found.key, shown),
        **_head(shown, words),
    }
    return render(request, "memberships/catalogue/competency.html", context)


@require_safe
@cache_control(public=True, max_age=A_DAY)
def as_json(request: HttpRequest, edition: str) -> HttpResponse:
    """The same document as JSON: days as ISO text, everything else as it is."""
    row = _row_or_404(edition)
    return HttpResponse(_json(row.document), content_type="application/json; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def as_yaml(request: HttpRequest, edition: str) -> HttpResponse:
    """The file word for word as it was published."""
    return HttpResponse(_row_or_404(edition).document, content_type="application/yaml; charset=utf-8")


@lru_cache(maxsize=8)
def _json(document: str) -> str:
    """Read without fault when it was published, so it holds nothing but plain values."""
    return json.dumps(yaml.safe_load(document), ensure_ascii=False, default=_day, indent=1)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _row_or_404(key: str) -> ProgrammeEdition:
    found = ProgrammeEdition.objects.filter(edition=key).first()
    if found is None:
        raise Http404
    return found


def _edition_or_404(key: str) -> Edition:
    found = next((each for each in current_programme().editions if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _words(shown: Edition) -> Words:
    """Words of nobody in particular."""
    return Words(
        edition=shown,
        organisation="",
        market=shown.markets[0].key,
        people={},
        language=get_language() or "en",
        on=today(),
        brevity=MEANT_FOR_READING,
    )


def _head(shown: Edition, words: Words) -> dict[str, Any]:
    """What stands on every page of an edition."""
    programme, as_of = current_programme(), today()
    in_force = programme.edition_on(as_of)
    return {
        "shown": shown.key,
        "programme": words.text(shown.name),
        "since": days.written(shown.effective_from, as_of=as_of),
        "state": _state(shown, in_force, as_of),
        "editions": [each.key for each in reversed(programme.editions)],
    }


def _state(shown: Edition, in_force: Edition, as_of: date) -> str:
    day = {"day": days.full(shown.effective_from)}
    if shown is in_force:
        return _("In force since %(day)s") % day
    if shown.effective_from > as_of:
        return _("Takes effect on %(day)s") % day
    return _("Was in force from %(day)s on; a later edition took its place") % day


def _levels(found: Competency, shown: Edition, words: Words) -> list[tuple[str, str]]:
    """Key and name of the levels that have a path."""
    there = {path.level for path in found.paths}
    return [(level.key, words.text(level.name)) for level in shown.levels if level.key in there]


def _brought(levels: Sequence[AskedLevel], found: Competency, words: Words) -> list[Any]:
    try:
        offers = offers_on(today())
    except NoOffers:
        offers = None
    return [brought(each.level.key, found.key, offers, words) for each in levels]


def _others(key: str, shown: Edition) -> list[str]:
    """Other editions that know the competency, the latest first."""
    editions = reversed(current_programme().editions)
    return [each.key for each in editions if each is not shown and key in each.competencies]
