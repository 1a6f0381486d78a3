"""A listing's place among others as one number: the better, the smaller (F3).

Level before responsiveness before who was listed earlier. Since the number of a listing is its last part, no two
are alike, and a page goes on behind any number.
"""

from collections.abc import Collection, Sequence

_BITS = 40
_STEPS = 1001
SPAN = _STEPS << _BITS
"""So many positions a level has."""

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
    first = (len(levels) - levels.index(level) - 1) * SPAN
    return first, first + SPAN


def spans(wanted: Collection[str], levels: Sequence[str]) -> list[tuple[int, int]]:
    """All positions of these levels in as few ranges as they make: neighbours are one."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(span(level, levels) for level in wanted):
        if found and found[-1][1] == first:
            first = found.pop()[0]
        found.append((first, end))
    return found


def moved(place: int, level: str, levels: Sequence[str]) -> int:
    """The position of the same listing at another level."""
    return span(level, levels)[0] + place % SPAN
