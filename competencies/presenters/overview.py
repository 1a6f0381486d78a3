"""All competencies by centre of excellence: stages, what is missing next, what lapses (E6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters import paths
from competencies.presenters.levels import LevelName
from competencies.presenters.paths import Ranked
from competencies.presenters.situation import Situation
from competencies.presenters.stages import Stage
from competencies.presenters.words import joined, without_markup
from competencies.programme import Competency, predicates
from competencies.rules import ExplainedVerdict, Verdict
from partners import days
from partners.days import Day

_TWO_LINES = 76
"""So many columns of text fill two lines of what is missing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One level of one competency; `stage` is None where the edition has no path for it."""

    level: LevelName
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Lapse:
    """When a level lapses; `soon` if that puts the renewal at risk."""

    level: str
    day: Day
    soon: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A competency in the list; `only` names the level where there is but one."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    missing: SafeString | str
    lapses: tuple[Lapse, ...]
    steady: str
    stages: frozenset[str]
    only: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A centre of excellence with its competencies."""

    key: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The list; `attained_words` counts the levels attained now ("7 silver and 1 gold"), of `total`."""

    levels: tuple[LevelName, ...]
    sections: tuple[Section, ...]
    attained_words: str
    total: int


def overview(situation: Situation) -> Overview:
    """Every competency of the edition of the day, in the file's order within its centre."""
    words, edition = situation.words, situation.edition
    rows = [(competency.centre, _row(competency, situation)) for competency in edition.competencies.values()]
    sections = (
        Section(centre.key, words.text(centre.name), tuple(row for key, row in rows if key == centre.key))
        for centre in edition.centres
    )
    verdicts = situation.outcome.competencies
    counts = [(_count(verdicts, level.key), words.level_inside(level.key)) for level in edition.levels]
    return Overview(
        levels=tuple(LevelName(level.key, words.text(level.name)) for level in edition.levels),
        sections=tuple(section for section in sections if section.rows),
        attained_words=joined(
            [_("%(count)d %(level)s") % {"count": count, "level": level} for count, level in counts]
        ),
        total=len(verdicts),
    )


def _count(verdicts: Iterable[Verdict], level: str) -> int:
    return sum(one.attained for one in verdicts if one.level == level)


def _row(competency: Competency, situation: Situation) -> Row:
    words = situation.words
    verdicts = situation.verdicts(competency.key)
    cells = tuple(_cell(level.key, verdicts, situation) for level in situation.edition.levels)
    stages = {cell.stage.key for cell in cells if cell.stage}
    marks = {mark.key for cell in cells if cell.stage for mark in cell.stage.marks}
    lapses = tuple(_lapse(verdict, situation) for verdict in verdicts if verdict.lapses_on)
    steady = [
        words.level(verdict.level) for verdict in verdicts if verdict.attained and not verdict.lapses_on
    ]
    return Row(
        key=competency.key,
        name=words.text(competency.name),
        cells=cells,
        missing=_missing(competency, verdicts, situation),
        lapses=lapses,
        steady=steady[-1] if steady and not lapses else "",
        stages=frozenset(stages | marks),
        only=words.level_inside(verdicts[0].level) if len(verdicts) == 1 else "",
    )


def _cell(level: str, verdicts: Sequence[ExplainedVerdict], situation: Situation) -> Cell:
    name = LevelName(level, situation.words.level(level))
    verdict = next((one for one in verdicts if one.level == level), None)
    if verdict is None:
        return Cell(name, None)
    return Cell(name, situation.stage(verdict))


def _lapse(verdict: ExplainedVerdict, situation: Situation) -> Lapse:
    day = verdict.lapses_on or date.max
    written = days.written(day, as_of=situation.on)
    return Lapse(situation.words.level(verdict.level), written, verdict.key in situation.at_risk)


def _missing(
    competency: Competency, verdicts: Sequence[ExplainedVerdict], situation: Situation
) -> SafeString | str:
    """What the lowest level that no path meets still needs, by its nearest path."""
    for verdict in verdicts:
        nearest: Ranked = paths.ranked(situation.judged(competency, verdict), situation.words)[0]
        if not nearest.verdict.met:
            text = (
                _("{level}, without its override: {missing}") if verdict.attained else _("{level}: {missing}")
            )
            level = situation.words.level(verdict.level)
            several = len(verdict.paths) > 1
            phrases = (
                format_html(
                    text, level=level, missing=situation.words.in_path(one, nearest.path, several=several)
                )
                for one in _shorter_and_shorter(nearest)
            )
            return _first_that_fits(phrases)
    return ""


def _shorter_and_shorter(one: Ranked) -> Iterator[SafeString]:
    """What the path lacks: spelled out, then counted, then only how many requirements that are."""
    yield one.shortfall.words
    yield one.shortfall.counted
    count = sum(not node.met for node in one.verdict.requirements)
    yield format_html(ngettext("{count} requirement", "{count} requirements", count), count=count)


def _first_that_fits(phrases: Iterator[SafeString]) -> SafeString | str:
    """The first phrase that stays within about two lines of the column, else the last."""
    shown: SafeString | str = ""
    for shown in phrases:
        if _columns(without_markup(shown)) <= _TWO_LINES:
            break
    return shown


def _columns(text: str) -> int:
    """How wide the text is; Chinese characters take two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def filtered(
    view: Overview, situation: Situation, *, query: str, stage: str, before: date | None
) -> tuple[Section, ...]:
    """The sections with only the rows that fit: a name or credential, a stage or mark, a lapse before."""
    named = _named(query.casefold().strip(), situation)
    fits = [
        (section, tuple(row for row in section.rows if row.key in named and _fits(row, stage, before)))
        for section in view.sections
    ]
    return tuple(Section(section.key, section.name, rows) for section, rows in fits if rows)


def _named(query: str, situation: Situation) -> set[str]:
    """The keys of the competencies in whose name, or among whose credentials, the query is found."""
    competencies = situation.edition.competencies.values()
    return {each.key for each in competencies if not query or query in _search(each, situation)}


def _search(competency: Competency, situation: Situation) -> str:
    """Everything by which the competency can be found: its name, and the credentials its paths name."""
    codes = {
        code
        for path in competency.paths
        for node in path.requires
        for predicate in predicates(node)
        for code in predicate.codes
    }
    titles = (situation.words.title(code) for code in sorted(codes))
    return " ".join([*competency.name.values(), *sorted(codes), *titles]).casefold()


def _fits(row: Row, stage: str, before: date | None) -> bool:
    if stage and stage not in row.stages:
        return False
    return before is None or any(lapse.day.date < before for lapse in row.lapses)
