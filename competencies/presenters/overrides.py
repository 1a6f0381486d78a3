"""An override as a card: what it covers, why, until when, and what would hold without it (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters.paths import Ranked, ranked
from competencies.presenters.situation import PlacedOverride, Situation
from competencies.presenters.words import Words, joined
from competencies.rules import ExplainedVerdict
from partners import days


@dataclass(frozen=True, slots=True)
class OverrideCard:
    """One override that counts or will count; `name` and `competency` where cards of several stand together."""

    title: str
    placed: str
    reason: str
    without: SafeString | str
    name: str = ""
    competency: str = ""


def cards(
    verdict: ExplainedVerdict, order: Sequence[Ranked], situation: Situation
) -> tuple[OverrideCard, ...]:
    """A card for each override of the level that is not over."""
    placed = sorted(situation.overrides_of(verdict.key), key=lambda one: (one.starts_on, one.until))
    return tuple(_card(one, order, situation) for one in placed)


def open_cards(situation: Situation) -> list[OverrideCard]:
    """A card for every override of the organisation that is not over, the first to end first (G9).

    Their competencies are explained; of one that today's edition does not have nothing can be judged.
    """
    placed = [one for one in situation.overrides if one.until > situation.on]
    return [_open_card(one, situation) for one in sorted(placed, key=lambda one: (one.until, one.starts_on))]


def _open_card(one: PlacedOverride, situation: Situation) -> OverrideCard:
    competency = situation.edition.competencies.get(one.competency)
    verdicts = {verdict.level: verdict for verdict in situation.verdicts(one.competency)}
    if competency is None or one.level not in verdicts:
        return _card(one, (), situation)
    order = ranked(situation.judged(competency, verdicts[one.level]), situation.words)
    name = situation.words.text(competency.name)
    return replace(_card(one, order, situation), name=name, competency=one.competency)


def _card(one: PlacedOverride, order: Sequence[Ranked], situation: Situation) -> OverrideCard:
    words = situation.words
    level, last = words.level_inside(one.level), days.full(days.last_day(one.until))
    if one.starts_on > situation.on:
        title = _("Override: %(level)s will count as achieved from %(start)s to %(day)s")
    else:
        title = _("Override: %(level)s counts as achieved until %(day)s")
    shown = {"day": days.full(one.placed_on), "name": one.placed_by}
    return OverrideCard(
        title=title % {"level": level, "start": days.full(one.starts_on), "day": last},
        placed=_("%(day)s, by %(name)s, partner specialist") % shown,
        reason=one.reason,
        without=without(words.level(one.level), order, words),
    )


def without(level: str, order: Sequence[Ranked], words: Words) -> SafeString | str:
    """What would hold today without the override: a path that is met, or what the nearest lacks."""
    if not order:
        return _("The edition in force today has no such level.")
    met = [words.text(one.path.name) for one in order if one.verdict.met]
    if met:
        return _("%(level)s holds today without it, by the %(paths)s.") % {
            "level": level,
            "paths": joined(met),
        }
    nearest = order[0]
    text = _("{level} would not hold today: {missing} in the {path}.")
    shown = {"level": level, "missing": nearest.shortfall.words, "path": words.text(nearest.path.name)}
    return format_html(text, **shown)
