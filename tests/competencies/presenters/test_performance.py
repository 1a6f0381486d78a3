"""The performance report: totals, what leaves the window when, how long it holds (E7, D6)."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.html import strip_tags

from competencies.facts import Reading
from competencies.presenters import bars
from competencies.presenters.performance import cells, figures, leaves
from competencies.presenters.words import Words
from competencies.programme import read_edition

EDITION = read_edition("""
format: 1
programme: sales
edition: "2018"
effective_from: 2017-01-01
name: {en: Sales}
levels: [{key: silver, name: {en: Silver}}, {key: gold, name: {en: Gold}}]
markets: [{key: developed, name: {en: Developed}}]
centres: [{key: all, name: {en: All}}]
metrics:
  - {key: revenue, name: {en: Revenue}, unit: USD, kind: flow}
  - {key: seats, name: {en: Seats}, unit: seats, kind: stock}
  - {key: unasked, name: {en: Unasked}, unit: USD, kind: flow}
competencies:
  - key: cloud
    name: {en: Cloud}
    centre: all
    paths:
      - {key: a, level: silver, name: {en: Year}, requires: [{metric: revenue, at_least: 100, within_months: 12}]}
      - {key: b, level: gold, name: {en: Half}, requires: [{metric: revenue, at_least: 90, within_months: 6}]}
      - {key: c, level: gold, name: {en: Seats}, requires: [{metric: seats, at_least: 10}]}
""")
ON = date(2018, 3, 12)
WORDS = Words(EDITION, "Contoso", "developed", {}, "en", ON)


def read(metric: str, *rows: tuple[date, str]) -> list[Reading]:
    return [Reading(metric, day, Decimal(amount)) for day, amount in rows]


REVENUE = read(
    "revenue",
    (date(2017, 3, 1), "1000"),
    (date(2017, 4, 30), "70"),
    (date(2017, 12, 31), "60"),
    (date(2018, 2, 15), "-10"),
    (date(2018, 2, 28), "15"),
)


def only(readings, key: str):
    (found,) = (figure for figure in figures(readings, WORDS) if figure.key == key)
    return found


def test_a_metric_is_there_if_it_is_asked_for_or_read():
    assert [figure.key for figure in figures([], WORDS)] == ["revenue", "seats"]
    unasked = read("unasked", (date(2018, 1, 1), "5"))
    assert [figure.key for figure in figures(unasked, WORDS)] == ["revenue", "seats", "unasked"]


def test_every_window_has_its_total():
    six, twelve = only(REVENUE, "revenue").windows
    assert (six.months, six.total, twelve.months, twelve.total) == (6, "65 USD", 12, "135 USD")


def test_who_asks_and_how_long_it_is_there():
    six, twelve = only(REVENUE, "revenue").windows
    (half,), (year,) = six.asked, twelve.asked
    assert (half.name, half.path, half.need, half.met, half.holds) == (
        "Gold in Cloud", "Half", "90 USD", False, "",
    )  # fmt: skip
    assert (year.name, year.met) == ("Silver in Cloud", True)
    assert strip_tags(year.holds) == (
        "Holds if sales stay as they are; without a new figure it falls on 30 April 2018, in 7 weeks."
    )


def test_months_are_summed_the_latest_first_with_the_day_on_which_they_leave():
    months = only(REVENUE, "revenue").months
    assert [(month.name, month.amount, month.leaves) for month in months] == [
        (
            "February 2018",
            "5 USD",
            ("15 August 2018 to 28 August 2018", "15 February 2019 to 28 February 2019"),
        ),
        ("December 2017", "60 USD", ("1 July 2018", "31 December 2018")),
        ("April 2017", "70 USD", ("", "30 April 2018")),
        ("March 2017", "1,000 USD", ("", "")),
    ]


def test_of_a_stock_the_latest_of_a_month_counts():
    seats = only(read("seats", (date(2018, 2, 1), "4"), (date(2018, 2, 20), "12")), "seats")
    assert [month.amount for month in seats.months] == ["12 seats"]
    (window,) = seats.windows
    assert (window.title, window.total, window.asked[0].met) == ("Latest figure", "12 seats", True)


def test_months_of_more_than_two_years_ago_are_only_in_the_file():
    old = read("revenue", (date(2016, 3, 31), "9"))
    assert only(old, "revenue").months == ()
    assert [line[3:] for line in cells(old, WORDS)] == [
        ["2016-03-31", "9", "6", ""], ["2016-03-31", "9", "12", ""],
    ]  # fmt: skip


def test_the_day_on_which_a_reading_leaves_is_the_first_without_it():
    last = Reading("revenue", date(2017, 8, 31), Decimal(1))
    assert leaves(last, 6, date(2018, 2, 28)) == date(2018, 3, 1)
    assert leaves(last, 6, date(2018, 3, 1)) is None
    assert leaves(last, None, ON) is None
    assert leaves(Reading("revenue", date(2018, 3, 13), Decimal(1)), 12, ON) is None


def test_the_file_has_a_line_for_every_reading_and_window():
    lines = list(cells([*REVENUE, *read("gone", (ON, "1.50"))], WORDS))
    assert len(lines) == 11
    assert lines[2] == ["revenue", "Revenue", "USD", "2017-04-30", "70", "6", ""]
    assert lines[3] == ["revenue", "Revenue", "USD", "2017-04-30", "70", "12", "2018-04-30"]
    assert lines[-1] == ["gone", "", "", "2018-03-12", "1.50", "", ""]


# -- geometry --


def test_bars_are_as_high_as_the_amounts_beside_the_largest():
    drawn = bars.draw([Decimal(50), Decimal(0), Decimal(100)], [False, True, True], ["2017", "", "Mar"])
    assert [(bar.y, bar.height, bar.inside) for bar in drawn.bars] == [(48.0, 48.0, False), (0.0, 96.0, True)]
    assert [tick.text for tick in drawn.ticks] == ["2017", "Mar"]
    assert drawn.zero == 96.0


def test_credits_hang_below_the_line():
    drawn = bars.draw([Decimal(60), Decimal(-20)], [True, True], ["", ""])
    assert drawn.zero == 72.0
    assert [(bar.y, bar.height) for bar in drawn.bars] == [(0.0, 72.0), (72.0, 24.0)]


def test_nothing_and_very_little_are_drawn_too():
    assert bars.draw([Decimal(0)], [True], ["x"]).bars == ()
    assert bars.draw([], [], []).bars == ()
    (_large, little) = bars.draw([Decimal(10**9), Decimal(1)], [True, True], ["", ""]).bars
    assert little.height == 1.0


def test_bars_do_not_overlap_and_stay_inside():
    drawn = bars.draw([Decimal(1)] * 24, [True] * 24, [""] * 24)
    spans = [(float(bar.x[:-1]), float(bar.x[:-1]) + float(bar.width[:-1])) for bar in drawn.bars]
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 100
