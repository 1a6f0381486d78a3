"""The programme at a glance, for the vendor's staff: counts in words, bars and links to the lists behind them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.counts import ENDING_WITHIN, NOW, Kept
from competencies.models.standings import RiskKind
from competencies.presenters.bars import Bars, draw, lengths
from competencies.staff_filters import competency_names, level_names, month_name, term_level_names
from memberships.queues import LOOKED_AT, Queues
from partners import days

NETWORK = "network"


Cell = tuple[int, str]
"""A count, and the list behind it ("" if there is none)."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its bar, as long as it is beside the largest of its table, and the list behind it ("" if none).

    `head`: the column's, for narrow screens. `mark`: the level whose colour the bar has, or "".
    """

    head: str
    shown: str
    length: str
    url: str
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of one kind: their bars can be held against each other."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table's lines, and what it is called."""

    drawing: Bars
    title: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number by itself."""

    name: str
    shown: str
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page. `at`: a sentence that says as of when it was counted; `late`: what is older, if anything."""

    at: str
    late: str
    partners: str
    levels: Table
    competencies: Table
    risk: Table
    chart: Chart | None
    ending: tuple[Figure, ...]
    waiting: tuple[Figure, ...]


def overview(kept: Kept, queues: Queues) -> Overview:
    """Everything that is counted, in the reader's words."""
    return Overview(
        at=_counted(kept.at),
        late=_late(kept),
        partners=_number(kept.counts["organisations"]),
        levels=_levels(kept),
        competencies=_competencies(kept),
        risk=_risk(kept),
        chart=_chart(kept),
        ending=tuple(_ending(kept)),
        waiting=tuple(_waiting(queues)),
    )


def _counted(at: datetime | None) -> str:
    if at is None:
        return _("Nothing has been counted yet: the clock does it every minute.")
    here = localtime(at)
    # Translators: Django's date format codes for the time of a day.
    time = date_format(here, pgettext("date format", "H:i"))
    return _("Counted as of %(time)s, %(day)s.") % {"time": time, "day": days.full(here.date())}


def _late(kept: Kept) -> str:
    if not kept.behind:
        return ""
    text = ngettext(
        "%(count)d of %(all)d part is being counted anew.",
        "%(count)d of %(all)d parts are being counted anew.",
        kept.ranges,
    )
    return text % {"count": kept.behind, "all": kept.ranges}


def _levels(kept: Kept) -> Table:
    """Partners by level of membership, the highest first; whoever has no term is of the network (B1)."""
    found = {words[0]: count for words, count in kept.of("term")}
    found[NETWORK] = kept.counts["organisations"] - sum(found.values())
    names = {NETWORK: _("Network"), **term_level_names()}
    names |= {key: key for key in found if key not in names}
    rows = []
    for key in reversed(names):
        url = "" if key == NETWORK else _list("partners_term", level=key, running="today")
        rows.append((names[key], [(found.get(key, 0), url)], [key]))
    return _table([_("Partners")], rows)


def _competencies(kept: Kept) -> Table:
    """Attained as of the last review, by competency and level, the names in the reader's order."""
    levels = level_names()
    found = {(words[0], words[1]): count for words, count in kept.of("attained")}
    names = competency_names()
    names |= {key: key for key, _level in found if key not in names}
    rows = []
    for key in names:
        cells = [(found.get((key, level), 0), _attained(key, level)) for level in levels]
        if any(count for count, _url in cells):
            rows.append((names[key], cells, list(levels)))
    return _table(list(levels.values()), rows)


def _attained(competency: str, level: str) -> str:
    return _list("competencies_attainment", competency=competency, level=level, attained="now")


def _months(kept: Kept) -> dict[str, Counter[str]]:
    """How many organisations there are of each kind of alert, by the month of the lapse; what has lapsed first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, month), count in kept.of("risk"):
        found[month][kind] += count
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != NOW, pair[0])))


def _risk(kept: Kept) -> Table:
    """Organisations by the month in which their gravest alert lapses, and by what it says (E4)."""
    rows = []
    for month, found in _months(kept).items():
        cells = [
            (found[kind], _list("competencies_standing", risk=kind, lapses=month)) for kind in RiskKind.values
        ]
        rows.append((_month(month), cells, [""] * len(cells)))
    return _table([str(label) for label in RiskKind.labels], rows)


def _chart(kept: Kept) -> Chart | None:
    months = _months(kept)
    if not months:
        return None
    totals = [Decimal(found.total()) for found in months.values()]
    drawing = draw(totals, [True] * len(totals), [_tick(month) for month in months])
    return Chart(drawing, _("Renewals at risk by the month of the lapse. The table below says the same."))


def _table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell], Sequence[str]]]) -> Table:
    """Rows of a name, a cell for each head, and a mark for each; a count of nothing leads nowhere."""
    long = iter(lengths([count for _name, cells, _marks in rows for count, _url in cells]))
    lines = []
    for name, cells, marks in rows:
        counts = [
            Count(head, _number(count), next(long), url if count else "", mark)
            for head, (count, url), mark in zip(heads, cells, marks, strict=True)
        ]
        lines.append(Line(name, tuple(counts)))
    return Table(tuple(heads), tuple(lines))


def _month(month: str) -> str:
    return _("lapsed already") if month == NOW else month_name(_first(month))


def _tick(month: str) -> str:
    """The month alone, short: its year stands in the table."""
    # Translators: Django's date format codes for a month alone, short.
    return _("lapsed") if month == NOW else date_format(_first(month), pgettext("date format", "M"))


def _first(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, 1)


def _ending(kept: Kept) -> Iterable[Figure]:
    for within in ENDING_WITHIN:
        name = ngettext(
            "Overrides that end within %(count)d day", "Overrides that end within %(count)d days", within
        )
        url = _list("competencies_override", ending=str(within))
        yield Figure(name % {"count": within}, _number(kept.counts[f"override/{within}"]), url)


def _waiting(queues: Queues) -> Iterable[Figure]:
    orders = {"state__exact": "open"}
    yield _queue(
        _("Orders with proof of payment"),
        queues.paid,
        "memberships_order",
        {**orders, "proof_on__isempty": "0"},
    )
    yield _queue(
        _("Orders without proof yet"),
        queues.unpaid,
        "memberships_order",
        {**orders, "proof_on__isempty": "1"},
    )
    for kind, name, count in (
        ("achievement", _("Reports of missing credit"), queues.missing),
        ("figure", _("Disputed figures"), queues.disputed),
    ):
        query = {"state__exact": "waiting", "kind__exact": kind}
        yield _queue(name, count, "competencies_creditreport", query)


def _queue(name: str, count: int, model: str, query: dict[str, str]) -> Figure:
    shown = _("more than %(count)s") % {"count": _number(LOOKED_AT)} if count > LOOKED_AT else _number(count)
    return Figure(name, shown, _list(model, **query))


def _list(model: str, **query: str) -> str:
    """The admin's list of a model, with these filters."""
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(query)}"


def _number(count: int) -> str:
    return f"{count:,}"
