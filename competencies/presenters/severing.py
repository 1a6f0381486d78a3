"""What severing or moving would cost, before anybody agrees to it (C5, G12)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters.achievements import AchievementRow, Held, rows
from competencies.presenters.situation import Situation
from competencies.presenters.supposing import Key, lost_by
from partners import days


@dataclass(frozen=True, slots=True)
class SeveringView:
    """`severed`: what would no longer count there, each with what it does now. `losses`: what that costs, for who
    may read it; None for who may not."""

    organisation: str
    severed: tuple[AchievementRow, ...]
    losses: tuple[SafeString, ...] | None


def severing(held: Sequence[Held], person: str, situation: Situation, *, reads_levels: bool) -> SeveringView:
    """The view of severing these achievements of the person from the organisation of the situation."""
    keys = {(each.credential, each.earned_on) for each in held}
    losses = _losses(situation, person, keys) if reads_levels else None
    table = tuple(_counting_only(row) for row in rows(held, person, situation))
    return SeveringView(situation.words.organisation, table, losses)


def _counting_only(row: AchievementRow) -> AchievementRow:
    """What the achievement counts for, without what it might help to count for."""
    uses = tuple(use for use in row.uses if use.counts)
    return replace(row, uses=uses, why_not=row.why_not if uses else _("It counts for nothing there now."))


def _losses(situation: Situation, person: str, keys: set[Key]) -> tuple[SafeString, ...]:
    words = situation.words
    sentences = []
    for effect in lost_by(situation, person, only=keys):
        competency = situation.edition.competencies[effect.competency]
        text = _("{competency}, {level}: lost at once")
        day: SafeString | str = ""
        if effect.lapses_on is not None:
            text = _("{competency}, {level}: would be lost on {day} already")
            day = days.markup(effect.lapses_on)
        sentences.append(
            format_html(
                text,
                competency=words.text(competency.name),
                level=words.level_inside(effect.level),
                day=day,
            )
        )
    return tuple(sentences)
