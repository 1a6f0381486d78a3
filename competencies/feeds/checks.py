"""Checks of single fields: each takes the text and returns what is staged, or raises Flawed."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from competencies.models.feeds import Flaw

Staged = str | int | None
"""Days and amounts stay text, which both engines read as they are."""
Check = Callable[[str], Staged]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[+-]?[0-9]{1,13}(\.[0-9]{1,2})?")
_MPN_ID = re.compile(r"0*[1-9][0-9]{0,17}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class Flawed(ValueError):  # noqa: N818 a finding about a row, not an error of ours
    """A field that cannot be taken."""

    def __init__(self, flaw: Flaw, field: str = "") -> None:
        super().__init__(flaw)
        self.flaw = flaw
        self.field = field


def text(longest: int) -> Check:
    """Something, of at most so many characters."""

    def check(value: str) -> str:
        if not value:
            raise Flawed(Flaw.MISSING)
        if len(value) > longest:
            raise Flawed(Flaw.TOO_LONG)
        return value

    return check


def text_or_nothing(longest: int) -> Check:
    """At most so many characters."""

    def check(value: str) -> str:
        if len(value) > longest:
            raise Flawed(Flaw.TOO_LONG)
        return value

    return check


@lru_cache(maxsize=20_000)
def day(value: str) -> str:
    """A day as YYYY-MM-DD."""
    if not value:
        raise Flawed(Flaw.MISSING)
    if not _DAY.fullmatch(value):
        raise Flawed(Flaw.NOT_A_DAY)
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise Flawed(Flaw.NOT_A_DAY) from error
    return value


def day_or_nothing(value: str) -> str | None:
    """A day, or nothing for one that is not known."""
    return day(value) if value else None


def amount(value: str) -> str:
    """A number of at most 13 digits and two decimal places; may be negative (a credit)."""
    if not value:
        raise Flawed(Flaw.MISSING)
    if not _AMOUNT.fullmatch(value):
        raise Flawed(Flaw.NOT_AN_AMOUNT)
    return value.removeprefix("+")


def mpn_id(value: str) -> int:
    """The number of an organisation; whether there is one is seen later."""
    if not value:
        raise Flawed(Flaw.MISSING)
    if not _MPN_ID.fullmatch(value):
        raise Flawed(Flaw.NOT_AN_ID)
    return int(value)


def address(value: str) -> str:
    """An email address in small letters, or nothing."""
    if len(value) > 254:
        raise Flawed(Flaw.TOO_LONG)
    if value and not _ADDRESS.fullmatch(value):
        raise Flawed(Flaw.NOT_AN_ADDRESS)
    return value.lower()
