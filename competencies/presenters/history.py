"""What changed in a competency: the journal's entries in the reader's words (D5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from competencies.presenters.alerts import level_in
from competencies.presenters.causes import capitalised, causes, lies_ahead
from competencies.presenters.telling import OF_THE_ORGANISATION, sentence
from competencies.presenters.words import Words
from partners import days
from partners.days import Day
from partners.journal import Kind
from partners.telling import Told

# Other kinds change facts; what they did to a level is told by the change of status that follows.
TOLD: dict[str, Any] = {
    Kind.LEVEL_ATTAINED: gettext_lazy("attained"),
    Kind.LEVEL_LOST: gettext_lazy("no longer attained"),
    Kind.DISPLAY_ADDED: gettext_lazy("shown by the membership from now on, to its end"),
    Kind.RISK_RAISED: gettext_lazy("renewal at risk"),
    Kind.RISK_CHANGED: gettext_lazy("the risk to the renewal changed"),
    Kind.RISK_CLEARED: gettext_lazy("renewal no longer at risk"),
    Kind.OVERRIDE_PLACED: gettext_lazy("override placed"),
    Kind.OVERRIDE_ENDED: gettext_lazy("override ended early"),
    Kind.OVERRIDE_EXPIRED: gettext_lazy("override ended"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal, as it is read from the database."""

    on: date
    kind: str
    level: str
    edition: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: the day, what changed, and why; the competency to look at, where several are told of."""

    day: Day
    what: str
    why: SafeString | str
    competency: str = ""


def changes(events: Iterable[Event], words: Words) -> tuple[Change, ...]:
    """The events that have words, in their order; what befell a level on one day is one line."""
    told = (event for event in events if event.kind in TOLD)
    together = groupby(told, key=lambda event: (event.on, event.level))
    return tuple(_change(list(group)[::-1], words, words.level(level)) for (_on, level), group in together)


def changes_everywhere(events: Iterable[tuple[str, Event]], words: Words) -> tuple[Change, ...]:
    """The same of events of any competency, each given before its event; lines name it, and link to it."""
    told = (one for one in events if one[1].kind in {*TOLD, *OF_THE_ORGANISATION})
    # What befell no level is a line of its own.
    together = groupby(
        told,
        key=lambda one: (
            one[1].on,
            one[0],
            one[1].level,
            id(one[1]) if one[1].kind in OF_THE_ORGANISATION else 0,
        ),
    )
    return tuple(
        _everywhere([event for _, event in group][::-1], words, competency)
        for (_on, competency, _level, _id), group in together
    )


def _everywhere(events: list[Event], words: Words, competency: str) -> Change:
    if events[0].kind in OF_THE_ORGANISATION:
        return plainly(events[0], words)
    return _change(events, words, _named(events[0].level, competency, words), competency)


def plainly(event: Event, words: Words) -> Change:
    """One line for what befell the organisation and no level of it."""
    at = datetime.combine(event.on, time.min)
    told = Told(0, event.on, at, event.kind, "", event.level, event.edition, event.data, None)
    return Change(
        day=days.written(event.on, as_of=words.on),
        what=capitalised(sentence(told, words)),
        why=str(event.data.get("reason", "")),
    )


def _named(level: str, competency: str, words: Words) -> str:
    return level_in(level, competency, words) if competency else _("The membership")


def _change(events: list[Event], words: Words, name: str, competency: str = "") -> Change:
    """One line for what happened to a level on a day, the earliest event first."""
    because = [cause for event in events for cause in event.data.get("because", [])]
    ahead = any(lies_ahead(event.on, event.data) for event in events)
    unique = list({repr(sorted(cause.items(), key=str)): cause for cause in because}.values())
    return Change(
        day=days.written(events[0].on, as_of=words.on),
        what=_("%(level)s: %(what)s")
        % {
            "level": name,
            "what": pgettext("between the parts of a sentence", "; ").join(
                _clause(event) for event in events
            ),
        },
        why=causes(unique, words, coming=ahead) if unique else "",
        competency=competency if competency in words.edition.competencies else "",
    )


def _clause(event: Event) -> str:
    if event.kind == Kind.LEVEL_ATTAINED and event.data.get("via") == ["override"]:
        return _("attained, by override")
    return str(TOLD[event.kind])
