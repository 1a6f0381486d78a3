"""The difference of two editions in the reader's words: section by section, path by path (D1, G7)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.amendments import Eyes
from competencies.presenters.difference_lines import change_word, headline, lines_below
from competencies.presenters.words import Words
from competencies.programme import Edition, predicates
from competencies.programme.difference import Change, Difference, Part, differences

REMARKS = frozenset({"source", "note", "doubt"})
"""Attributes that ask nothing of anybody; they are only counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was added, removed or changed; `more` what stands below it."""

    change: Change
    text: SafeString
    more: tuple[SafeString, ...] = ()

    @property
    def mark(self) -> str:
        """The change in a word."""
        return change_word(self.change)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one path, or (without a title) of the whole section."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of thing, or a competency (by its `key`). `remarks`: how many notes and sources differ besides."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    remarks: int = 0

    @property
    def remarks_text(self) -> str:
        """How many notes and sources differ, in words; nothing if none does."""
        if not self.remarks:
            return ""
        text = ngettext("%(count)d note or source differs", "%(count)d notes or sources differ", self.remarks)
        return text % {"count": self.remarks}


def sections(
    before: Edition, after: Edition, words: Words, *, only: Collection[str] | None = None
) -> tuple[Section, ...]:
    """Everything that `after` changes. `only`: nothing but these competencies, and the credentials they name."""
    found = differences(before, after)
    if only is not None:
        named = _named_in(only, before, after)
        found = tuple(each for each in found if _concerns(each, only, named))
    eyes = Eyes(words.of(before, words.on), words.of(after, words.on))
    grouped = groupby(found, key=lambda each: each.place.competency or each.place.part.value)
    made = (_section(key, list(group), eyes) for key, group in grouped)
    return tuple(each for each in made if each.blocks or each.remarks)


def _named_in(only: Collection[str], *editions: Edition) -> frozenset[str]:
    """The credentials that these competencies name in either edition."""
    return frozenset(
        code
        for edition in editions
        for key, competency in edition.competencies.items()
        if key in only
        for path in competency.paths
        for node in path.requires
        for predicate in predicates(node)
        for code in predicate.codes
    )


def _concerns(found: Difference, only: Collection[str], named: Collection[str]) -> bool:
    if found.place.competency:
        return found.place.competency in only
    return found.place.part is Part.CREDENTIAL and found.place.key in named


def _section(key: str, found: Sequence[Difference], eyes: Eyes) -> Section:
    said = [each for each in found if each.attribute not in REMARKS]
    place = found[0].place
    title = _competency(place.competency, eyes) if place.competency else _HEADINGS[place.part]()
    return Section(key, title, tuple(_blocks(said, eyes)), len(found) - len(said))


_HEADINGS = {
    Part.EDITION: lambda: _("The edition itself"),
    Part.LEVEL: lambda: _("Levels"),
    Part.MARKET: lambda: _("Markets"),
    Part.CENTRE: lambda: _("Centres of excellence"),
    Part.CREDENTIAL: lambda: _("Exams, certifications and assessments"),
    Part.METRIC: lambda: _("Metrics"),
    Part.ATTESTATION: lambda: _("Attestations"),
}


def _competency(key: str, eyes: Eyes) -> str:
    for words in (eyes.after, eyes.before):
        if key in words.edition.competencies:
            return words.text(words.edition.competencies[key].name)
    return key


def _blocks(found: Iterable[Difference], eyes: Eyes) -> Iterator[Block]:
    """A block for each path; what is said of one thing is one line."""
    for (level, path), group in groupby(found, key=lambda each: (each.place.level, each.place.path)):
        of_path = list(group)
        same = groupby(of_path, key=lambda each: (each.place, each.change))
        lines = tuple(_line(list(each), eyes) for _, each in same)
        yield Block(_title(level, path, of_path[0].place.competency, eyes) if path else "", lines)


def _line(found: list[Difference], eyes: Eyes) -> Line:
    return Line(found[0].change, headline(found, eyes), lines_below(found[0], eyes))


def _title(level: str, path: str, competency: str, eyes: Eyes) -> str:
    """ "Silver, Azure Consumption option"."""
    for words in (eyes.after, eyes.before):
        known = words.edition.competencies.get(competency)
        names = [words.text(each.name) for each in known.paths if each.key == path] if known else []
        if names:
            return _("%(level)s: %(what)s") % {"level": words.level(level), "what": names[0]}
    return path
