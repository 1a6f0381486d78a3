"""Days in words, in both languages."""

from datetime import date

import pytest
from django.utils.translation import override

from partners import days

ON = date(2018, 3, 12)


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        (date(2018, 3, 12), "today"),
        (date(2018, 3, 13), "in 1 day"),
        (date(2018, 3, 25), "in 13 days"),
        (date(2018, 3, 26), "in 2 weeks"),
        (date(2018, 6, 1), "in 11 weeks"),
        (date(2018, 6, 12), "in 3 months"),
        (date(2019, 1, 1), "in 9 months"),
        (date(2020, 3, 11), "in 23 months"),
        (date(2020, 3, 12), "in 2 years"),
        (date(2018, 3, 11), "1 day ago"),
        (date(2018, 2, 26), "2 weeks ago"),
        (date(2017, 3, 12), "12 months ago"),
    ],
)
def test_hints_round_down(day, hint):
    assert days.hint(day, as_of=ON) == hint


def test_days_are_written_out():
    assert days.full(date(2027, 9, 1)) == "1 September 2027"
    assert days.short(date(2017, 6, 22)) == "22 Jun 2017"
    assert days.without_year(date(2018, 6, 1)) == "1 June"
    assert days.markup(ON) == '<time datetime="2018-03-12">12 March 2018</time>'


def test_the_last_day_is_the_one_before_the_end():
    assert days.last_day(date(2018, 6, 1)) == date(2018, 5, 31)


def test_in_traditional_chinese():
    with override("zh-hant"):
        assert days.full(date(2018, 6, 1)) == "2018 年 6 月 1 日"
        assert days.hint(date(2018, 6, 1), as_of=ON) == "11 週後"
        assert days.span(ON, date(2018, 9, 1)) == "5 個月"
