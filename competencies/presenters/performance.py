"""Performance: what the vendor read of an organisation, month by month, and what leaves which window when (E7, D6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.facts import Reading
from competencies.presenters.bars import Bars, draw
from competencies.presenters.figures import holds_until
from competencies.presenters.sales import falls_on
from competencies.presenters.words import Words, amount
from competencies.programme import Metric, MetricNode, metric_nodes
from competencies.rules.calendar import add_months, as_date, leaves_window, window_start
from competencies.rules.figure import Figures
from partners import days

MONTHS = 24
"""So many months are shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A level whose path asks for the figure: how much, and whether and how long it is there."""

    competency: str
    name: str
    path: str
    need: str
    met: bool
    holds: SafeString | str


@dataclass(frozen=True, slots=True)
class WindowView:
    """What the months up to today come to, and the levels that look at them."""

    months: int | None
    title: str
    total: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """One month's readings, and for each window the day on which they leave it (empty if they are out)."""

    first: date
    name: str
    amount: str
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its windows, its months from the latest on, and their drawing."""

    key: str
    name: str
    summed: bool
    unit: str
    windows: tuple[WindowView, ...]
    months: tuple[Month, ...]
    chart: Bars
    title: str


@dataclass(frozen=True, slots=True)
class Use:
    """A metric node and where it stands in the edition."""

    competency: str
    level: str
    path: str
    node: MetricNode


def figures(readings: Sequence[Reading], words: Words) -> tuple[Figure, ...]:
    """Every metric that the edition asks for or that was read, in the edition's order."""
    uses, read = uses_of(words), {reading.metric for reading in readings}
    return tuple(
        _figure(metric, readings, uses.get(metric.key, []), words)
        for metric in words.edition.metrics.values()
        if metric.key in uses or metric.key in read
    )


def uses_of(words: Words) -> dict[str, list[Use]]:
    """For each metric the nodes that ask for it, in the edition's order."""
    found: dict[str, list[Use]] = {}
    for competency in words.edition.competencies.values():
        for path in competency.paths:
            for node in (each for requirement in path.requires for each in metric_nodes(requirement)):
                use = Use(competency.key, path.level, words.text(path.name), node)
                found.setdefault(node.metric, []).append(use)
    return found


def windows_of(uses: Iterable[Use]) -> list[int | None]:
    """The different windows, the shortest first; None stands for every reading so far."""
    return sorted({use.node.within_months for use in uses}, key=lambda months: months or 10**6)


def _figure(metric: Metric, readings: Sequence[Reading], uses: Sequence[Use], words: Words) -> Figure:
    own = [reading for reading in readings if reading.metric == metric.key]
    windows, summed = windows_of(uses), metric.kind == "flow"
    firsts = _months(words.on)
    amounts = [_of_month(own, first, summed=summed) for first in firsts]
    longest = windows[-1] if windows else None
    chart = draw(
        [value or Decimal(0) for value in amounts],
        [any(_inside(one, longest, words.on) for one in _in_month(own, first)) for first in firsts],
        [_tick(first, place) for place, first in enumerate(firsts)],
    )
    months = [
        _month(first, value, _in_month(own, first), windows, metric, words)
        for first, value in zip(firsts, amounts, strict=True)
        if value is not None
    ]
    name = words.text(metric.name)
    return Figure(
        key=metric.key,
        name=name,
        summed=summed,
        unit=metric.unit,
        windows=tuple(_window(months, own, uses, metric, words) for months in windows),
        months=tuple(reversed(months)),
        chart=chart,
        title=_("%(metric)s by month. The table below says the same.") % {"metric": name},
    )


def _months(on: date) -> list[date]:
    """The first days of the months shown, the earliest first."""
    return [add_months(on.replace(day=1), -back) for back in range(MONTHS - 1, -1, -1)]


def _in_month(own: Sequence[Reading], first: date) -> list[Reading]:
    return [one for one in own if (one.on.year, one.on.month) == (first.year, first.month)]


def _of_month(own: Sequence[Reading], first: date, *, summed: bool) -> Decimal | None:
    """The sum of a flow, the latest of a stock; None where nothing was read."""
    found = _in_month(own, first)
    if not found:
        return None
    return sum((one.amount for one in found), Decimal(0)) if summed else found[-1].amount


def _tick(first: date, place: int) -> str:
    """Every third month by name, January by its year."""
    if first.month == 1:
        return date_format(first, pgettext("date format", "Y"))
    return date_format(first, pgettext("date format", "M")) if first.month % 3 == 1 else ""


def _inside(reading: Reading, months: int | None, on: date) -> bool:
    if reading.on > on:
        return False
    return months is None or reading.on.toordinal() >= window_start(on.toordinal(), months)


def leaves(reading: Reading, months: int | None, on: date) -> date | None:
    """The first day on which a reading that is in the window today is not any more; None if it is out or stays."""
    if months is None or not _inside(reading, months, on):
        return None
    return as_date(leaves_window(reading.on.toordinal(), months))


def _month(
    first: date,
    value: Decimal,
    found: Sequence[Reading],
    windows: Sequence[int | None],
    metric: Metric,
    words: Words,
) -> Month:
    return Month(
        first,
        # Translators: Django's date format codes for a month and its year.
        date_format(first, pgettext("date format", "F Y")),
        amount(value, metric.unit),
        tuple(_leave_words(found, months, words) for months in windows),
    )


def _leave_words(found: Sequence[Reading], months: int | None, words: Words) -> str:
    known = sorted({day for one in found if (day := leaves(one, months, words.on))})
    if not known:
        return ""
    if len(known) == 1:
        return days.full(known[0])
    shown = {"start": days.full(known[0]), "end": days.full(known[-1])}
    return _("%(start)s to %(end)s") % shown


def _window(
    months: int | None, own: Sequence[Reading], uses: Sequence[Use], metric: Metric, words: Words
) -> WindowView:
    window = (metric.key, months)
    figure = Figures(own, {metric.key: metric.kind}).on(words.on.toordinal(), [window]).get(window)
    have = figure.have if figure else None
    asked = [use for use in uses if use.node.within_months == months]
    return WindowView(
        months,
        _window_title(months, metric, words),
        _("no figure") if have is None else amount(have, metric.unit),
        tuple(_asked(use, have, own, metric, words) for use in asked),
    )


def _window_title(months: int | None, metric: Metric, words: Words) -> str:
    if months is None:
        return _("Latest figure")
    start = as_date(window_start(words.on.toordinal(), months)) or words.on
    shown = {"months": months, "start": days.full(start)}
    if metric.kind == "stock":
        text = ngettext(
            "Latest figure within %(months)d month, since %(start)s",
            "Latest figure within %(months)d months, since %(start)s",
            months,
        )
    else:
        text = ngettext(
            "Total of %(months)d month, since %(start)s",
            "Total of %(months)d months, since %(start)s",
            months,
        )
    return text % shown


def _asked(use: Use, have: Decimal | None, own: Sequence[Reading], metric: Metric, words: Words) -> Asked:
    need = use.node.threshold(words.market)
    day = falls_on(use.node, metric, own, market=words.market, on=words.on)
    shown = {
        "level": words.level(use.level),
        "competency": words.text(words.edition.competencies[use.competency].name),
    }
    return Asked(
        use.competency,
        _("%(level)s in %(competency)s") % shown,
        use.path,
        amount(need, metric.unit),
        have is not None and have >= need,
        holds_until(day, as_of=words.on) if day else "",
    )


# -- file --


def head() -> list[str]:
    """The names of the columns."""
    return [
        _("Metric"), _("Name"), _("Unit"), _("Read on"), _("Amount"), _("Window in months"), _("Leaves on"),
    ]  # fmt: skip


def cells(readings: Iterable[Reading], words: Words) -> Iterator[list[str]]:
    """A line for every reading and window that looks at its metric; days as ISO text, amounts as numbers."""
    uses = uses_of(words)
    for reading in readings:
        metric = words.edition.metrics.get(reading.metric)
        name, unit = (words.text(metric.name), metric.unit) if metric else ("", "")
        for months in windows_of(uses.get(reading.metric, [])) or [None]:
            day = leaves(reading, months, words.on)
            yield [
                reading.metric, name, unit, str(reading.on), str(reading.amount),
                str(months or ""), str(day or ""),
            ]  # fmt: skip
