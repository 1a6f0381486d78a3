"""What an organisation without a paid term is told of a lost level, in quieter words than the alert (E4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.alerts import level_in
from competencies.presenters.situation import Attained, Situation
from competencies.presenters.words import Words
from partners import days

LATELY = timedelta(days=90)
"""How long a loss is told on every page; afterwards the competency's own page and the journal keep it."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One line for every page: the level lost last, and how many more there are. `competency` has the rest."""

    sentence: SafeString
    more: str
    competency: str


def loss(situation: Situation) -> Loss | None:
    """The latest of the levels lost lately and not attained again; None where there is none.

    It rests on what was attained, not on the journal: an attainment that ended is a loss of its own
    accord, and one that began anew takes it back.
    """
    return latest_loss(situation.attained or (), situation.words)


def latest_loss(attained: Sequence[Attained], words: Words) -> Loss | None:
    """The same, of what is and was attained; the words are those of the day."""
    lost = _lost(attained, words)
    if not lost:
        return None
    first, others = lost[0], len(lost) - 1
    more = ngettext(
        "%(count)d more level was lost lately.", "%(count)d more levels were lost lately.", others
    )
    return Loss(_sentence(first, words), more % {"count": others} if others else "", first.competency)


def _lost(attained: Sequence[Attained], words: Words) -> list[Attained]:
    """The last period of each level lost, the latest first, of one day the higher level first."""
    levels = [level.key for level in words.edition.levels]
    now = {(one.competency, one.level) for one in attained if one.until is None}
    ended = {
        (one.competency, one.level): one
        for one in sorted(attained, key=lambda one: one.starts_on)
        if one.until and one.until > words.on - LATELY and one.level in levels
    }
    lost = [
        one for key, one in ended.items() if key not in now and one.competency in words.edition.competencies
    ]
    return sorted(lost, key=lambda one: (one.until or words.on, levels.index(one.level)), reverse=True)


def _sentence(one: Attained, words: Words) -> SafeString:
    until = one.until or words.on
    return format_html(
        _('{level} has not been attained since {day}, <span class="nowrap">{hint}</span>.'),
        level=level_in(one.level, one.competency, words),
        day=days.markup(until),
        hint=days.hint(until, as_of=words.on),
    )
