"""Figures that rest on sales: how long they would hold without any new reading (D6). Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from competencies.facts import Facts, Reading
from competencies.programme import Edition, Metric, MetricNode, Path
from competencies.rules.calendar import as_date, leaves_window, window_start


def falls_on(
    node: MetricNode, metric: Metric, readings: Iterable[Reading], *, market: str, on: date
) -> date | None:
    """The first day after `on` on which the node fails though nothing new is read; None if there is none.

    Readings recorded for later days take their part. A node that fails on `on` already gives None.
    """
    own = sorted((reading for reading in readings if reading.metric == node.metric), key=lambda one: one.on)
    need = node.threshold(market)
    if node.within_months is None or not _holds(node, metric, own, need, on):
        return None
    later = sorted(day for day in _moves(own, node.within_months) if day > on)
    return next((day for day in later if not _holds(node, metric, own, need, day)), None)


def level_falls_on(paths: Sequence[Path], edition: Edition, facts: Facts, *, on: date) -> date | None:
    """The day by which each met path has lost a figure, nothing new being read; None if one keeps all.

    A figure inside an alternative is left out: another alternative may hold without it.
    """
    falls = [_path_falls_on(path, edition, facts, on) for path in paths]
    known = [day for day in falls if day is not None]
    return max(known) if known and len(known) == len(falls) else None


def _path_falls_on(path: Path, edition: Edition, facts: Facts, on: date) -> date | None:
    nodes = [node for node in path.requires if isinstance(node, MetricNode)]
    falls = (
        falls_on(node, edition.metrics[node.metric], facts.readings, market=facts.market, on=on)
        for node in nodes
    )
    return min((day for day in falls if day is not None), default=None)


def _moves(readings: list[Reading], months: int) -> set[date]:
    entering = {reading.on for reading in readings}
    leaving = {as_date(leaves_window(day.toordinal(), months)) for day in entering}
    return entering | {day for day in leaving if day}


def _holds(node: MetricNode, metric: Metric, readings: list[Reading], need: Decimal, on: date) -> bool:
    start = window_start(on.toordinal(), node.within_months) if node.within_months else 1
    amounts = [reading.amount for reading in readings if start <= reading.on.toordinal() and reading.on <= on]
    if not amounts:
        return False
    return (sum(amounts, Decimal(0)) if metric.kind == "flow" else amounts[-1]) >= need
