"""What was found, as a list: each partner in a few lines (F3)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.levels import LevelName
from competencies.programme import Programme
from memberships.directory.cards import Card
from memberships.directory.search import COUNTED, Found
from memberships.presenters.excerpts import excerpt
from memberships.presenters.partner import Picture, competency_name, level_name, listed, picture
from memberships.profiles import vocabulary
from partners.countries import country_name

NOBODY = uuid.UUID(int=0)
"""Stands for a partner in an address that is made once for all of them."""

MARKS = 3
"""So many competencies stand with a result; the others are counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """One partner in the list; `facts`: where it is, for whom it works, in which languages.

    `marks`: the displayed competencies as items of a list.
    """

    key: str
    url: str
    name: str
    logo: Picture | None
    facts: str
    text: SafeString
    marks: SafeString
    chosen: bool


class Names:
    """Names of competencies and levels, each looked up once for a page."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._competencies: dict[str, str] = {}
        self._levels: dict[str, LevelName] = {}

    def competency(self, key: str) -> str:
        """Its name in the reader's language."""
        if key not in self._competencies:
            self._competencies[key] = competency_name(key, self._programme)
        return self._competencies[key]

    def level(self, key: str) -> LevelName:
        """The level and its name."""
        if key not in self._levels:
            self._levels[key] = level_name(key, self._programme)
        return self._levels[key]


def results(
    listings: Sequence[Card],
    programme: Programme,
    *,
    query: Sequence[str],
    competency: str,
    chosen: Collection[str],
    as_of: date,
) -> list[Result]:
    """The listings in their order; `competency`, if one is asked for, comes first of what each displays."""
    names, page = Names(programme), reverse("memberships:partner", args=[NOBODY])
    carried = f"?{urlencode({'partner': list(chosen)}, doseq=True)}" if chosen else ""
    return [
        Result(
            key=(key := str(each.public_id)),
            url=page.replace(str(NOBODY), key) + carried,
            name=each.name,
            logo=picture(each.public_id, each.logo),
            facts=_facts(each),
            text=excerpt(each.description, query),
            marks=_marks(_shown(each, competency, as_of), names),
            chosen=key in chosen,
        )
        for each in listings
    ]


def counted(found: Found) -> str:
    """How many partners were found, in words."""
    if found.count > COUNTED:
        return _("1,000+ partners")
    if found.near and found.count:
        text = ngettext(
            "%(count)d partner with a name like it", "%(count)d partners with a name like it", found.count
        )
    else:
        text = ngettext("%(count)d partner", "%(count)d partners", found.count)
    return text % {"count": found.count}


def _shown(listing: Card, competency: str, as_of: date) -> list[tuple[str, str]]:
    """Competency and level of what is displayed on the day, whatever is kept."""
    if listing.shown_until is None or listing.shown_until <= as_of:
        return []
    shown = [(key, level) for key, level, _since in listing.shown]
    return sorted(shown, key=lambda one: one[0] != competency)


def _marks(shown: Sequence[tuple[str, str]], names: Names) -> SafeString:
    first = shown if len(shown) <= MARKS else shown[: MARKS - 1]
    marks = [_mark(names.level(level), names.competency(key)) for key, level in first]
    if rest := shown[len(first) :]:
        marks.append(_rest([names.level(level) for _key, level in rest]))
    return SafeString("".join(marks))


def _rest(levels: Sequence[LevelName]) -> SafeString:
    """How many more there are; a level is only said if all of them have it."""
    count = {"count": len(levels)}
    if len(set(levels)) == 1:
        return _mark(levels[0], _("%(count)d more") % count)
    return format_html('<li><span class="small">{}</span></li>', _("and %(count)d more") % count)


@lru_cache(maxsize=2048)
def _mark(level: LevelName, name: str) -> SafeString:
    """A displayed competency, or how many more there are; made once, since a page has sixty of them."""
    drawn = "silver", "gold"
    oval = format_html('<svg viewBox="0 0 30 20" aria-hidden="true"><use href="#m-{}"/></svg>', level.key)
    return format_html(
        '<li><span class="metal metal-{} metal-small">{}{}</span><span class="small">{}</span></li>',
        level.key,
        oval if level.key in drawn else "",
        level.name,
        name,
    )


def _facts(listing: Card) -> str:
    place = listed([*filter(None, [listing.city]), country_name(listing.country)])
    about = [
        place,
        listed(vocabulary.named(vocabulary.industries(), listing.industries)),
        listed(vocabulary.named(vocabulary.languages(), listing.languages)),
    ]
    return pgettext("between groups of facts", " · ").join(filter(None, about))
