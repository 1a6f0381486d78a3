"""Corrections of markets in the words of the staff (B1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.words import in_language
from competencies.programme import Edition
from competencies.published import NoProgramme, current_programme


@dataclass(frozen=True, slots=True)
class Named:
    """The names of an edition, or the bare keys where there is none."""

    edition: Edition | None
    language: str

    @classmethod
    def on(cls, day: date, language: str) -> "Named":
        """By the edition in force on the day; one query."""
        try:
            return cls(current_programme().edition_on(day), language)
        except NoProgramme:
            return cls(None, language)

    def market(self, key: str) -> str:
        """The market's name."""
        names = {each.key: each.name for each in self.edition.markets} if self.edition else {}
        return in_language(names[key], self.language) if key in names else key

    def levels(self, keys: Iterable[Sequence[str]]) -> str:
        """ "gold in Cloud Platform, silver in Data", of pairs of competency and level; a dash for none."""
        named = [self._level(competency, level) for competency, level in keys]
        return pgettext("between the parts of a list", ", ").join(named) or "–"

    def _level(self, competency: str, level: str) -> str:
        known = self.edition.competencies.get(competency) if self.edition else None
        levels = {each.key: each.name for each in self.edition.levels} if self.edition else {}
        shown = {
            "level": in_language(levels[level], self.language) if level in levels else level,
            "competency": in_language(known.name, self.language) if known else competency,
        }
        return _("%(level)s in %(competency)s") % shown
