"""What a message says, as plain text in its reader's words: the sentences of the pages without their markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from competencies.presenters import alerts, paths
from competencies.presenters.causes import causes
from competencies.presenters.history import Event
from competencies.presenters.overrides import without
from competencies.presenters.situation import Situation
from competencies.presenters.words import Words
from competencies.review.risk import Cures, RiskEntry, RiskKind
from competencies.review.subject import LevelKey
from competencies.rules import ExplainedVerdict
from partners import days
from partners.journal import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """One level in a letter: what is said of it, what changed, and what cures it where that can be said."""

    sentence: str
    changed: str = ""
    cure: str = ""


def plain(markup: str) -> str:
    """The text of a sentence made for a page."""
    return unescape(strip_tags(markup))


def raised(events: Sequence[tuple[str, Event]], words: Words, cures: Cures) -> list[Told]:
    """The alerts raised or changed, each as it was then; what would cure it, as things stand now."""
    entries = [_entry(competency, event) for competency, event in events if event.kind != Kind.RISK_CLEARED]
    return standing(entries, words, cures)


def standing(entries: Iterable[RiskEntry], words: Words, cures: Cures) -> list[Told]:
    """Alerts as they are told."""
    return [
        Told(
            plain(alerts.sentence(entry, words)),
            plain(alerts.changed(entry, words)),
            plain(alerts.cure(entry, cures, words)),
        )
        for entry in entries
    ]


def reminded(key: LevelKey, words: Words, cures: Cures) -> Told:
    """An alert by its level alone; what would cure it if it stands now."""
    entry = RiskEntry(*key, None, RiskKind.REFUSED)
    name = alerts.level_in(key[1], key[0], words) if key[0] else _("the membership itself")
    return Told(name, cure=plain(alerts.cure(entry, cures, words)))


def cleared(events: Sequence[tuple[str, Event]], words: Words) -> list[Told]:
    """The alerts that were cured."""
    gone = [(competency, event) for competency, event in events if event.kind == Kind.RISK_CLEARED]
    return [
        Told(_level(competency, event, words), _changed(event.data["because"], words))
        for competency, event in gone
    ]


def losses(events: Sequence[tuple[str, Event]], words: Words) -> list[Told]:
    """The levels lost, in the quieter words for who has no paid term (E4)."""
    return [
        Told(
            _("%(level)s has not been attained since %(day)s.")
            % {"level": _level(competency, event, words), "day": days.full(event.on)},
            _changed(event.data["because"], words),
        )
        for competency, event in events
    ]


def ending(competency: str, level: str, until: date, situation: Situation) -> tuple[str, str]:
    """That an override ends, and what would hold today without it."""
    words = situation.words
    sentence = format_html(
        _("The override that lets {level} count for {organisation} ends: its last day is {day}, {hint}."),
        level=alerts.level_in(level, competency, words),
        organisation=words.organisation,
        day=days.full(days.last_day(until)),
        hint=days.hint(days.last_day(until), as_of=words.on),
    )
    return plain(sentence), plain(_without(competency, level, situation))


def _without(competency: str, level: str, situation: Situation) -> str:
    verdict = situation.outcome.verdict(competency, level)
    if not isinstance(verdict, ExplainedVerdict):
        return _("The edition in force has no such level any more.")
    judged = situation.judged(situation.edition.competencies[competency], verdict)
    order = paths.ranked(judged, situation.words)
    return without(situation.words.level(level), order, situation.words)


def _entry(competency: str, event: Event) -> RiskEntry:
    lapses_on = event.data.get("lapses_on")
    lapsed_on = event.data.get("lapsed_on")
    return RiskEntry(
        competency,
        event.level,
        date.fromisoformat(lapses_on) if lapses_on else None,
        RiskKind(event.data["risk"]),
        because=event.data["because"],
        lapsed_on=date.fromisoformat(lapsed_on) if lapsed_on else None,
    )


def _changed(because: Sequence[dict[str, object]], words: Words) -> str:
    return plain(causes(because, words)) if because else ""


def _level(competency: str, event: Event, words: Words) -> str:
    if not competency:
        return _("the membership itself")
    return alerts.level_in(event.level, competency, words)
