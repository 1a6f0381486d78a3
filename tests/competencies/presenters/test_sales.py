"""The day on which a figure falls though nothing new is read (D6): the day before, the day, the day after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from competencies.facts import Facts
from competencies.presenters.sales import falls_on, level_falls_on
from tests.competencies.presenters.worlds import ON, earned, person, reading, situation

FOUND = situation()
SALES = FOUND.edition.competencies["team"].paths[0].requires[0]
SEATS = FOUND.edition.competencies["either"].paths[2].requires[0]


def falls(node, *readings, on=ON):
    metric = FOUND.edition.metrics[node.metric]
    return falls_on(node, metric, readings, market="developed", on=on)


@pytest.mark.parametrize(
    ("read", "fall"),
    [
        (date(2017, 6, 30), date(2018, 6, 30)),
        (date(2017, 3, 13), date(2018, 3, 13)),
        (date(2018, 3, 12), date(2019, 3, 12)),
    ],
)
def test_a_sum_falls_when_a_reading_leaves(read, fall):
    assert falls(SALES, reading(1000, read)) == fall


def test_of_several_readings_the_one_that_breaks_it_counts():
    found = falls(
        SALES, reading(300, date(2017, 4, 1)), reading(900, date(2017, 8, 1)), reading(200, date(2018, 1, 1))
    )
    assert found == date(2018, 8, 1)


def test_a_stock_falls_with_its_latest_reading():
    assert falls(
        SEATS, reading(12, date(2017, 10, 31), "seats"), reading(10, date(2018, 1, 31), "seats")
    ) == date(2018, 7, 31)


def test_a_month_that_is_too_short_goes_on_to_the_next():
    on = date(2018, 9, 1)
    assert falls(SEATS, reading(12, date(2018, 8, 31), "seats"), on=on) == date(2019, 3, 1)


def test_what_fails_already_has_no_day():
    assert falls(SALES, reading(999, date(2018, 1, 1))) is None
    assert falls(SALES) is None


def test_a_stock_without_a_window_never_falls():
    assert falls(replace(SEATS, within_months=None), reading(12, date(2016, 1, 1), "seats")) is None


def test_a_level_falls_when_its_last_path_does():
    seats, people = (
        FOUND.edition.competencies["either"].paths[2],
        FOUND.edition.competencies["either"].paths[1],
    )
    facts = Facts(
        "9", "developed", (person("1", earned("70-1")),), (reading(12, date(2018, 1, 31), "seats"),)
    )
    assert level_falls_on([seats], FOUND.edition, facts, on=ON) == date(2018, 7, 31)
    assert level_falls_on([seats, people], FOUND.edition, facts, on=ON) is None
    assert level_falls_on([], FOUND.edition, facts, on=ON) is None


def test_the_rules_agree_on_the_day_and_the_day_before():
    found = situation(readings=(reading(12, date(2018, 1, 31), "seats"),))
    fall = falls(SEATS, *found.facts.readings)
    assert found.case.outcome(fall - timedelta(days=1)).verdict("either", "gold").attained
    assert not found.case.outcome(fall).verdict("either", "gold").attained
