"""The five facts of a level at risk: what, when, what changed, what otherwise, what cures it (E4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters import alerts, paths
from competencies.presenters.causes import causes
from competencies.presenters.paths import Ranked
from competencies.presenters.situation import Situation
from competencies.presenters.standing_still import projected
from competencies.presenters.words import Words
from competencies.programme import Competency
from competencies.review.risk import RiskEntry, RiskKind
from competencies.rules import ExplainedVerdict
from partners import days
from partners.days import Day
from partners.journal import Reason

_SPELLED_OUT = 160
"""A cure says in full what is needed, within reason."""


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """One level at risk. `when` is None where it is no longer attained; `note` where no alert is due."""

    headline: str
    what: str
    when: Day | None
    changed: SafeString
    otherwise: str
    cure: SafeString | str
    note: SafeString | str


def risk_facts(competency: Competency, risk: list[RiskEntry], situation: Situation) -> tuple[RiskFacts, ...]:
    """The facts of each of the competency's levels that is at risk, alerts before notes."""
    own = [entry for entry in risk if entry.competency == competency.key]
    return tuple(_facts(entry, situation) for entry in own)


def _facts(entry: RiskEntry, situation: Situation) -> RiskFacts:
    words, lapse = situation.words, entry.lapses_on
    return RiskFacts(
        headline=alerts.headline(),
        what=_("%(level)s in this competency") % {"level": words.level(entry.level)},
        when=days.written(lapse, as_of=situation.on) if lapse else None,
        changed=causes(blamed(entry), words, coming=lapse is not None and lapse > situation.on),
        otherwise=_otherwise(entry, situation),
        cure=cure(entry, situation),
        note=alerts.sentence(entry, words) if entry.note else "",
    )


def blamed(entry: RiskEntry) -> list[dict[str, Any]]:
    """What brought the risk; an override that was placed meanwhile only put it off."""
    blamed = [cause for cause in entry.because if cause.get("reason") != Reason.OVERRIDE_PLACED]
    return blamed or entry.because


def _otherwise(entry: RiskEntry, situation: Situation) -> str:
    term, anniversary = situation.membership, situation.anniversary
    words = situation.words
    if term is None or anniversary is None:
        return ""
    shown = {
        "level": words.level_inside(entry.level),
        "term": words.level_inside(term.level),
        "day": days.full(anniversary),
    }
    if entry.kind is RiskKind.DISPLAYED_LEVEL_LOST:
        return _("Renewal stays open, but a new term no longer shows %(level)s here") % shown
    if entry.kind is RiskKind.UPGRADE_LOST:
        return _("Renewal stays open, but an upgrade to %(level)s is lost") % shown
    if anniversary <= situation.on:
        refused = _("Renewal at %(term)s is refused") % shown
    else:
        refused = _("Renewal at %(term)s is refused on %(day)s") % shown
    lower = _open_level(situation)
    return _("%(refused)s; %(level)s stays open") % {"refused": refused, "level": lower} if lower else refused


def _open_level(situation: Situation) -> str:
    """The highest level below the term's at which renewal would still be possible; empty if none."""
    levels = [level.key for level in situation.edition.levels]
    term = situation.membership
    below = levels[: levels.index(term.level)] if term and term.level in levels else []
    lasting = [
        one for one in situation.outcome.competencies if one.attained and one.key not in situation.at_risk
    ]
    for place in range(len(below) - 1, -1, -1):
        if any(levels.index(one.level) >= place for one in lasting):
            return situation.words.level_inside(below[place])
    return ""


def cure(entry: RiskEntry, situation: Situation) -> SafeString | str:
    """What would cure the risk: what the nearest path lacks on the day of the lapse, or today."""
    order = _order(entry, situation)
    if order is None:
        return _("Nothing: the edition of that day no longer has this level")
    nearest = order[0]
    if nearest.verdict.met:
        return _("Nothing more: it is attained again later")
    return situation.words.in_path(nearest.shortfall.words, nearest.path, several=len(order) > 1)


def _order(entry: RiskEntry, situation: Situation) -> list[Ranked] | None:
    """The level's paths on the day of the lapse, or today's if it has lapsed, the nearest first."""
    key = (entry.competency, entry.level)
    now = {judged.path: judged for one in situation.verdicts(entry.competency) for judged in one.paths}
    day = entry.lapses_on or situation.on
    edition = situation.programme.edition_on(day)
    verdict = situation.case.explained(day, only=[entry.competency]).verdict(*key)
    if not isinstance(verdict, ExplainedVerdict):
        return None
    by_key = {path.key: path for path in edition.competencies[entry.competency].paths}
    pairs = [
        (by_key[judged.path], projected(by_key[judged.path], judged, now.get(judged.path)))
        for judged in verdict.paths
    ]
    return paths.ranked(pairs, replace(situation.words.of(edition, day), brevity=_SPELLED_OUT))


def renew_by(situation: Situation) -> Day | None:
    """The last day on which the renewal is possible, where that comes before the 30 days are over (E4)."""
    term, renewal = situation.membership, situation.outcome.renewal
    if term is None or renewal is None or not renewal.eligible:
        return None
    lapses = [(one.level, one.lapses_on) for one in situation.outcome.competencies if one.attained]
    return renewable_through(term.level, term.grace_until, lapses, situation.words)


def renewable_through(
    level: str, grace_until: date | None, lapses: Iterable[tuple[str, date | None]], words: Words
) -> Day | None:
    """The same for an eligible term at the level, of each level attained and the day on which it lapses."""
    levels = [each.key for each in words.edition.levels]
    if level not in levels:
        return None
    enough = levels[levels.index(level) :]
    days_of = [day for attained, day in lapses if attained in enough]
    known = [day for day in days_of if day is not None]
    if not known or len(known) < len(days_of) or grace_until is None or max(known) >= grace_until:
        return None
    return days.written(days.last_day(max(known)), as_of=words.on)
