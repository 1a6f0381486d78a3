"""What an order would change, in the reader's words: the year, the days given up, the display (E1, E3, F2)."""

from collections.abc import Collection, Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.display import displayed
from competencies.facts import Held, Membership
from competencies.presenters.situation import Situation
from competencies.presenters.words import joined
from competencies.rules import Verdict
from memberships.offers import Availability, How, Position
from partners import days


def dropped(
    situation: Situation, *, level: str, attained: Collection[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """F2: which displayed competencies a new term of the level would no longer show, and which it would add.

    `attained`: what it would display as it starts. Each as "Gold in Cloud Platform"; a higher level of the same
    competency in place of a lower one is an addition.
    """
    levels = situation.programme.level_keys
    term = situation.membership
    now = displayed(term, levels) if term else frozenset()
    held = tuple(Held(*key) for key in sorted(attained))
    then = displayed(Membership(level, situation.on, None, None, held), levels)
    return _named(_lost(now, then, levels), situation), _named(_lost(then, now, levels), situation)


def _lost(
    before: Collection[tuple[str, str]], after: Collection[tuple[str, str]], levels: Sequence[str]
) -> list[tuple[str, str]]:
    """What is shown before and neither so nor higher afterwards."""
    kept = {competency: levels.index(level) for competency, level in after}
    return sorted((key, level) for key, level in before if kept.get(key, -1) < levels.index(level))


def _named(keys: Collection[tuple[str, str]], situation: Situation) -> list[str]:
    words = situation.words
    known = situation.edition.competencies
    return [
        _("%(level)s in %(competency)s")
        % {"level": words.level(level), "competency": words.text(known[key].name) if key in known else key}
        for key, level in sorted(keys)
    ]


def effects(
    found: Availability, position: Position, situation: Situation, attained: Collection[tuple[str, str]]
) -> list[SafeString | str]:
    """What the order would change, said before the click: the year, the days given up, the display."""
    said: list[SafeString | str] = []
    if found.how is How.ADD_ON and position.until:
        text_ = _(
            "It runs from the confirmation of your payment; its last day is %(day)s, that of your year."
        )
        return [text_ % {"day": days.full(days.last_day(position.until))}]
    if found.how is How.UPGRADE and position.until:
        said.append(_given_up(situation.words.level(position.level), position.until, position.on))
    if found.how is How.RENEWAL and position.until:
        text_ = _(
            "The new year starts on the old anniversary, %(day)s. Level and display stay until it is settled."
        )
        said.append(text_ % {"day": days.full(position.until)})
    said += _resting_on(found, situation)
    gone, added = dropped(situation, level=found.offer.level, attained=attained)
    if gone:
        said.append(format_html(_("No longer displayed, as things stand: {names}."), names=joined(gone)))
    if added:
        said.append(format_html(_("Newly displayed: {names}."), names=joined(added)))
    return said


def _resting_on(found: Availability, situation: Situation) -> list[str]:
    needs = found.offer.needs_competency
    rests = resting(enough_for(needs, situation), situation) if needs else ""
    return [rests] if rests else []


def enough_for(level: str, situation: Situation) -> list[Verdict]:
    """What is attained at the level or higher, any of which is enough to buy (E1)."""
    levels = [each.key for each in situation.edition.levels]
    enough = levels[levels.index(level) :]
    return [one for one in situation.outcome.competencies if one.attained and one.level in enough]


def resting(held: Sequence[Verdict], situation: Situation) -> str:
    """That what makes it possible rests on an override if nothing else does, and until when; else nothing (D4)."""
    if not held or any(one.via != ("override",) for one in held):
        return ""
    until = max(each.until for one in held for each in situation.overrides_of(one.key))
    return _("It rests on an override until %(day)s.") % {"day": days.full(days.last_day(until))}


def _given_up(name: str, until: date, on: date) -> str:
    if until <= on:
        return _(
            "The year starts anew on the day of the confirmation, and the %(level)s year ends on it."
        ) % {"level": name.lower()}
    return _(
        "The year starts anew on the day of the confirmation. %(level)s ends on it: today that would give up "
        "%(count)d paid days."
    ) % {"level": name, "count": (until - on).days}
