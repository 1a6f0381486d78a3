"""What an edition would do, in words: to everybody for staff, and to one organisation (D1, G7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.comparing import Comparison
from competencies.effects import Known, Stale
from competencies.models import EditionEffect, Fate
from competencies.presenters.alerts import level_in
from competencies.presenters.words import Words
from competencies.rules import Shift, Turn
from partners import days
from partners.days import Day


@dataclass(frozen=True, slots=True)
class LevelFigure:
    """One level of one competency: how many organisations would lose and gain it, and the first day of it."""

    competency: str
    level: str
    name: str
    lost: int
    gained: int
    first: Day


@dataclass(frozen=True, slots=True)
class EffectFigures:
    """An effect as a table; `stale` says why it may be another by now."""

    effect: EditionEffect
    levels: tuple[LevelFigure, ...]
    organisations: int
    losing: int
    renewals: int
    as_of: Day
    stale: tuple[str, ...]


def effect_figures(known: Known, words: Words) -> EffectFigures | None:
    """The figures of the effect that was worked out last; None before the first."""
    effect = known.finished
    if effect is None:
        return None
    return EffectFigures(
        effect,
        tuple(_levels(effect.figures.get("levels", ()), words)),
        effect.figures.get("organisations", 0),
        effect.figures.get("losing", 0),
        effect.figures.get("renewals", 0),
        days.written(effect.as_of, as_of=words.on),
        tuple(_STALE[each]() for each in known.stale),
    )


_STALE = {
    Stale.DAY: lambda: _("A day has passed since."),
    Stale.FACTS: lambda: _("Facts have changed since."),
    Stale.EDITIONS: lambda: _("Another edition was published since."),
}


def _levels(figures: Iterable[Sequence[object]], words: Words) -> Iterable[LevelFigure]:
    """In the order of the edition; what only an earlier one has comes last."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    first: dict[tuple[str, str], date] = {}
    for fate, competency, level, count, day in figures:
        key = str(competency), str(level)
        counts[key][str(fate)] = int(str(count))
        first[key] = min(date.fromisoformat(str(day)), first.get(key, date.max))
    order = [(entry.competency.key, entry.level) for entry in words.edition.entries]
    for key in [*(key for key in order if key in counts), *(key for key in counts if key not in order)]:
        yield LevelFigure(
            *key,
            named(*key, words),
            counts[key].get(Fate.LOST.value, 0),
            counts[key].get(Fate.GAINED.value, 0),
            days.written(first[key], as_of=words.on),
        )


def named(competency: str, level: str, words: Words) -> str:
    """ "Gold in Cloud Platform"."""
    return level_in(level, competency, words)


def words_for(compared: Comparison, *, language: str, on: date) -> Words:
    """The words of pages about no organisation."""
    return Words(compared.edition, "", "", {}, language, on)


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that the edition would do to an organisation; `bad` if it costs something."""

    sentence: SafeString
    competency: str
    bad: bool


def consequences(found: Iterable[Shift], words: Words) -> tuple[Consequence, ...]:
    """What would become of the organisation's levels, a sentence each; the renewal is told apart."""
    return tuple(
        Consequence(sentence(each, words), each.competency, each.turn is Turn.LOST)
        for each in found
        if each.turn is not Turn.RENEWAL
    )


def sentence(shift: Shift, words: Words) -> SafeString:
    """ "Gold in Cloud Platform would be lost on 1 March 2027, in 3 months"."""
    text = {
        Turn.LOST: _("{level} would be lost on {day}, {hint}."),
        Turn.GAINED: _("{level} would hold from {day}, {hint}."),
        Turn.RENEWAL: _("The renewal of the membership would be refused on {day}, {hint}."),
    }[shift.turn]
    return format_html(
        text,
        level=named(shift.competency, shift.level, words) if shift.competency else "",
        day=days.markup(shift.on),
        hint=days.hint(shift.on, as_of=words.on),
    )
