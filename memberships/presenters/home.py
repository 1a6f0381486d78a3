"""Home in words: key figures, stages, what needs doing (pages.md)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.models.standings import Stage as Packed
from competencies.presenters import alerts
from competencies.presenters.banner import renewable_through
from competencies.presenters.levels import LevelName
from competencies.presenters.stages import Stage, made
from competencies.presenters.words import joined
from competencies.review.risk import RiskEntry
from memberships.presenters.orders import order_goes_on
from memberships.presenters.state import State
from memberships.presenters.tasks import Tasks, tasks
from partners import days
from partners.days import Day


@dataclass(frozen=True, slots=True)
class Risk:
    """The most pressing alert: what lapses, when, what changed, and which of the three it is (E4)."""

    headline: str
    what: str
    when: Day | None
    changed: SafeString | str
    otherwise: str
    competency: str
    more: str
    cure: SafeString | str
    over: bool
    order: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Whether the renewal is safe, in a word and a sentence."""

    word: str
    sentence: SafeString | str
    warns: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """The level, its last day, and the days to the anniversary; `over` in the 30 days after it."""

    level: LevelName
    until: str
    days: int
    anniversary: Day
    over: bool


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage or mark with how many levels of each kind are in it, lowest first."""

    key: str
    stage: Stage
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The whole page."""

    membership: Membership | None
    renewal: Renewal | None
    risk: Risk | None
    attained: int
    total: int
    attained_words: str
    people: int
    associated: int
    people_words: str
    levels: tuple[LevelName, ...]
    stages: tuple[StageRow, ...]
    competencies: int
    market: str
    tasks: Tasks


def overview(state: State) -> Home:
    """Everything that Home says to somebody who reads the competencies."""
    words, edition = state.words, state.words.edition
    keys = {(entry.competency.key, entry.level) for entry in edition.entries}
    attained = [one for one in state.attained if one.key in keys]
    counts = [(sum(one.level == level.key for one in attained), level.key) for level in edition.levels]
    levels = tuple(LevelName(level.key, words.text(level.name)) for level in edition.levels)
    markets = {market.key: words.text(market.name) for market in edition.markets}
    return Home(
        membership=_membership(state),
        renewal=_renewal(state) if state.sees_risk else None,
        risk=_risk(state) if state.sees_risk else None,
        attained=len(attained),
        total=len(keys),
        attained_words=joined([f"{count} {words.level_inside(level)}" for count, level in counts]),
        people=state.people.accounts,
        associated=state.people.associated,
        people_words=_people_words(state),
        levels=levels,
        stages=_stages(state),
        competencies=len(edition.competencies),
        market=markets.get(state.organisation.market, state.organisation.market),
        tasks=tasks(state),
    )


def _membership(state: State) -> Membership | None:
    term, words = state.term, state.words
    if term is None:
        return None
    return Membership(
        level=LevelName(term.level, words.level(term.level)),
        until=days.full(days.last_day(term.until)),
        days=abs((term.until - state.on).days),
        anniversary=days.written(term.until, as_of=state.on),
        over=state.in_grace,
    )


def _renewal(state: State) -> Renewal | None:
    term = state.term
    if term is None:
        return None
    if state.alerts:
        count = len(state.alerts)
        text = ngettext("%(count)d level puts it at risk", "%(count)d levels put it at risk", count)
        return Renewal(_("At risk"), text % {"count": count}, warns=True)
    lapses = [(one.level, one.lapses_on) for one in state.attained]
    last = renewable_through(term.level, term.grace_until, lapses, state.words)
    if last:
        sentence = format_html(_("Renew by {day}, {hint}"), day=days.markup(last.date), hint=last.hint)
        return Renewal(_("Not for long"), sentence, warns=True)
    if state.renewing:
        return Renewal(_("Renewal due"), order_goes_on(state.renewing), warns=True)
    if state.in_grace:
        return Renewal(_("Renewal due"), _("The requirements are met today"), warns=True)
    return Renewal(_("Safe"), _("As things stand, the requirements hold on the anniversary"), warns=False)


def _risk(state: State) -> Risk | None:
    found = state.alerts
    if not found or state.term is None:
        return None
    first = found[0]
    lapse = first.lapses_on or first.lapsed_on
    more = ngettext("And %(count)d more level.", "And %(count)d more levels.", len(found) - 1)
    return Risk(
        headline=alerts.headline(),
        what=_what(first, state),
        when=days.written(lapse, as_of=state.on) if lapse else None,
        changed=alerts.changed(first, state.words),
        otherwise=alerts.which(first),
        competency=first.competency if first.competency in state.words.edition.competencies else "",
        more=more % {"count": len(found) - 1} if len(found) > 1 else "",
        cure=alerts.cure(first, state.cures, state.words),
        over=first.lapses_on is None,
        order=order_goes_on(state.renewing) if state.renewing else "",
    )


def _what(entry: RiskEntry, state: State) -> str:
    if not entry.competency:
        return _("Every competency at the level of the membership")
    return alerts.level_in(entry.level, entry.competency, state.words)


def _people_words(state: State) -> str:
    unclaimed = state.people.accounts - state.people.claimed
    if not unclaimed:
        return _("everybody has linked a transcript")
    text = ngettext(
        "%(count)d has not linked a transcript", "%(count)d have not linked a transcript", unclaimed
    )
    return text % {"count": unclaimed}


_OF_LETTER = {
    Packed.ACTIVE: "active",
    Packed.QUALIFIED: "qualified",
    Packed.STARTED: "started",
    Packed.NOT_STARTED: "not-started",
}


def _stages(state: State) -> tuple[StageRow, ...]:
    """How many levels are in each stage (D3), then how many bear each mark; a mark on none is left out."""
    found: dict[str, list[str]] = {}
    for entry in state.words.edition.entries:
        place = state.levels.index(entry.level)
        key = _OF_LETTER[state.standing.stage(entry.competency.key, place)]
        found.setdefault(key, []).append(entry.level)
    stages = [_row(key, found.get(key, ()), state) for key in _OF_LETTER.values()]
    marks = {
        "at-risk": [entry.level for entry in state.risks if entry.level],
        "by-override": [one.level for one in state.attained if one.via == ("override",)],
    }
    return (*stages, *(_row(key, levels, state) for key, levels in marks.items() if levels))


def _row(key: str, levels: Sequence[str], state: State) -> StageRow:
    return StageRow(key, made(key), tuple(levels.count(level) for level in state.levels))
