"""A listing's place among others as one number: the better, the smaller (F3).

Level before responsiveness before who was listed earlier. Since the number of a listing is its last part, no two
are alike, and a page goes on behind any number.
"""

from collections.abc import Sequence

_BITS = 40
_STEPS = 1001
UNKNOWN = 500
"""Whoever has answered no request yet stands in the middle, so that newcomers are found, too."""


def position(listing: int, level: str, levels: Sequence[str], responsiveness: int | None) -> int:
    """Of a listing at a level of `levels` (lowest first); without one it stands behind all that have one."""
    rank = levels.index(level) + 1 if level in levels else 0
    answers = UNKNOWN if responsiveness is None else responsiveness
    return ((len(levels) - rank) * _STEPS + (_STEPS - 1 - answers)) << _BITS | listing


def listing_at(place: int) -> int:
    """The listing of a position."""
    return place & ((1 << _BITS) - 1)


def span(level: str, levels: Sequence[str]) -> tuple[int, int]:
    """All positions of a level: from the first number up to, without it, the second."""
    steps = (len(levels) - levels.index(level) - 1) * _STEPS
    return steps << _BITS, (steps + _STEPS) << _BITS


def moved(place: int, level: str, levels: Sequence[str]) -> int:
    """The position of the same listing at another level."""
    steps = (place >> _BITS) % _STEPS + (len(levels) - levels.index(level) - 1) * _STEPS
    return steps << _BITS | listing_at(place)
