"""The five facts of a level at risk: what, when, what changed, what otherwise, what cures it (E4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters import alerts
from competencies.presenters.situation import Situation
from competencies.presenters.words import Words
from competencies.programme import Competency
from competencies.review.risk import Cures, RiskEntry, RiskKind
from partners import days
from partners.days import Day


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """One level at risk. `when`: it lapses, or with `over` did; None where nobody knows. `note`: no alert is due."""

    headline: str
    what: str
    when: Day | None
    changed: SafeString | str
    otherwise: str
    cure: SafeString | str
    note: SafeString | str
    over: bool


def risk_facts(
    competency: Competency, risk: list[RiskEntry], situation: Situation, cures: Cures
) -> tuple[RiskFacts, ...]:
    """The facts of each of the competency's levels that is at risk, alerts before notes."""
    own = [entry for entry in risk if entry.competency == competency.key]
    return tuple(_facts(entry, situation, cures) for entry in own)


def _facts(entry: RiskEntry, situation: Situation, cures: Cures) -> RiskFacts:
    words, lapse = situation.words, entry.lapses_on or entry.lapsed_on
    return RiskFacts(
        headline=alerts.headline(),
        what=_("%(level)s in this competency") % {"level": words.level(entry.level)},
        when=days.written(lapse, as_of=situation.on) if lapse else None,
        changed=alerts.changed(entry, words),
        otherwise=_otherwise(entry, situation),
        cure=alerts.cure(entry, cures, words),
        note=alerts.sentence(entry, words) if entry.note else "",
        over=entry.lapses_on is None,
    )


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


def renewable_through(
    level: str, grace_until: date | None, lapses: Iterable[tuple[str, date | None]], words: Words
) -> Day | None:
    """The last day on which an eligible term can be renewed, where that comes before its 30 days are over (E4).

    `lapses`: of each level attained, the day on which it lapses.
    """
    levels = [each.key for each in words.edition.levels]
    if level not in levels:
        return None
    enough = levels[levels.index(level) :]
    days_of = [day for attained, day in lapses if attained in enough]
    known = [day for day in days_of if day is not None]
    if not known or len(known) < len(days_of) or grace_until is None or max(known) >= grace_until:
        return None
    return days.written(days.last_day(max(known)), as_of=words.on)
