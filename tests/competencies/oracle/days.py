"""Days, month steps, and the days on which anything can change."""

import re
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(value):
    """A day as a date: the files give YAML dates or ISO text; None stays None."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@cache
def months_after(day, months):
    """`months` later (earlier if negative); past a month's end: the last day of that month."""
    year, month = divmod(day.year * 12 + (day.month - 1) + months, 12)
    number = day.day
    while True:
        try:
            return date(year, month + 1, number)
        except ValueError:
            number -= 1


def iso(day):
    return None if day is None else day.isoformat()


def in_interval(day, interval):
    """Half-open: `from` is the first day that counts, `until` the first that does not."""
    until = day_of(interval.get("until"))
    return day_of(interval["from"]) <= day and (until is None or day < until)


def in_window(reading_day, day, months):
    """Whether a reading of `reading_day` is in the window of `months` on `day` (None: no window)."""
    return reading_day <= day and (months is None or months_after(day, -months) < reading_day)


@cache
def leaves_window_on(reading_day, months):
    """The first day d with d - months >= reading_day.

    No month is shorter than 28 days, so there is no need to try earlier days.
    """
    day = reading_day + timedelta(days=28 * months)
    while months_after(day, -months) < reading_day:
        day += ONE_DAY
    return day


def written_days(value):
    """Every day that stands anywhere in a document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return {day for item in value for day in written_days(item)}
    if isinstance(value, date):
        return {value}
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return {date.fromisoformat(value)}
    return set()


def written_windows(value):
    """Every `within_months` that stands anywhere in a document."""
    if isinstance(value, list):
        return {months for item in value for months in written_windows(item)}
    if isinstance(value, dict):
        inside = {months for item in value.values() for months in written_windows(item)}
        return inside | ({value["within_months"]} if value.get("within_months") else set())
    return set()


def moving_days(facts, editions):
    """The days on which an answer can differ from that of the day before, in order.

    Why no other: what holds on a day follows from comparing that day with written days, with the day after an
    `accepted_through` (the only inclusive end), with a year after `retires_on`, with three months after an
    override's `from`, and with the days on which readings leave a window. Between two neighbours of this list
    no comparison turns out differently, so every answer stands still.
    """
    days = written_days(facts) | written_days(editions)
    for credential in [item for edition in editions for item in edition.get("credentials") or []]:
        if credential.get("accepted_through"):
            days.add(day_of(credential["accepted_through"]) + ONE_DAY)
        elif credential.get("retires_on"):
            days.add(months_after(day_of(credential["retires_on"]), 12) + ONE_DAY)
    for override in facts.get("overrides") or []:
        days.add(months_after(day_of(override["from"]), 3))
    for reading in facts.get("readings") or []:
        days |= {leaves_window_on(day_of(reading["on"]), months) for months in written_windows(editions)}
    return sorted(days)
