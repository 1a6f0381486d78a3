"""The geometry of bars: a row of them, one for each month (x in per cent, y in pixels), or one lying in each line.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEIGHT, FOOT = 96, 20
_GAP = 0.24
"""The part of a month's width that stays empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month's bar; `inside` if it stands in the window."""

    x: str
    width: str
    y: float
    height: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A month's name under its bar."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing: `zero` is where amounts begin, credits hang below it."""

    height: int
    zero: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    foot: int


def draw(amounts: Sequence[Decimal], inside: Sequence[bool], names: Sequence[str]) -> Bars:
    """A bar for each amount, as high as it is beside the largest; an empty name has no tick."""
    top, bottom = max([Decimal(0), *amounts]), min([Decimal(0), *amounts])
    span = top - bottom or Decimal(1)
    zero = float(top / span) * HEIGHT
    step = 100 / max(1, len(amounts))
    bars = tuple(
        _bar(place * step, step, float(amount / span) * HEIGHT, zero, within)
        for place, (amount, within) in enumerate(zip(amounts, inside, strict=True))
        if amount
    )
    ticks = tuple(Tick(_percent(place * step), name) for place, name in enumerate(names) if name)
    return Bars(HEIGHT + FOOT, round(zero, 1), bars, ticks, HEIGHT + FOOT - 5)


def lengths(amounts: Sequence[int]) -> list[str]:
    """How long a lying bar is for each amount, beside the longest, which takes the whole width; none is too short
    to be seen."""
    most = max([1, *amounts])
    return [_percent(max(1.0, 100 * amount / most) if amount else 0) for amount in amounts]


def _bar(left: float, step: float, length: float, zero: float, inside: bool) -> Bar:
    height = max(1.0, abs(length))
    y = zero - height if length > 0 else zero
    width = _percent(step * (1 - _GAP))
    return Bar(_percent(left + step * _GAP / 2), width, round(y, 1), round(height, 1), inside)


def _percent(share: float) -> str:
    return f"{share:.2f}%"
