"""Each level of a competency: a card with the verdict, and a section with its paths and overrides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters import overrides, paths
from competencies.presenters.figures import holds_until
from competencies.presenters.overrides import OverrideCard
from competencies.presenters.paths import PathCard, Ranked
from competencies.presenters.sales import level_falls_on
from competencies.presenters.situation import Situation
from competencies.presenters.stages import Stage
from competencies.presenters.words import Words, joined
from competencies.programme import Competency
from competencies.rules import ExplainedVerdict
from partners import days


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level's key, which chooses its mark, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level: the verdict in a sentence, how long it holds, and its paths, the nearest first."""

    level: LevelName
    stage: Stage
    attained: bool
    sentence: SafeString
    lapse: SafeString | str
    sales: SafeString | str
    brings: str
    needs: str
    overrides: tuple[OverrideCard, ...]
    paths: tuple[PathCard, ...]


def level_view(competency: Competency, verdict: ExplainedVerdict, situation: Situation) -> LevelView:
    """Everything the competency's page says of one level."""
    words = situation.words
    order = paths.ranked(situation.judged(competency, verdict), words)
    return LevelView(
        level=LevelName(verdict.level, words.level(verdict.level)),
        stage=situation.stage(verdict),
        attained=verdict.attained,
        sentence=_sentence(verdict, order, situation),
        lapse=_lapse(verdict, situation),
        sales=_sales(order, situation),
        brings=_brings(verdict, situation),
        needs=paths.level_needs(order),
        overrides=overrides.cards(verdict, order, situation),
        paths=paths.cards(order, words, situation.facts.readings),
    )


def _sentence(verdict: ExplainedVerdict, order: Sequence[Ranked], situation: Situation) -> SafeString:
    met = [situation.words.text(one.path.name) for one in order if one.verdict.met]
    if met:
        return _attained(verdict, met, situation)
    near = _nearest(order[0], situation.words)
    if verdict.attained:
        return _by_override(verdict, near, situation)
    return format_html(_not_attained(verdict, situation), nearest=near, day=_lost(verdict, situation))


def _not_attained(verdict: ExplainedVerdict, situation: Situation) -> str:
    """The sentence for a level that nothing attains, by what was before."""
    term, lost = situation.membership, situation.lost_on(verdict.key)
    if term and verdict.key in {(held.competency, held.level) for held in term.held}:
        if lost:
            return _("Still shown by your membership, but not attained since {day}: {nearest}")
        return _("Still shown by your membership, but not attained today: {nearest}")
    if lost:
        return _("Not attained since {day}: {nearest}")
    if verdict.key in situation.started:
        return _("Not attained yet: {nearest}")
    return _("Nothing of it is there yet. It takes {nearest}")


def _lost(verdict: ExplainedVerdict, situation: Situation) -> SafeString | str:
    lost = situation.lost_on(verdict.key)
    return days.markup(lost) if lost else ""


def _by_override(verdict: ExplainedVerdict, near: SafeString, situation: Situation) -> SafeString:
    last = max((one.until for one in situation.overrides_of(verdict.key)), default=situation.on)
    text = _("Held only by an override, until {day}. Without it: {nearest}")
    return format_html(text, day=days.markup(days.last_day(last)), nearest=near)


def _attained(verdict: ExplainedVerdict, met: list[str], situation: Situation) -> SafeString:
    attained = situation.attained_now(verdict.key)
    if attained is None:
        return format_html(_("Attained by the {paths}."), paths=joined(met))
    text = _("Attained since {day} by the {paths}.")
    return format_html(text, day=days.markup(attained.starts_on), paths=joined(met))


def _nearest(one: Ranked, words: Words) -> SafeString:
    # Translators: {missing} is for example "1 more person with A or B".
    text = _("<b>{missing}</b> in the {path}.")
    return format_html(text, missing=one.shortfall.words, path=words.text(one.path.name))


def _lapse(verdict: ExplainedVerdict, situation: Situation) -> SafeString | str:
    if not verdict.attained:
        return ""
    if verdict.lapses_on is None:
        if situation.anniversary:
            return _("Holds past the anniversary; nothing recorded ends it.")
        return _("Nothing recorded ends it.")
    shown = {"day": days.markup(verdict.lapses_on), "hint": days.hint(verdict.lapses_on, as_of=situation.on)}
    return format_html(
        "{} {}", format_html(_("Lapses on {day}, {hint}."), **shown), _against(verdict, situation)
    )


def _against(verdict: ExplainedVerdict, situation: Situation) -> str:
    """Where the lapse lies beside the anniversary."""
    lapse, anniversary = verdict.lapses_on, situation.anniversary
    if lapse is None or anniversary is None or anniversary <= situation.on:
        return ""
    if lapse == anniversary:
        return _("That is the anniversary.")
    early, late = sorted([lapse, anniversary])
    shown = {"span": days.span(early, late), "day": days.full(anniversary)}
    if lapse < anniversary:
        return _("That is %(span)s before the anniversary, %(day)s.") % shown
    return _("That is %(span)s after the anniversary, %(day)s.") % shown


def _sales(order: Sequence[Ranked], situation: Situation) -> SafeString | str:
    met = [one.path for one in order if one.verdict.met]
    day = level_falls_on(met, situation.edition, situation.facts, on=situation.on)
    return holds_until(day, as_of=situation.on) if day else ""


def _brings(verdict: ExplainedVerdict, situation: Situation) -> str:
    """What attaining the level would bring (E1, F2); empty where it is attained."""
    levels, term = situation.programme.level_keys, situation.membership
    if verdict.attained:
        return ""
    if term and term.level in levels and levels.index(verdict.level) <= levels.index(term.level):
        return _("Attained, it is shown by your membership to its end.")
    return _("Attained, it opens the %(level)s membership.") % {
        "level": situation.words.level_inside(verdict.level)
    }
