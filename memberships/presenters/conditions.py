"""What a benefit asks for besides its level, and exactly what is missing for it: by the same Outcome (E5)."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters.situation import Situation
from memberships.offers.model import Condition
from memberships.presenters.offers import nearest_to
from partners import days


def condition(needs: Condition, situation: Situation, *, held: bool) -> SafeString | str:
    """The competency and the level, then until when it holds, or what it lacks.

    `held`: the benefit is activated, and so stays to the end of its term in any case.
    """
    known = situation.edition.competencies.get(needs.competency)
    name = situation.words.text(known.name) if known else needs.competency
    asked = {"level": situation.words.level_inside(needs.level), "competency": name}
    levels = [each.key for each in situation.edition.levels]
    enough = levels[levels.index(needs.level) :] if needs.level in levels else []
    found = [each for each in situation.verdicts(needs.competency) if each.level in enough]
    holding = [each for each in found if each.attained]
    if holding:
        lapses = [each.lapses_on for each in holding]
        last = None if None in lapses else max(day for day in lapses if day is not None)
        if last is None:
            return _("Needs %(level)s in %(competency)s, which you have") % asked
        shown = {**asked, "day": days.full(last)}
        return _("Needs %(level)s in %(competency)s, which lapses on %(day)s") % shown
    missing = nearest_to(needs.competency, enough, situation)
    said = _("Needs {level} in {competency}: {missing}") if missing else _("Needs {level} in {competency}")
    words = format_html(said, **asked, missing=missing[1].words if missing else "")
    return format_html("{} {}", words, _("It stays to the end of your year all the same.")) if held else words
