"""Days that an action is given: a slip of the year is refused before anything is reckoned with it."""

from datetime import date

from django.utils.translation import gettext as _

from partners.refusals import Refused

EARLIEST = date(1900, 1, 1)
LATEST = date(9990, 1, 1)
"""Months and days can still be added; an end may lie later, since "9999-12-31" is a way to say never."""


def refuse_early(*days: date | None) -> None:
    """Refused: a day of a fact that nobody can have meant, such as one of the year 18."""
    if any(day is not None and day < EARLIEST for day in days):
        raise Refused("too-early", _("A day lies before the year 1900. Correct the year."))


def refuse_far(*days: date | None) -> None:
    """Refused: a day of which months cannot be counted on any more."""
    if any(day is not None and day > LATEST for day in days):
        raise Refused("too-far", _("A day lies too far ahead. Choose an earlier one."))
