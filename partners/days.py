"""A day in the reader's words: written out, with a hint how far away it is."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

ONE_DAY = timedelta(days=1)
_WEEKS_FROM, _MONTHS_FROM, _YEARS_FROM_MONTHS = 14, 91, 24


@dataclass(frozen=True, slots=True)
class Day:
    """A day for a page: `text` in full, `hint` relative to the day it was written on ("in 9 months")."""

    date: date
    text: str
    hint: str


def full(day: date) -> str:
    """The day in full: "1 September 2027", "2027 年 9 月 1 日"."""
    # Translators: Django's date format codes for a full date.
    return date_format(day, pgettext("date format", "j F Y"))


def short(day: date) -> str:
    """The day for number columns: "1 Sep 2027"."""
    # Translators: Django's date format codes for a short date.
    return date_format(day, pgettext("date format", "j M Y"))


def without_year(day: date) -> str:
    """Day and month alone, where the year stands beside: "1 September"."""
    # Translators: Django's date format codes for a date without its year.
    return date_format(day, pgettext("date format", "j F"))


def last_day(until: date) -> date:
    """The last day that counts, for a half-open period's `until`."""
    return until - ONE_DAY


def written(day: date, *, as_of: date) -> Day:
    """The day with its hint as seen on `as_of`."""
    return Day(day, full(day), hint(day, as_of=as_of))


def markup(day: date) -> SafeString:
    """The full day in a `<time>` element, for sentences."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), full(day))


def hint(day: date, *, as_of: date) -> str:
    """How far away the day is, in whole days, weeks, months or years, rounded down."""
    if day == as_of:
        return _("today")
    return _ahead(as_of, day) if day > as_of else _ago(as_of, day)


def _ahead(as_of: date, day: date) -> str:
    count, unit = _distance(as_of, day)
    return {
        "day": lambda: ngettext("in %(count)d day", "in %(count)d days", count),
        "week": lambda: ngettext("in %(count)d week", "in %(count)d weeks", count),
        "month": lambda: ngettext("in %(count)d month", "in %(count)d months", count),
        "year": lambda: ngettext("in %(count)d year", "in %(count)d years", count),
    }[unit]() % {"count": count}


def _ago(as_of: date, day: date) -> str:
    count, unit = _distance(day, as_of)
    return {
        "day": lambda: ngettext("%(count)d day ago", "%(count)d days ago", count),
        "week": lambda: ngettext("%(count)d week ago", "%(count)d weeks ago", count),
        "month": lambda: ngettext("%(count)d month ago", "%(count)d months ago", count),
        "year": lambda: ngettext("%(count)d year ago", "%(count)d years ago", count),
    }[unit]() % {"count": count}


def span(start: date, end: date) -> str:
    """How long it is from `start` to the later `end`: "3 months"."""
    count, unit = _distance(start, end)
    return {
        "day": lambda: ngettext("%(count)d day", "%(count)d days", count),
        "week": lambda: ngettext("%(count)d week", "%(count)d weeks", count),
        "month": lambda: ngettext("%(count)d month", "%(count)d months", count),
        "year": lambda: ngettext("%(count)d year", "%(count)d years", count),
    }[unit]() % {"count": count}


def _distance(earlier: date, later: date) -> tuple[int, str]:
    days = (later - earlier).days
    if days < _WEEKS_FROM:
        return days, "day"
    if days < _MONTHS_FROM:
        return days // 7, "week"
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return (months, "month") if months < _YEARS_FROM_MONTHS else (months // 12, "year")
