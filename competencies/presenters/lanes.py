"""What the time line of a competency shows, and the same as rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.facts import Membership, Period
from competencies.presenters import paths, stops
from competencies.presenters.paths import Ranked
from competencies.presenters.situation import PlacedOverride, Situation
from competencies.presenters.staffing import LISTED
from competencies.presenters.stops import Stop
from competencies.presenters.timeline import Axis, Fill, Lane, Stretch
from competencies.programme import Competency
from competencies.rules import ExplainedVerdict
from competencies.rules.calendar import add_months
from partners import days

_AHEAD_AT_LEAST, _PAST_ANNIVERSARY = 12, 6


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what, its first and last day in words, and why it ends."""

    what: SafeString | str
    starts: str
    last: str
    why: SafeString | str


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane with the rows that say the same."""

    lane: Lane
    rows: tuple[Row, ...]


def axis(situation: Situation) -> Axis:
    """From the month before today to half a year past the anniversary, at least a year ahead."""
    on, anniversary = situation.on, situation.anniversary
    ahead = add_months(on, _AHEAD_AT_LEAST)
    until = max(ahead, add_months(anniversary, _PAST_ANNIVERSARY)) if anniversary else ahead
    return Axis(add_months(on.replace(day=1), -1), until)


def lanes(competency: Competency, situation: Situation) -> list[LaneRow]:
    """The membership, then each level's paths and overrides, lowest level first."""
    shown = axis(situation)
    held = held_periods(competency, situation, shown)
    found = [_membership(situation.membership, situation)] if situation.membership else []
    for verdict in situation.verdicts(competency.key):
        exposed = verdict.lapses_on is not None and verdict.key in situation.at_risk
        order = paths.ranked(situation.judged(competency, verdict), situation.words)
        found.extend(
            _path(one, verdict, held.get(one.path.key, ()), situation, exposed=exposed) for one in order
        )
        found.extend(
            _override(one, situation, exposed=exposed) for one in _recent(verdict.key, situation, shown)
        )
    return found


def held_periods(competency: Competency, situation: Situation, shown: Axis) -> dict[str, tuple[Period, ...]]:
    """When each path of the competency holds from today on, by projection."""
    last = shown.until - timedelta(days=1)
    outlook = situation.case.outlook(competency.key, on=situation.on, through=last)
    return {one.path: one.held for one in outlook}


def _membership(term: Membership, situation: Situation) -> LaneRow:
    words, until = situation.words, term.until
    stretches = [Stretch(Fill.MEMBERSHIP, term.starts_on, until)]
    why: SafeString | str = ""
    if until and term.grace_until:
        stretches.append(Stretch(Fill.GRACE, until, term.grace_until))
        text = _("Anniversary on %(day)s; renewal possible until %(last)s")
        why = text % {"day": days.without_year(until), "last": days.full(days.last_day(term.grace_until))}
    name = _("%(level)s membership") % {"level": words.level(term.level)}
    label = (
        _("%(what)s, until %(day)s") % {"what": name, "day": days.full(days.last_day(until))}
        if until
        else name
    )
    row = Row(name, days.full(term.starts_on), _last(until), why)
    return LaneRow(Lane(label, tuple(stretches)), (row,))


def _path(
    one: Ranked, verdict: ExplainedVerdict, held: Sequence[Period], situation: Situation, *, exposed: bool
) -> LaneRow:
    text = _("%(level)s · %(path)s")
    name = text % {"level": situation.words.level(verdict.level), "path": situation.words.text(one.path.name)}
    past = _past(one.path.key, verdict.key, situation)
    shown = _merged([*past, *held])
    # Everybody of a large organisation: sought once.
    ends = stops.of_path(one)
    lane = Lane(name, _stretches(shown, past, situation), tuple(stop.until for stop in ends), exposed)
    return LaneRow(lane, (*_path_rows(name, one, shown, ends, situation), *_stop_rows(ends, situation)))


def _past(path: str, key: tuple[str, str], situation: Situation) -> list[Period]:
    """Periods before today in which the level was attained by this path; what goes on now ends today here."""
    known = (one for one in situation.periods(key) if path in one.via)
    found = [Period(one.starts_on, min(one.until or situation.on, situation.on)) for one in known]
    return sorted(
        (one for one in found if one.until and one.starts_on < one.until), key=lambda one: one.starts_on
    )


def _merged(periods: Sequence[Period]) -> list[Period]:
    """The same days, periods that touch made one."""
    found: list[Period] = []
    for period in periods:
        if found and found[-1].until == period.starts_on:
            found[-1] = Period(found[-1].starts_on, period.until)
        else:
            found.append(period)
    return found


def _stretches(held: Sequence[Period], past: Sequence[Period], situation: Situation) -> tuple[Stretch, ...]:
    """What is held, over a dashed line from the first day that is known."""
    known = past[0].starts_on if past else situation.on
    gap = Stretch(Fill.GAP, known, None)
    bars = tuple(Stretch(Fill.HELD, period.starts_on, period.until) for period in held)
    covered = len(bars) == 1 and bars[0].starts_on <= known and bars[0].until is None
    return bars if covered else (gap, *bars)


def _path_rows(
    name: str, one: Ranked, held: Sequence[Period], ends: Sequence[Stop], situation: Situation
) -> tuple[Row, ...]:
    if not held:
        why = format_html(_("Not met: {missing}"), missing=one.shortfall.words)
        return (Row(name, "–", "–", why),)
    return tuple(
        Row(name, days.full(period.starts_on), _last(period.until), _why(period, one, ends, situation))
        for period in held
    )


def _why(period: Period, one: Ranked, ends: Sequence[Stop], situation: Situation) -> SafeString | str:
    if period.until is None:
        return _("Nothing recorded ends it")
    if period.until <= situation.on:
        return format_html(_("Not met since: {missing}"), missing=one.shortfall.words)
    return stops.why_path_ends(period.until, ends, situation)


def _stop_rows(ends: Sequence[Stop], situation: Situation) -> tuple[Row, ...]:
    return tuple(
        Row(
            format_html(_("{credential} counts"), credential=stops.what(stop, situation)),
            "",
            days.full(days.last_day(stop.until)),
            stops.why(stop, situation),
        )
        for stop in ends[:LISTED]
    )


def _recent(key: tuple[str, str], situation: Situation, shown: Axis) -> list[PlacedOverride]:
    own = (one for one in situation.overrides if (one.competency, one.level) == key)
    return [one for one in own if one.until > shown.starts_on and one.starts_on < shown.until]


def _override(one: PlacedOverride, situation: Situation, *, exposed: bool) -> LaneRow:
    name = _("%(level)s · override") % {"level": situation.words.level(one.level)}
    last = days.full(days.last_day(one.until))
    label = _("%(what)s, until %(day)s") % {"what": name, "day": last}
    why = (
        _("Ended early: %(reason)s") % {"reason": one.ended_reason}
        if one.ended_reason
        else _("It ends by itself")
    )
    row = Row(name, days.full(one.starts_on), last, why)
    return LaneRow(Lane(label, (Stretch(Fill.OVERRIDE, one.starts_on, one.until),), exposed=exposed), (row,))


def _last(until: date | None) -> str:
    return days.full(days.last_day(until)) if until else _("no end recorded")
