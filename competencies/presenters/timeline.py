"""The geometry of the time line: x in per cent of the width, y in pixels. Pure; it knows days, not words.

A lane is 42 px: its label, then its bars. Text keeps its size while the drawing stretches with the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LANE, FIRST_LANE, BAR = 42, 62, 12
_RIGHT_EDGE, _NEAR, _LAST_TICK = 72.0, 34.0, 94.0


class Fill(StrEnum):
    """What a bar says; each has its own look and its entry in the legend."""

    MEMBERSHIP = "membership"
    GRACE = "renewal"
    HELD = "held"
    GAP = "gap"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that a lane fills: `[starts_on, until)`, None for no end."""

    fill: Fill
    starts_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: its label, what fills it, and the days on which something of it stops counting."""

    label: str
    stretches: tuple[Stretch, ...]
    ends: tuple[date, ...] = ()
    exposed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with words: a tick, today, the anniversary or the day from which a level is missing."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The days shown, `starts_on` at the left edge and `until` at the right."""

    starts_on: date
    until: date

    def share(self, day: date) -> float:
        """Where the day lies, in per cent, held within the drawing."""
        share = 100 * (day - self.starts_on).days / (self.until - self.starts_on).days
        return min(100.0, max(0.0, share))

    def holds(self, day: date) -> bool:
        """Whether the day can be seen."""
        return self.starts_on <= day < self.until


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar ready to draw; an outlined one lies half a pixel further in."""

    fill: str
    x: str
    width: str
    y: float
    height: int


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is "start" or "end", `dx` the pixels they stand off."""

    x: str
    y: int
    text: str
    anchor: str = "start"
    dx: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template places, in the order of painting."""

    height: int
    foot: int
    ticks: tuple[Label, ...]
    lanes: tuple[int, ...]
    rects: tuple[Rect, ...]
    ends: tuple[Label, ...]
    names: tuple[Label, ...]
    today: Label
    dashes: str
    anniversary: Label | None = None
    exposed: Rect | None = None
    alert: Label | None = None
    fills: frozenset[str] = field(default_factory=frozenset)


def draw(
    axis: Axis,
    lanes: Sequence[Lane],
    *,
    today: Mark,
    ticks: Sequence[Mark],
    anniversary: Mark | None = None,
    alert: Mark | None = None,
) -> Drawing:
    """Place the lanes under one another, and the days that concern them all across."""
    foot = FIRST_LANE + LANE * len(lanes) - 4
    height = foot + (22 if alert else 0)
    rects = tuple(rect for place, lane in enumerate(lanes) for rect in _rects(axis, place, lane))
    return Drawing(
        height=height,
        foot=height,
        ticks=_ticks(axis, ticks),
        lanes=tuple(_bar_top(place) for place in range(len(lanes))),
        rects=rects,
        ends=_ends(axis, lanes),
        names=tuple(Label("0", _lane_top(place) + 14, lane.label) for place, lane in enumerate(lanes)),
        today=_label(axis, today, 14),
        dashes=_dashes(len(lanes)),
        anniversary=_anniversary(axis, anniversary, today),
        exposed=_exposed(axis, lanes, anniversary, alert, height),
        alert=_label(axis, alert, height - 6, off=5) if alert else None,
        fills=frozenset(rect.fill for rect in rects),
    )


def _lane_top(place: int) -> int:
    return FIRST_LANE + LANE * place


def _bar_top(place: int) -> int:
    return _lane_top(place) + 21


def _ticks(axis: Axis, ticks: Sequence[Mark]) -> tuple[Label, ...]:
    """Months along the top; one too near the right edge for its words is left out."""
    shares = ((axis.share(one.day), one.text) for one in ticks)
    return tuple(Label(_percent(share), 50, text, dx=4) for share, text in shares if share < _LAST_TICK)


def _ends(axis: Axis, lanes: Sequence[Lane]) -> tuple[Label, ...]:
    """A tick on a lane's bar for each day on which something of it stops counting."""
    return tuple(
        Label(_percent(axis.share(day)), _bar_top(place) - 1, "")
        for place, lane in enumerate(lanes)
        for day in sorted(set(lane.ends))
        if axis.holds(day)
    )


def _rects(axis: Axis, place: int, lane: Lane) -> list[Rect]:
    top = _bar_top(place)
    found = []
    for stretch in lane.stretches:
        left, right = axis.share(stretch.starts_on), axis.share(stretch.until) if stretch.until else 100.0
        if right > left:
            inset = 0 if stretch.fill in (Fill.HELD, Fill.MEMBERSHIP) else 0.5
            height = BAR if not inset else BAR - 1
            found.append(Rect(stretch.fill, _percent(left), _percent(right - left), top + inset, height))
    return found


def _label(axis: Axis, mark: Mark, y: int, *, off: int = 1) -> Label:
    share = axis.share(mark.day)
    if share > _RIGHT_EDGE:
        return Label(_percent(share), y, mark.text, "end", -off)
    return Label(_percent(share), y, mark.text, "start", off)


def _anniversary(axis: Axis, mark: Mark | None, today: Mark) -> Label | None:
    """Beside today's word, or on a line of its own where the two would meet."""
    if mark is None or not axis.holds(mark.day):
        return None
    near = abs(axis.share(mark.day) - axis.share(today.day)) < _NEAR
    return _label(axis, mark, 30 if near else 14)


def _exposed(
    axis: Axis, lanes: Sequence[Lane], anniversary: Mark | None, alert: Mark | None, height: int
) -> Rect | None:
    """The days between the loss of a level and the anniversary, behind that level's lanes."""
    places = [place for place, lane in enumerate(lanes) if lane.exposed]
    if not (anniversary and alert and places) or anniversary.day <= alert.day:
        return None
    top = _lane_top(places[0])
    left, right = axis.share(alert.day), axis.share(anniversary.day)
    return Rect("exposed", _percent(left), _percent(right - left), top, height - top)


def _dashes(lanes: int) -> str:
    """Dashes that leave out the rows of labels, from y = 20 down."""
    return " ".join(["44 18", *["24 18"] * lanes])


def _percent(share: float) -> str:
    return f"{share:.2f}%"
