"""The alert of E4, on every page of those who must see it, and in full where its cure is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.words import Words
from competencies.review.risk import Note, RiskEntry, RiskKind
from partners import days


@dataclass(frozen=True, slots=True)
class Alert:
    """One line for every page; `is_note` where only a note is due. `competency` has the cure on its page."""

    headline: str
    sentence: SafeString | str
    more: str
    competency: str
    is_note: bool


def headline() -> str:
    """The vendor's sentence, word for word (E4)."""
    return _(
        "A recent change to your competency achievement has put your membership renewal eligibility at risk."
    )


def entries(risk: Mapping[str, Any]) -> list[RiskEntry]:
    """What `Standing.risk` holds; alerts before notes, the earliest first."""
    found = [RiskEntry.of_data(data) for data in risk.get("entries", [])]
    return sorted(found, key=lambda one: (one.note is not None, one.lapses_on or date.min))


def alert(risk: Mapping[str, Any], words: Words) -> Alert | None:
    """The alert or note of the organisation; None if nothing is at risk."""
    found = entries(risk)
    if not found:
        return None
    first = found[0]
    alike = [one for one in found if (one.note is None) == (first.note is None)]
    more = ngettext("And %(count)d more level.", "And %(count)d more levels.", len(alike) - 1)
    return Alert(
        headline=headline()
        if first.note is None
        else _("A level will change, but your renewal is not at risk."),
        sentence=sentence(first, words),
        more=more % {"count": len(alike) - 1} if len(alike) > 1 else "",
        competency=first.competency if first.competency in words.edition.competencies else "",
        is_note=first.note is not None,
    )


def sentence(entry: RiskEntry, words: Words) -> SafeString | str:
    """Which level, when it lapses or that it has, and which of the three it is, or why it is only a note."""
    if not entry.competency:
        return _("No competency is attained at the level of your membership: its renewal will be refused.")
    shown = {
        "entry": level_in(entry.level, entry.competency, words),
        "day": "",
        "hint": "",
        "kind": which(entry),
    }
    if entry.lapses_on is None:
        return format_html(_("{entry} is no longer attained: {kind}."), **shown)
    shown |= {"day": days.markup(entry.lapses_on), "hint": days.hint(entry.lapses_on, as_of=words.on)}
    return format_html(_('{entry} lapses on {day}, <span class="nowrap">{hint}</span>: {kind}.'), **shown)


def level_in(level: str, competency: str, words: Words, *, inside: bool = False) -> str:
    """ "Gold in Cloud Platform", of their keys; `inside` a sentence "gold in Cloud Platform"."""
    known = words.edition.competencies.get(competency)
    name = words.text(known.name) if known else competency
    shown = words.level_inside(level) if inside else words.level(level)
    return _("%(level)s in %(competency)s") % {"level": shown, "competency": name}


def which(entry: RiskEntry) -> str:
    """Which of the three it is, or why it is only a note."""
    if entry.note is Note.OVERRIDE_ONLY:
        return _("only an override ever made it count")
    if entry.note is Note.HIGHER_LEVEL_HOLDS:
        return _("a higher level of the same competency holds on")
    return {
        RiskKind.REFUSED: _("renewal will be refused"),
        RiskKind.DISPLAYED_LEVEL_LOST: _("a displayed level will be lost"),
        RiskKind.UPGRADE_LOST: _("an upgrade will be lost"),
    }[entry.kind]
