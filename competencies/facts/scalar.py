"""The single values of a facts file: text, days and amounts. Each reader names what was wrong, not where."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})([eE][-+]?\d{1,2})?", re.ASCII)


class FactsError(ValueError):
    """A fact that is missing or malformed; `field` says which, such as `people[0].achievements[1].earned_on`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field
        self.message = message

    def within(self, outer: str) -> "FactsError":
        """The same error, its field seen from further out."""
        return FactsError(f"{outer}.{self.field}" if self.field else outer, self.message)


def text(row: dict[str, Any], key: str) -> str:
    """The text at `key`, which has to be there."""
    value = row.get(key)
    if type(value) is not str:
        raise _wrong(key, value, "text")
    return value


def day(row: dict[str, Any], key: str) -> date:
    """The day at `key`, which has to be there."""
    try:
        return _KNOWN[row[key]]
    except (KeyError, TypeError):
        return _new_day(key, row.get(key))


def optional_day(row: dict[str, Any], key: str) -> date | None:
    """The day at `key`, or None."""
    value = row.get(key)
    if value is None:
        return None
    try:
        return _KNOWN[value]
    except (KeyError, TypeError):
        return _new_day(key, value)


_KNOWN: dict[str, date] = {}
"""Few days occur over and over in a feed, so each is parsed once."""


def _new_day(key: str, value: object) -> date:
    if type(value) is not str:
        raise _wrong(key, value, "a date as YYYY-MM-DD")
    try:
        if not _ISO_DAY.fullmatch(value):
            raise ValueError
        found = date.fromisoformat(value)
    except ValueError:
        raise FactsError(key, f"'{value[:40]}' is no date; expected YYYY-MM-DD") from None
    if len(_KNOWN) > 65_536:
        _KNOWN.clear()
    _KNOWN[value] = found
    return found


def amount(row: dict[str, Any], key: str) -> Decimal:
    """The decimal at `key`: a JSON number or decimal text, exactly as written."""
    value = row.get(key)
    if type(value) is Decimal and value.is_finite():
        value = str(value)
    elif type(value) in (int, float):
        value = repr(value)
    if type(value) is not str:
        raise _wrong(key, value, "a decimal number")
    if not _DECIMAL.fullmatch(value):
        raise FactsError(key, f"'{value[:40]}' is no decimal number of at most 60 digits")
    return Decimal(value)


def _wrong(key: str, value: object, expected: str) -> FactsError:
    if value is None:
        return FactsError(key, f"is missing; expected {expected}")
    return FactsError(key, f"expected {expected}")
