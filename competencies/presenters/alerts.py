"""The alert of E4, on every page of those who must see it, and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.causes import causes
from competencies.presenters.cures import cure_words, people_of
from competencies.presenters.words import Words
from competencies.review.risk import THE_TERM, Cures, Note, RiskEntry, RiskKind
from partners import days
from partners.journal import Reason


@dataclass(frozen=True, slots=True)
class Alert:
    """A few lines for every page; `is_note` where only a note is due. `competency` has the rest on its page."""

    headline: str
    sentence: SafeString | str
    more: str
    competency: str
    is_note: bool
    changed: SafeString | str = ""
    cure: SafeString | str = ""


def headline() -> str:
    """The vendor's sentence, word for word (E4)."""
    return _(
        "A recent change to your competency achievement has put your membership renewal eligibility at risk."
    )


def entries(risk: Mapping[str, Any]) -> list[RiskEntry]:
    """What `Standing.risk` holds; alerts before notes, the earliest first."""
    found = [RiskEntry.of_data(data) for data in risk.get("entries", [])]
    return sorted(found, key=lambda one: (one.note is not None, one.lapses_on or date.min))


def first_of(risk: Mapping[str, Any]) -> RiskEntry | None:
    """The entry that stands on every page; None if nothing is at risk."""
    return next(iter(entries(risk)), None)


def alert(risk: Mapping[str, Any], words: Words, cures: Cures) -> Alert | None:
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
        changed=changed(first, words),
        cure="" if first.note else cure(first, cures, words),
    )


def changed(entry: RiskEntry, words: Words) -> SafeString | str:
    """What changed, as a sentence without a full stop; empty where nobody knows."""
    coming = entry.lapses_on is not None and entry.lapses_on > words.on
    return causes(blamed(entry), words, coming=coming) if entry.because else ""


def blamed(entry: RiskEntry) -> list[dict[str, Any]]:
    """What brought the risk; an override that was placed meanwhile only put it off."""
    blamed = [cause for cause in entry.because if cause.get("reason") != Reason.OVERRIDE_PLACED]
    return blamed or entry.because


def cure(entry: RiskEntry, cures: Cures, words: Words) -> SafeString | str:
    """What would cure it, without a full stop; empty for an alert that stands no more."""
    if entry.key not in cures:
        return ""
    found = cures[entry.key]
    known = words.edition.competencies
    about = ""
    if entry.key == THE_TERM and found and found.competency in known:
        about = level_in(found.level, found.competency, words)
    return cure_words(found, words, about=about)


def people_in(entry: RiskEntry, cures: Cures) -> set[int]:
    """The ids of the people whom the alert names."""
    causing = {int(each["person"]) for each in entry.because if each.get("person") is not None}
    return causing | people_of(cures.get(entry.key))


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
    if entry.lapsed_on is not None:
        shown |= {"day": days.markup(entry.lapsed_on), "hint": days.hint(entry.lapsed_on, as_of=words.on)}
        return format_html(_('{entry} lapsed on {day}, <span class="nowrap">{hint}</span>: {kind}.'), **shown)
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
