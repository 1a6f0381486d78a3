"""Metrics: what a window holds, and when that crosses a threshold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Context, Decimal

from competencies.facts import Reading
from competencies.rules.calendar import FOREVER, leaves_window, window_start
from competencies.rules.moment import NO_FIGURE, Figure

Window = tuple[str, int | None]
"""A metric and the months of its window; None: every reading so far."""

_EXACT = Context(prec=400)
"""Amounts have up to 60 digits on either side of the point; sums of them lose nothing at this precision."""


class Figures:
    """The readings of one organisation. `kinds` says of each known metric whether it is a flow or a stock."""

    def __init__(self, readings: Iterable[Reading], kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.readings: dict[str, list[tuple[int, Decimal]]] = {}
        for reading in readings:
            if reading.metric in kinds:
                row = (reading.on.toordinal(), reading.amount)
                self.readings.setdefault(reading.metric, []).append(row)
        for rows in self.readings.values():
            # Stable, so that of several readings on one day the last listed stays last.
            rows.sort(key=lambda row: row[0])

    def on(self, day: int, windows: Iterable[Window]) -> dict[Window, Figure]:
        """The figure of each window on the day; a metric without any reading is left out."""
        return {window: self._figure(window, day) for window in windows if window[0] in self.readings}

    def _figure(self, window: Window, day: int) -> Figure:
        metric, months = window
        start = 0 if months is None else window_start(day, months)
        rows = [row for row in self.readings[metric] if start <= row[0] <= day]
        if not rows:
            return NO_FIGURE
        latest_on, latest = rows[-1]
        if self.kinds[metric] == "stock":
            return Figure(latest, latest_on)
        return Figure(_total(amount for _, amount in rows), latest_on)

    def first_flip(self, day: int, thresholds: Mapping[Window, Sequence[Decimal]], before: int) -> int:
        """The first day after `day` on which some window is on the other side of a threshold.

        A day not before `before` is of no interest: then, and if there is none, `before`.
        """
        for window, amounts in thresholds.items():
            if window[0] in self.readings:
                before = self._flip(window, day, amounts, before)
        return before

    def _flip(self, window: Window, day: int, thresholds: Sequence[Decimal], before: int) -> int:
        walk = self._stock_walk if self.kinds[window[0]] == "stock" else self._flow_walk
        days = walk(window, day)
        _, have = next(days)
        sides = [have >= amount for amount in thresholds]
        for moved_on, have in days:
            if moved_on >= before:
                break
            if [have >= amount for amount in thresholds] != sides:
                return moved_on
        return before

    def _flow_walk(self, window: Window, day: int) -> Iterator[tuple[int, Decimal]]:
        """The total on `day`, then on each later day on which a reading enters or leaves. No reading counts as 0.

        Thresholds are above 0, so that nothing and a total of 0 stand on the same side.
        """
        metric, months = window
        total = Decimal(0)
        moves: dict[int, Decimal] = {}
        for read_on, amount in self.readings[metric]:
            leaves_on = FOREVER if months is None else leaves_window(read_on, months)
            if read_on > day:
                moves[read_on] = _EXACT.add(moves.get(read_on, Decimal(0)), amount)
            elif leaves_on > day:
                total = _EXACT.add(total, amount)
            if leaves_on > day and leaves_on < FOREVER:
                moves[leaves_on] = _EXACT.subtract(moves.get(leaves_on, Decimal(0)), amount)
        yield day, total
        for moved_on in sorted(moves):
            total = _EXACT.add(total, moves[moved_on])
            yield moved_on, total

    def _stock_walk(self, window: Window, day: int) -> Iterator[tuple[int, Decimal]]:
        """The latest reading on `day`, then on each later day on which it changes; 0 where there is none."""
        metric, months = window
        have = self._figure(window, day).have
        yield day, Decimal(0) if have is None else have
        last = dict(self.readings[metric])
        days = sorted(last)
        for read_on, next_on in zip(days, [*days[1:], FOREVER], strict=True):
            if read_on > day:
                yield read_on, last[read_on]
            leaves_on = FOREVER if months is None else leaves_window(read_on, months)
            if day < leaves_on < next_on:
                yield leaves_on, Decimal(0)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount)
    return total
