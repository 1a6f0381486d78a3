"""What a file says of itself: when it was made, and in which order its columns stand."""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from competencies.feeds.lines import Line, fields, lines
from competencies.models.feeds import Flaw
from partners.refusals import Refused

_TIME = re.compile(r"#\s*generated_at:\s*(\S+)\s*")
_NAME_ENDS = re.compile(r"_(\d{8}T\d{6}Z)\.csv")


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns by name in the file's order; the row below ends at `offset`. No time: the file has none."""

    columns: tuple[str, ...]
    generated_at: datetime | None
    offset: int
    line: int


def read_heading(file: BinaryIO, *, name: str, columns: Collection[str]) -> Heading:
    """The heading of a file with this name, which must have exactly these columns, in any order.

    Raises Refused with a code: `empty`, `not-utf-8`, `bad-time`, `wrong-header`.
    """
    rows = lines(file)
    first = _text(next(rows, None))
    generated_at = time_in(name)
    if first.text.startswith("#"):
        generated_at = _time_of(first.text)
        first = _text(next(rows, None))
    found = _columns(first.text)
    if sorted(found) != sorted(columns):
        expected = ", ".join(columns)
        message = _("The first row must name these columns: %(columns)s. Correct the file.")
        raise Refused("wrong-header", message % {"columns": expected})
    return Heading(found, generated_at, first.end, first.number)


def _text(line: Line | None) -> Line:
    if line is None:
        raise Refused("empty", _("The file is empty. Choose another."))
    if line.flaw is Flaw.NOT_UTF8:
        raise Refused("not-utf-8", _("The file is not UTF-8 text. Save it as UTF-8."))
    return line


def _columns(text: str) -> tuple[str, ...]:
    try:
        return tuple(field.lower() for field in fields(text))
    except csv.Error:
        return ()


def _time_of(text: str) -> datetime:
    """The time in a first line such as `# generated_at: 2018-03-11T23:40:00Z`."""
    match = _TIME.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        message = _("The first line must be “# generated_at: ”, a time such as 2018-03-11T23:40:00Z.")
        raise Refused("bad-time", message) from error


def time_in(name: str) -> datetime | None:
    """The time at the end of a name such as `achievements_20180311T234000Z.csv`."""
    match = _NAME_ENDS.search(name)
    if match is None or match.end() != len(name):
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
