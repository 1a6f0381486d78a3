"""Find a partner, as the texts and flags of its page (F3)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competencies.presenters.words import in_language
from competencies.programme import Programme
from competencies.published import Published
from memberships.directory import tokens
from memberships.directory.filters import Wanted
from memberships.directory.search import Found
from memberships.presenters.choices import options
from memberships.presenters.partner import level_name
from memberships.presenters.results import Results, counted
from partners import days


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `compared`: keys of the chosen partners; `is_first`: behind nobody."""

    wanted: Wanted
    compared: Sequence[str]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of the page without what is chosen, and without filters; of its neighbours: `more` is empty on the last one."""

    canonical: str
    cleared: str
    first: str
    more: str


def texts(
    asked: Asked,
    found: Found,
    addresses: Addresses,
    rules: Published,
    *,
    elsewhere: Sequence[tuple[str, str]],
    as_of: date,
) -> dict[str, str]:
    """Every text of the page, always all of them. `elsewhere`: key and name of chosen partners on other pages."""
    wanted, edition = asked.wanted, rules.programme.edition_on(as_of)
    results = Results(
        rules.programme,
        query=tokens.asked(wanted.text),
        competency=wanted.competency,
        chosen=asked.compared,
        as_of=as_of,
    )
    return {
        **_form(asked, rules, as_of),
        "canonical": addresses.canonical,
        "cleared": addresses.cleared,
        "first": addresses.first,
        "more": addresses.more,
        "count": counted(found),
        "results": results.drawn(found.listings),
        "elsewhere": _boxes(elsewhere),
        "edition": _("%(programme)s, edition %(edition)s")
        % {"programme": in_language(edition.name, get_language() or "en"), "edition": edition.key},
        "levels_as_of": days.full(as_of),
    }


def flags(
    asked: Asked, found: Found, addresses: Addresses, *, elsewhere: Collection[tuple[str, str]]
) -> list[str]:
    """Which parts of the page are there."""
    by_words = bool(tokens.asked(asked.wanted.text))
    up = {
        "found": found.listings,
        "worded": asked.wanted.text,
        "by_words": by_words,
        "wordless": asked.wanted.text and not by_words,
        "near": found.near,
        "chosen_before": elsewhere,
        "has_first": not asked.is_first,
        "has_more": addresses.more,
    }
    return [name for name, is_up in up.items() if is_up]


def _form(asked: Asked, rules: Published, as_of: date) -> dict[str, str]:
    """The two forms as they were filled in; each carries along what the other one asks for."""
    wanted = asked.wanted
    chosen = [("partner", key) for key in asked.compared]
    listed = partial(options, rules_version=rules.rules_version, as_of=as_of)
    return {
        "words": wanted.text,
        "carried_by_words": _hidden([*_filtered(wanted), *chosen]),
        "carried_by_filters": _hidden([*([("q", wanted.text)] if wanted.text else []), *chosen]),
        "competencies": listed("competency", wanted.competency),
        "countries": listed("country", wanted.country),
        "industries": listed("industry", wanted.industry),
        "levels": levels(wanted.levels, rules.programme),
    }


def levels(ticked: frozenset[str], programme: Programme) -> SafeString:
    """The levels of competencies to tick, the highest first."""
    names = tuple((key, level_name(key, programme).name) for key in reversed(programme.level_keys))
    return _levels(ticked, names)


@lru_cache(maxsize=64)
def _levels(ticked: frozenset[str], names: tuple[tuple[str, str], ...]) -> SafeString:
    template = "memberships/directory/level.html"
    boxes = (
        render_to_string(template, {"level": {"key": key, "name": name}, "ticked": key in ticked})
        for key, name in names
    )
    return SafeString("".join(boxes))


def _filtered(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.competency:
        yield "competency", wanted.competency
    for level in sorted(wanted.levels):
        yield "level", level
    if wanted.country:
        yield "country", wanted.country
    if wanted.industry:
        yield "industry", wanted.industry


def _hidden(pairs: Sequence[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _boxes(partners: Sequence[tuple[str, str]]) -> SafeString:
    box = (
        '<div class="check"><input type="checkbox" id="c-{0}" name="partner" value="{0}" checked>'
        '<label for="c-{0}">{1}</label></div>'
    )
    return SafeString("".join(format_html(box, key, name) for key, name in partners))
