"""The reader's words for the codes and ids of one organisation's outcome."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.holdings import Holdings
from competencies.programme import Edition, Path, Text


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a sentence about an outcome needs to know.

    `organisation` and `people` (by the person ids of the facts) are display names; `on` is the day of the
    outcome; `holdings` tells what counts for a person on that day; up to `brevity` characters
    of what is missing are spelled out, with none it is only counted.
    """

    edition: Edition
    organisation: str
    market: str
    people: Mapping[str, str]
    language: str
    on: date
    holdings: Holdings | None = None
    brevity: int = 60

    def of(self, edition: Edition, on: date) -> "Words":
        """The same words for another day and its edition."""
        return replace(self, edition=edition, on=on, holdings=None)

    @property
    def counting_only(self) -> "Words":
        """The same words for a narrow place: how many are missing, not of what."""
        return replace(self, brevity=0)

    def text(self, text: Text) -> str:
        """The text in the reader's language, else in English."""
        return in_language(text, self.language)

    def person(self, person: str) -> str:
        """The person's name; somebody whose record is gone stays somebody."""
        return self.people.get(person) or _("Somebody")

    def held(self, person: str) -> frozenset[str]:
        """The codes that count for the person on the day."""
        return self.holdings.of(person) if self.holdings else frozenset()

    def until(self, person: str, code: str) -> date | None:
        """The first day on which what counts for the person now no longer does."""
        return self.holdings.until(person, code) if self.holdings else None

    def associated_until(self, person: str, code: str, day: date) -> bool:
        """Whether an association of the person's credential ended on the day."""
        return self.holdings is not None and self.holdings.associated_until(person, code, day)

    def level(self, key: str) -> str:
        """The level's name as the programme writes it; those that ask for no competency have ours (E1)."""
        for level in self.edition.levels:
            if level.key == key:
                return self.text(level.name)
        return {"network": _("Network"), "action-pack": _("Action Pack")}.get(key, key)

    def level_inside(self, key: str) -> str:
        """The level's name inside a sentence: "gold"."""
        return self.level(key).lower()

    def title(self, code: str) -> str:
        """What the credential is called; its code where no edition knows it."""
        credential = self.edition.credentials.get(code)
        return self.text(credential.title) if credential else code

    def in_path(self, missing: SafeString, path: Path, *, several: bool) -> SafeString:
        """What is missing, with the path's name where the level has several."""
        if not several:
            return missing
        return format_html(_("{missing} ({path})"), missing=missing, path=self.text(path.name))

    def credential(self, code: str) -> SafeString:
        """The credential inside a sentence: exams by their code, everything else by its title."""
        credential = self.edition.credentials.get(code)
        if credential and credential.kind != "exam":
            return conditional_escape(self.text(credential.title))
        return format_html('<span class="code">{}</span>', code)

    def listed(self, codes: Iterable[str]) -> SafeString:
        """ "A, B, C"."""
        separator = pgettext("between the parts of a list", ", ")
        return format_html_join(separator, "{}", ((self.credential(code),) for code in codes))

    def any_of(self, codes: Iterable[str]) -> SafeString:
        """ "A, B or C"."""
        return disjunction([self.credential(code) for code in codes])

    def all_of(self, codes: Iterable[str]) -> SafeString:
        """ "A, B and C"."""
        return conjunction([self.credential(code) for code in codes])


_TAG = re.compile(r"<[^>]*>")


def without_markup(phrase: str) -> str:
    """The text of a phrase of ours, in which a bracket that is no tag is escaped; entities stay as they are."""
    return _TAG.sub("", phrase)


def in_language(text: Text, language: str) -> str:
    """A programme file's text in the language, else in English ("en" is always there)."""
    return text.get(language) or text["en"]


def enumerated(parts: Sequence[str], last: str) -> SafeString:
    """The parts as one phrase, `last` before the final one; parts that are not safe are escaped."""
    if not parts:
        return SafeString("")
    separator = pgettext("between the parts of a list", ", ")
    head = format_html_join(separator, "{}", ((part,) for part in parts[:-1]))
    return format_html("{}{}{}", head, last if head else "", parts[-1])


def conjunction(parts: Sequence[str]) -> SafeString:
    """ "A, B and C"."""
    return enumerated(parts, pgettext("last of a list", " and "))


def together(clauses: Sequence[str]) -> SafeString:
    """Clauses of a sentence as one: "A, B and C"."""
    if not clauses:
        return SafeString("")
    separator = pgettext("between clauses", ", ")
    head = format_html_join(separator, "{}", ((clause,) for clause in clauses[:-1]))
    return format_html(
        "{}{}{}", head, pgettext("before the last clause", " and ") if head else "", clauses[-1]
    )


def disjunction(parts: Sequence[str]) -> SafeString:
    """ "A, B or C"."""
    return enumerated(parts, pgettext("last of a list", " or "))


def joined(parts: Sequence[str]) -> str:
    """ "A, B and C" as plain text."""
    if len(parts) < 2:
        return "".join(parts)
    head = pgettext("between the parts of a list", ", ").join(parts[:-1])
    return head + pgettext("last of a list", " and ") + parts[-1]


def number(value: Decimal) -> str:
    """The number in groups of three, without trailing zeros: "300,000", "0.5"; alike in English and Chinese."""
    return f"{value.normalize():,f}"


def amount(value: Decimal, unit: str) -> str:
    """The number with its unit in words; a unit that the portal does not know stays as written."""
    shown = {"number": number(value), "unit": unit}
    count = 1 if value == 1 else 2
    return _unit(unit, count) % shown


def _unit(unit: str, count: int) -> str:
    known = {
        "USD": lambda: _("%(number)s USD"),
        "users": lambda: ngettext("%(number)s user", "%(number)s users", count),
        "seats": lambda: ngettext("%(number)s seat", "%(number)s seats", count),
        "customers": lambda: ngettext("%(number)s customer", "%(number)s customers", count),
        "entitlements": lambda: ngettext("%(number)s entitlement", "%(number)s entitlements", count),
        "devices": lambda: ngettext("%(number)s device", "%(number)s devices", count),
    }
    return known.get(unit, lambda: "%(number)s %(unit)s")()
