"""Messages as short notices, for the list and the digest: the sentences of the letters, without judging anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters import letters
from competencies.presenters.alerts import level_in
from competencies.presenters.history import Event
from competencies.presenters.words import Words
from competencies.review.risk import Cures
from competencies.review.subject import LevelKey
from partners import days
from partners.journal import Kind
from partners.models import MessageKind

Told = tuple[str, Event]
"""A competency (or none) and what the journal says of it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An override that is about to end."""

    competency: str
    level: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Reported:
    """Missing credit that the reader reported: what, of which day, what staff answered, and an override for it."""

    about: str
    day: date
    answer: str
    override_until: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A title, a few plain sentences, and the competency to look at (or none), or the path of another page."""

    title: str
    lines: tuple[str, ...]
    competency: str = ""
    page: str = ""


def notice(kind: str, events: Sequence[Told], ending: Ending | None, words: Words, cures: Cures) -> Notice:
    """What a message of the kind says, by the journal's entries or the override that it tells of.

    Of a kind that has no words here only its name is said.
    """
    if kind == MessageKind.RENEWAL_RISK:
        return _risk(events, words, cures)
    if kind == MessageKind.LEVEL_LOST:
        lines = (line for loss in letters.losses(events, words) for line in (loss.sentence, loss.changed))
        title = _("A competency level was lost")
        return Notice(title, tuple(line for line in lines if line), _only(events, words))
    if kind == MessageKind.OVERRIDE_ENDING and ending:
        return _override(ending, words)
    return Notice(str(MessageKind(kind).label), ())


def credit(kind: str, report: Reported, page: str) -> Notice:
    """What became of a report of missing credit (C7); `page` has all of the reader's reports."""
    shown = {"about": report.about, "day": days.full(report.day)}
    if kind == MessageKind.CREDIT_CLOSED:
        text = _("You reported %(about)s of %(day)s as missing. It has come, so your report is closed.")
        return Notice(_("What you missed has come: %(about)s") % shown, (text % shown,), page=page)
    lines = [_("You reported %(about)s of %(day)s as missing. The answer:") % shown, report.answer]
    if report.override_until:
        text = _("Meanwhile an override counts for your organisation; its last day is %(override_until)s.")
        lines.append(text % {"override_until": days.full(days.last_day(report.override_until))})
    return Notice(_("Your report was answered: %(about)s") % shown, tuple(lines), page=page)


def to_associate(organisation: str, page: str) -> Notice:
    """The reminder to claim and associate (B4), whatever its reader has done since."""
    line = _(
        "What you passed counts for %(organisation)s once your transcript is claimed and it is associated."
    )
    return Notice(_("Let your achievements count"), (line % {"organisation": organisation},), page=page)


def _risk(events: Sequence[Told], words: Words, cures: Cures) -> Notice:
    raised = letters.raised(events, words, cures)
    cleared = letters.cleared(events, words)
    title = _("Membership renewal at risk") if raised else _("Renewal no longer at risk")
    gone = [_("No longer at risk: %(level)s.") % {"level": one.sentence} for one in cleared]
    lines = [line for one in raised for line in told_lines(one)]
    return Notice(title, (*lines, *gone), _only(events, words))


def reminder(left: int, keys: Sequence[LevelKey], words: Words, cures: Cures) -> Notice:
    """That these alerts still stood so many days before the anniversary; what cures them, as things stand now."""
    text = ngettext(
        "Renewal still at risk, %(days)d day before the anniversary",
        "Renewal still at risk, %(days)d days before the anniversary",
        left,
    )
    told = [letters.reminded(key, words, cures) for key in keys]
    lines = tuple(line for one in told for line in told_lines(one))
    return Notice(text % {"days": left}, lines, _only([(key[0], None) for key in keys], words))


def told_lines(told: letters.Told) -> Iterator[str]:
    """An alert in two or three lines."""
    yield told.sentence
    if told.changed:
        yield told.changed
    if told.cure:
        yield _("What cures it: %(cure)s") % {"cure": told.cure}


def _override(ending: Ending, words: Words) -> Notice:
    last = days.last_day(ending.until)
    title = _("An override ends on %(day)s") % {"day": days.full(last)}
    shown = {"level": level_in(ending.level, ending.competency, words), "reason": ending.reason}
    line = _("%(level)s rests on it. Its reason: %(reason)s") % shown
    known = ending.competency in words.edition.competencies
    return Notice(title, (line,), ending.competency if known else "")


def _only(events: Iterable[tuple[str, object]], words: Words) -> str:
    """The competency, where all is about a single one that the edition still has."""
    found = {competency for competency, _event in events}
    only = found.pop() if len(found) == 1 else ""
    return only if only in words.edition.competencies else ""


def people_in(events: Iterable[Event]) -> set[int]:
    """The ids of the people whom these events or their causes name."""
    causes: Iterable[Mapping[str, Any]] = (
        cause for event in events for cause in (event.data, *event.data.get("because", ()))
    )
    return {int(cause["person"]) for cause in causes if cause.get("person") is not None}


def told_of(kind: str, event_kind: str) -> bool:
    """Whether a message of the kind tells of such an entry: the alert alone, or the loss."""
    return event_kind != Kind.LEVEL_LOST or kind == MessageKind.LEVEL_LOST
