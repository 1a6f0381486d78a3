"""Days and month steps, as the programme format counts them.

Inside the rules a day is its ordinal (`date.toordinal()`), so that "no end" can be a day too: FOREVER, the one
after the calendar's last.
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache

FOREVER = date.max.toordinal() + 1
OVERRIDE_MONTHS = 3
"""How long an override without an end lasts (D4)."""


def ordinal(day: date | None) -> int:
    """The ordinal of a day; None, which means that there is no end, is FOREVER."""
    return FOREVER if day is None else day.toordinal()


def as_date(day: int) -> date | None:
    """The date of an ordinal; None for FOREVER."""
    return None if day >= FOREVER else date.fromordinal(day)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative); past that month's end, the month's last day.

    Raises OverflowError outside of the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{day} moved by {months} months leaves the calendar")
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


@lru_cache(maxsize=65_536)
def after_months(day: int, months: int) -> int:
    """The ordinal `months` after an ordinal; FOREVER past the calendar's end."""
    try:
        return add_months(date.fromordinal(day), months).toordinal()
    except OverflowError:
        return FOREVER


@lru_cache(maxsize=65_536)
def window_start(day: int, months: int) -> int:
    """The first day of the window of `months` that ends on `day`: the day after `day - months`."""
    try:
        return add_months(date.fromordinal(day), -months).toordinal() + 1
    except OverflowError:
        return 1


@lru_cache(maxsize=65_536)
def leaves_window(day: int, months: int) -> int:
    """The first day on whose window of `months` a reading of `day` no longer stands.

    It is the same day of the month `months` later, or the first of the month after if that month is too short:
    a reading of 31 August leaves a window of six months on 1 March.
    """
    later = after_months(day, months)
    if later < FOREVER and date.fromordinal(later).day < date.fromordinal(day).day:
        return later + 1
    return later
