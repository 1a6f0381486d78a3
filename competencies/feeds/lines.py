"""The lines of a file, one at a time whatever their length; one line is one row."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from competencies.models.feeds import Flaw

LONGEST = 16 * 1024
"""So many bytes a line may have; the longest good row needs a tenth of it."""

BOM = b"\xef\xbb\xbf"
# Of these PostgreSQL refuses NUL, and the others hide in a code that looks like another.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Line(NamedTuple):
    """A line without its end, and where in the file it stops. With a flaw its text is empty."""

    number: int
    end: int
    text: str
    flaw: Flaw | None


def lines(file: BinaryIO, *, offset: int = 0, number: int = 0) -> Iterator[Line]:
    """The lines after the one with this number, which ends at this offset."""
    file.seek(offset)
    while raw := file.readline(LONGEST):
        number += 1
        offset += len(raw)
        if len(raw) == LONGEST and not raw.endswith(b"\n"):
            offset += _rest(file)
            yield Line(number, offset, "", Flaw.TOO_LONG_LINE)
            continue
        try:
            text = raw.removeprefix(BOM).decode() if number == 1 else raw.decode()
        except UnicodeDecodeError:
            yield Line(number, offset, "", Flaw.NOT_UTF8)
        else:
            yield Line(number, offset, text.rstrip("\r\n"), None)


def fields(text: str) -> list[str]:
    """The fields of a line, without blanks around them. Raises csv.Error for quotes that do not match.

    A quoted field may hold commas and doubled quotes, but no line break.
    """
    if '"' not in text:
        return [field.strip() for field in text.split(",")]
    return [field.strip() for field in next(csv.reader([text], strict=True, skipinitialspace=True))]


def _rest(file: BinaryIO) -> int:
    """Pass over the rest of a line; returns its length in bytes."""
    passed = 0
    while raw := file.readline(LONGEST):
        passed += len(raw)
        if raw.endswith(b"\n"):
            break
    return passed
