"""Find a partner (F3)."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.presenters.words import in_language
from competencies.published import Published, published
from competencies.views.frame import needs_programme
from memberships.directory import tokens
from memberships.directory.filters import Wanted
from memberships.directory.search import Found, search
from memberships.models import Listing
from memberships.presenters.choices import options
from memberships.presenters.partner import level_name
from memberships.presenters.results import counted, results
from memberships.views import asking
from partners import days
from partners.clock import today


@require_safe
@needs_programme
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words and filters of the address, page by page; behind `after` in its order."""
    rules = published()
    levels = rules.programme.level_keys
    wanted, after, compared = asking.wanted(request.GET, rules.programme), None, asking.keys(request.GET)
    if "after" in request.GET:
        after = asking.place_of(request.GET["after"], wanted)
        if after is None:
            return redirect(asking.address(wanted, compared=compared))
    found = search(wanted, levels, after=after)
    context = {
        **_filters(wanted, rules, today()),
        **_page(request, wanted, found, rules, compared),
        "is_first": after is None,
        "first": asking.address(wanted, compared=compared),
        "wordless": bool(wanted.text) and not tokens.asked(wanted.text),
        "cleared": asking.address(Wanted(text=wanted.text), compared=compared),
    }
    return render(request, "memberships/directory/find.html", context)


def _filters(wanted: Wanted, rules: Published, as_of: date) -> dict[str, Any]:
    """The form as it was filled in."""
    edition = rules.programme.edition_on(as_of)
    listed = partial(options, rules_version=rules.rules_version, as_of=as_of)
    return {
        "wanted": wanted,
        "lists": [
            ("competency", _("Competency"), listed("competency", wanted.competency)),
            ("country", _("Country"), listed("country", wanted.country)),
            ("industry", _("Industry"), listed("industry", wanted.industry)),
        ],
        "levels": [
            (level_name(key, rules.programme), key in wanted.levels)
            for key in reversed(rules.programme.level_keys)
        ],
        "edition": _("%(programme)s, edition %(edition)s")
        % {"programme": in_language(edition.name, get_language() or "en"), "edition": edition.key},
        "levels_as_of": days.written(as_of, as_of=as_of),
    }


def _page(
    request: HttpRequest, wanted: Wanted, found: Found, rules: Published, compared: Sequence[str]
) -> dict[str, Any]:
    rows = results(
        found.listings,
        rules.programme,
        query=tokens.asked(wanted.text),
        competency=wanted.competency,
        chosen=compared,
        as_of=today(),
    )
    here = {row.key for row in rows}
    more = ""
    if found.more and found.listings:
        behind = asking.cursor(found.places[-1], found.listings[-1].public_id)
        more = asking.address(wanted, compared=compared, after=behind)
    return {
        "rows": rows,
        "count": counted(found),
        "near": found.near,
        "compared": compared,
        "more": more,
        "elsewhere": _names([key for key in compared if key not in here]),
        "canonical": request.build_absolute_uri(asking.address(wanted)),
    }


def _names(chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Key and name of partners that were chosen on other pages."""
    if not chosen:
        return []
    rows = Listing.objects.filter(public_id__in=chosen[: asking.MOST_COMPARED + 1])
    return [(str(key), name) for key, name in rows.values_list("public_id", "name")]
