"""Metrics: what a window holds, and when that crosses a threshold."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

from competencies.facts import Reading
from competencies.rules.calendar import FOREVER, leaves_window, window_start
from competencies.rules.moment import NO_FIGURE, Figure

_read_on = attrgetter("on")

Window = tuple[str, int | None]
"""A metric and the months of its window; None: every reading so far."""

_EXACT = Context(prec=400)
"""Amounts have up to 60 digits on either side of the point; sums of them lose nothing at this precision."""


class _Readings(NamedTuple):
    """The readings of one metric by their days."""

    days: list[int]
    amounts: list[Decimal]


class Figures:
    """The readings of one organisation. `kinds` says of each known metric whether it is a flow or a stock."""

    def __init__(self, readings: Iterable[Reading], kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.readings: dict[str, _Readings] = {}
        found: dict[str, list[Reading]] = {}
        for reading in readings:
            metric = reading.metric
            if metric in found:
                found[metric].append(reading)
            elif metric in kinds:
                found[metric] = [reading]
        for metric, rows in found.items():
            # Stable, so that of several readings on one day the last listed stays last.
            rows.sort(key=_read_on)
            days = [reading.on.toordinal() for reading in rows]
            self.readings[metric] = _Readings(days, [reading.amount for reading in rows])

    def on(self, day: int, windows: Iterable[Window]) -> dict[Window, Figure]:
        """The figure of each window on the day; a metric without any reading is left out."""
        return {window: self._figure(window, day) for window in windows if window[0] in self.readings}

    def _figure(self, window: Window, day: int) -> Figure:
        metric, months = window
        readings = self.readings[metric]
        first = 0 if months is None else bisect_left(readings.days, window_start(day, months))
        end = bisect_right(readings.days, day)
        if first >= end:
            return NO_FIGURE
        latest_on = readings.days[end - 1]
        if self.kinds[metric] == "stock":
            return Figure(readings.amounts[end - 1], latest_on)
        return Figure(_total(readings.amounts[first:end]), latest_on)

    def first_flip(self, day: int, thresholds: Mapping[Window, Sequence[Decimal]], before: int) -> int:
        """The first day after `day` on which some window is on the other side of a threshold.

        A day not before `before` is of no interest: then, and if there is none, `before`. Thresholds are in order.
        """
        for window, amounts in thresholds.items():
            if window[0] in self.readings:
                before = self._flip(window, day, amounts, before)
        return before

    def _flip(self, window: Window, day: int, thresholds: Sequence[Decimal], before: int) -> int:
        walk = self._stock_walk if self.kinds[window[0]] == "stock" else self._flow_walk
        days = walk(window, day)
        _, have = next(days)
        reached = bisect_right(thresholds, have)
        for moved_on, have in days:
            if moved_on >= before:
                break
            if bisect_right(thresholds, have) != reached:
                return moved_on
        return before

    def _flow_walk(self, window: Window, day: int) -> Iterator[tuple[int, Decimal]]:
        """The total on `day`, then on each later day on which a reading enters or leaves. No reading counts as 0.

        Thresholds are above 0, so that nothing and a total of 0 stand on the same side.
        """
        metric, months = window
        days, amounts = self.readings[metric].days, self.readings[metric].amounts
        leaving = 0 if months is None else bisect_left(days, window_start(day, months))
        entering = bisect_right(days, day)
        total = _total(amounts[leaving:entering])
        yield day, total
        # Readings leave in the order in which they came, so that each is asked for only when its turn comes.
        enters_on, leaves_on = _entering(days, entering), _leaving(days, leaving, months)
        while (moved_on := enters_on if enters_on < leaves_on else leaves_on) < FOREVER:
            while enters_on == moved_on:
                total = _EXACT.add(total, amounts[entering])
                entering += 1
                enters_on = _entering(days, entering)
            while leaves_on == moved_on:
                total = _EXACT.subtract(total, amounts[leaving])
                leaving += 1
                leaves_on = _leaving(days, leaving, months)
            yield moved_on, total

    def _stock_walk(self, window: Window, day: int) -> Iterator[tuple[int, Decimal]]:
        """The latest reading on `day`, then on each later day on which it changes; 0 where there is none."""
        metric, months = window
        have = self._figure(window, day).have
        yield day, Decimal(0) if have is None else have
        readings = self.readings[metric]
        now = max(bisect_right(readings.days, day) - 1, 0)
        # Of several readings on one day the last one is the one that stands.
        last = dict(zip(readings.days[now:], readings.amounts[now:], strict=True))
        days = list(last)
        for read_on, next_on in zip(days, [*days[1:], FOREVER], strict=True):
            if read_on > day:
                yield read_on, last[read_on]
            leaves_on = FOREVER if months is None else leaves_window(read_on, months)
            if day < leaves_on < next_on:
                yield leaves_on, Decimal(0)


def _entering(days: list[int], place: int) -> int:
    return days[place] if place < len(days) else FOREVER


def _leaving(days: list[int], place: int, months: int | None) -> int:
    return leaves_window(days[place], months) if months is not None and place < len(days) else FOREVER


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return reduce(_EXACT.add, amounts, Decimal(0))
