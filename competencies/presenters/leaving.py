"""What it costs if one person leaves, in the reader's words: level by level, and from when (B3, G12)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.facts.what_if import left
from competencies.presenters import paths
from competencies.presenters.holdings import Holdings
from competencies.presenters.levels import LevelName
from competencies.presenters.places import LevelKey, Place, places
from competencies.presenters.situation import Situation
from competencies.rules import Case, ExplainedVerdict
from competencies.rules.consequences import Consequence, Consequences, Fate, consequences
from partners import days


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one level: `css` and `icon` as in the design; `when` is empty where nothing changes."""

    competency: str
    name: str
    level: LevelName
    css: str
    icon: str
    words: str
    when: str
    because: SafeString | str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """Everything that depends on a person. `lost`: how many levels fall at once; `costs`: those worse off."""

    headline: str
    refused: str
    effects: tuple[Effect, ...]
    costs: int

    @property
    def stamp(self) -> str:
        """What it says, so that a page that was read earlier can be told from one that says something else."""
        lines = [f"{each.competency}/{each.level.key}/{each.css}/{each.when}" for each in self.effects]
        return "|".join([self.refused, *(line for line in lines if "/none/" not in line)])


def cost_of_leaving(person: str, situation: Situation) -> Cost:
    """What the person with this id leaving today would cost, by the same rules as the levels themselves."""
    then = situation.case.replacing(left(situation.case.person(person), on=situation.on))
    found = consequences(situation.outcome, then.outcome(situation.on))
    held = places(person, situation)
    effects = tuple(_effects(found, held, situation, then))
    costs = len(found.levels)
    return Cost(_headline(found), _refused(found, situation), effects, costs)


def _headline(found: Consequences) -> str:
    lost = sum(each.fate is Fate.LOST for each in found.levels)
    others = len(found.levels) - lost
    if lost:
        text = ngettext("costs %(count)d level at once", "costs %(count)d levels at once", lost)
        return text % {"count": lost}
    if others:
        text = ngettext("puts %(count)d level at risk", "puts %(count)d levels at risk", others)
        return text % {"count": others}
    return _("costs no level")


def _refused(found: Consequences, situation: Situation) -> str:
    if not found.refused or situation.membership is None:
        return ""
    return _("The renewal of the %(level)s membership, open today, would be refused.") % {
        "level": situation.words.level_inside(situation.membership.level)
    }


def _effects(
    found: Consequences, held: Mapping[LevelKey, list[Place]], situation: Situation, then: Case
) -> Iterator[Effect]:
    """First what is lost, then what lapses sooner or is at risk, then where the person counts without harm."""
    order = [Fate.LOST, Fate.SOONER, Fate.AT_RISK]
    for each in sorted(found.levels, key=lambda one: order.index(one.fate)):
        yield _costly(each, held.get(each.key, ()), situation, then)
    worse = {each.key for each in found.levels}
    for key, own in held.items():
        if key not in worse:
            yield _harmless(key, own, situation)


def _costly(each: Consequence, own: Sequence[Place], situation: Situation, then: Case) -> Effect:
    css, icon, words = {
        Fate.LOST: ("lost", "stop", _("Lost")),
        Fate.SOONER: ("risk", "clock", _("Lapses sooner")),
        Fate.AT_RISK: ("risk", "warn", _("Put at risk")),
    }[each.fate]
    when = _("at once") if each.on == situation.on else days.full(each.on) if each.on else ""
    effect = _effect(each.key, situation, css, icon, words)
    because = _missing(each, situation, then) if each.fate is Fate.LOST else _at_risk(each)
    return replace(effect, when=when, because=because, places=tuple(own))


def _at_risk(each: Consequence) -> str:
    return _("It would not be there on the day that decides the renewal.") if each.renewal else ""


def _harmless(key: LevelKey, own: Sequence[Place], situation: Situation) -> Effect:
    verdict = situation.outcome.verdict(*key)
    if verdict is not None and verdict.attained:
        css, icon, words, because = "none", "disc", _("Stays"), _("It holds without them.")
    elif all(place.reserve > 0 for place in own):
        css, icon, words, because = "none", "ring", _("No difference"), _("Not attained today.")
    else:
        css, icon, words = "none", "ring", _("Further away")
        because = _("Not attained today; they would be missing for it, too.")
    return replace(_effect(key, situation, css, icon, words), because=because, places=tuple(own))


def _effect(key: LevelKey, situation: Situation, css: str, icon: str, words: str) -> Effect:
    competency, level = key
    known = situation.edition.competencies.get(competency)
    name = situation.words.text(known.name) if known else competency
    return Effect(
        competency if known else "",
        name,
        LevelName(level, situation.words.level(level)),
        css,
        icon,
        words,
        "",
        "",
    )


def _missing(each: Consequence, situation: Situation, then: Case) -> SafeString | str:
    """What the nearest path would lack, and that customers go on seeing what the term displays (F2)."""
    verdict = then.explained(situation.on, only=[each.competency], about=()).verdict(*each.key)
    competency = situation.edition.competencies.get(each.competency)
    if competency is None or not isinstance(verdict, ExplainedVerdict):
        return ""
    words = replace(situation.words, holdings=Holdings(then, situation.on))
    order = paths.ranked(situation.judged(competency, verdict), words)
    lacking = words.in_path(order[0].shortfall.words, order[0].path, several=len(order) > 1)
    return format_html(
        "{} {}", format_html(_("Then missing: {missing}."), missing=lacking), _shown(each, situation)
    )


def _shown(each: Consequence, situation: Situation) -> str:
    term = situation.membership
    if term is None or term.until is None:
        return ""
    if each.key not in {(one.competency, one.level) for one in term.held}:
        return ""
    text = _("Shown to customers until %(day)s all the same.")
    return text % {"day": days.full(days.last_day(term.until))}
