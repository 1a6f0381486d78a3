"""The time line of a competency: lanes and geometry together, with words for the days that matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.lanes import LaneRow, Row, axis, lanes
from competencies.presenters.situation import Situation
from competencies.presenters.timeline import Axis, Drawing, Mark, draw
from competencies.programme import Competency
from competencies.rules.calendar import add_months
from partners import days

_MONTHS_PER_TICK = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing, what it is called, and the same as a table."""

    drawing: Drawing
    title: str
    rows: tuple[Row, ...]


def chart(competency: Competency, situation: Situation) -> Chart:
    """The competency's time line as of the situation's day."""
    shown, found = axis(situation), lanes(competency, situation)
    drawing = draw(
        shown,
        [row.lane for row in found],
        today=Mark(situation.on, _("Today")),
        ticks=_ticks(shown),
        anniversary=_anniversary(situation),
        alert=_alert(competency, situation, shown),
    )
    span = {"start": _month_and_year(shown.starts_on), "end": _month_and_year(shown.until)}
    return Chart(
        drawing, _("Time line from %(start)s to %(end)s. The table below says the same.") % span, _rows(found)
    )


def _rows(found: Sequence[LaneRow]) -> tuple[Row, ...]:
    """Every row once: the same end may concern several paths."""
    return tuple(dict.fromkeys(row for lane in found for row in lane.rows))


def _ticks(shown: Axis) -> list[Mark]:
    months = (shown.until.year - shown.starts_on.year) * 12 + shown.until.month - shown.starts_on.month
    step = _MONTHS_PER_TICK if months <= 36 else 12
    starts = (add_months(shown.starts_on.replace(day=1), ahead) for ahead in range(months + 1))
    return [Mark(day, _tick(day)) for day in starts if (day.month - 1) % step == 0 and shown.holds(day)]


def _tick(day: date) -> str:
    if day.month == 1:
        # Translators: Django's date format codes for a year alone.
        return date_format(day, pgettext("date format", "Y"))
    # Translators: Django's date format codes for a month alone, short.
    return date_format(day, pgettext("date format", "M"))


def _month_and_year(day: date) -> str:
    # Translators: Django's date format codes for a month and its year.
    return date_format(day, pgettext("date format", "F Y"))


def _anniversary(situation: Situation) -> Mark | None:
    day = situation.anniversary
    if day is None:
        return None
    # Translators: Django's date format codes for a short day and month.
    short = date_format(day, pgettext("date format", "j M"))
    return Mark(day, _("Anniversary, %(day)s") % {"day": short})


def _alert(competency: Competency, situation: Situation, shown: Axis) -> Mark | None:
    """The first day without a level that the renewal would miss."""
    found = [
        (entry.lapses_on, entry.level)
        for entry in situation.at_risk.values()
        if entry.competency == competency.key and entry.lapses_on and shown.holds(entry.lapses_on)
    ]
    if not found:
        return None
    day, level = min(found)
    shown_words = {"level": situation.words.level_inside(level), "day": days.without_year(day)}
    # Translators: %(level)s is a level such as "gold".
    return Mark(day, _("No %(level)s from %(day)s") % shown_words)
