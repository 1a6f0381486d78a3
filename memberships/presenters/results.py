"""What was found, as a list: each partner in a few lines (F3)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from competencies.presenters.levels import LevelName
from competencies.programme import Programme
from memberships.directory.cards import Card
from memberships.directory.search import COUNTED, Found
from memberships.presenters.excerpts import excerpt
from memberships.presenters.partner import competency_name, level_name, listed
from memberships.profiles import vocabulary
from partners.countries import country_name
from partners.patterns import Pattern
from partners.templatetags.assay import initials

NOBODY, NO_DIGEST = str(uuid.UUID(int=0)), "0" * 32
"""Stand for a partner and its logo in addresses that are made once for all of them."""

MARKS = 3
"""So many competencies stand with a result; the others are counted."""

RESULT = Pattern("memberships/directory/result.html")


class Results:
    """The results of one page; what all of them share is looked up once.

    `query`: the words that are marked. `competency`: if one is asked for, it comes first of what each displays.
    `chosen`: the keys of the partners that are ticked.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        query: Sequence[str],
        competency: str,
        chosen: Collection[str],
        as_of: date,
    ) -> None:
        self._programme, self._competency, self._as_of = programme, competency, as_of
        self._query, self._chosen = query, chosen
        self._language = get_language() or "en"
        carried = f"?{urlencode({'partner': list(chosen)}, doseq=True)}" if chosen else ""
        self._page = reverse("memberships:partner", args=[NOBODY]) + carried
        self._logo = reverse("memberships:logo", args=[NOBODY, NO_DIGEST])
        self._marks: dict[tuple[str, str], SafeString] = {}

    def drawn(self, listings: Sequence[Card]) -> SafeString:
        """The listings in their order."""
        return SafeString("\n".join(map(self._one, listings)))

    def _one(self, listing: Card) -> SafeString:
        key, flags = str(listing.public_id), []
        texts = {
            "key": key,
            "url": self._page.replace(NOBODY, key),
            "name": listing.name,
            "facts": self._facts(listing),
            "text": excerpt(listing.description, self._query),
        }
        if logo := listing.logo:
            url = self._logo.replace(NOBODY, key).replace(NO_DIGEST, logo.digest)
            texts.update(logo_url=url, width=str(logo.width), height=str(logo.height))
            flags.append("logo")
        else:
            texts["initials"] = initials(listing.name)
        if shown := self._shown(listing):
            texts["marks"] = self._marked(shown)
            flags.append("marked")
        if key in self._chosen:
            flags.append("chosen")
        return RESULT.filled(self._language, texts, flags)

    def _facts(self, listing: Card) -> str:
        """Where it is, for whom it works, in which languages."""
        about = _about(listing.country, listing.industries, listing.languages, self._language)
        told = listing.city in {"", country_name(listing.country)}  # as a state of one city
        return about if told else listed([listing.city, about])

    def _shown(self, listing: Card) -> list[tuple[str, str]]:
        """Competency and level of what is displayed on the day, whatever is kept."""
        if listing.shown_until is None or listing.shown_until <= self._as_of:
            return []
        shown = [(key, level) for key, level, _since in listing.shown]
        return sorted(shown, key=lambda one: one[0] != self._competency) if self._competency else shown

    def _marked(self, shown: Sequence[tuple[str, str]]) -> SafeString:
        """The displayed competencies as items of a list."""
        first = shown if len(shown) <= MARKS else shown[: MARKS - 1]
        marks = [self._mark(key, level) for key, level in first]
        if rest := shown[len(first) :]:
            marks.append(_rest([level_name(level, self._programme) for _key, level in rest]))
        return SafeString("".join(marks))

    def _mark(self, key: str, level: str) -> SafeString:
        """Kept for the page: sixty stand on it, of a few kinds."""
        if (key, level) not in self._marks:
            name = competency_name(key, self._programme)
            self._marks[key, level] = _mark(level_name(level, self._programme), name)
        return self._marks[key, level]


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


def _rest(levels: Sequence[LevelName]) -> SafeString:
    """How many more there are; a level is only said if all of them have it."""
    count = {"count": len(levels)}
    if len(set(levels)) == 1:
        return _mark(levels[0], _("%(count)d more") % count)
    return format_html('<li><span class="small">{}</span></li>', _("and %(count)d more") % count)


@lru_cache(maxsize=2048)
def _mark(level: LevelName, name: str) -> SafeString:
    """A displayed competency, or how many more there are."""
    drawn = "silver", "gold"
    oval = format_html('<svg viewBox="0 0 30 20" aria-hidden="true"><use href="#m-{}"/></svg>', level.key)
    return format_html(
        '<li><span class="metal metal-{} metal-small">{}{}</span><span class="small">{}</span></li>',
        level.key,
        oval if level.key in drawn else "",
        level.name,
        name,
    )


@lru_cache(maxsize=4096)
def _about(country: str, industries: tuple[str, ...], languages: tuple[str, ...], language: str) -> str:
    """What is said of a partner by keys alone, in the active language: a parameter, so that each has its own."""
    about = [
        country_name(country),
        listed(vocabulary.named(vocabulary.industries(), industries)),
        listed(vocabulary.named(vocabulary.languages(), languages)),
    ]
    return pgettext("between groups of facts", " · ").join(filter(None, about))
