"""Reading a file of product keys: one a line, or the column `key` of a CSV file; what is wrong with a line (E5)."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.refusals import Refused

MOST_ROWS = 10_000
MOST_BYTES = 2 * 1024 * 1024
_KEY = re.compile(r"[!-~]{5,200}")
_HEADERS = ("key", "product key")

PROBLEMS: Mapping[str, Promise] = {
    "not-a-key": gettext_lazy("no key: 5 to 200 printable characters of ASCII without blanks"),
    "columns": gettext_lazy("more than one column, and the first line does not name the column “key”"),
    "twice": gettext_lazy("stands in an earlier line of the file"),
    "known": gettext_lazy("is in a pool already"),
}
"""What the codes of problems mean."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, by its number; `problem` is a code, empty where nothing is wrong."""

    number: int
    key: str
    problem: str = ""


def decoded(content: bytes) -> str:
    """The text of a file. Refused: too large, or no text."""
    if len(content) > MOST_BYTES:
        raise Refused("too-large", _("The file is larger than 2 MB. Split it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("no-utf-8", _("The file is not UTF-8. Save it as “CSV UTF-8”.")) from error
    if "\x00" in text:
        raise Refused("no-text", _("The file is no text. Choose another."))
    return text


def read(text: str) -> list[Line]:
    """Every line that is not blank. Refused as a whole: no CSV, too many lines, or none."""
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count) if re.search("[,;\t]", first) else ","
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        found = list(_lines(rows))
    except csv.Error as error:
        message = _("Line %(line)d is no CSV: a quotation mark is not closed.") % {"line": rows.line_num}
        raise Refused("no-csv", message) from error
    if not found:
        raise Refused("no-rows", _("The file has no keys. Write one in each line."))
    return found


def _lines(rows: Iterator[list[str]]) -> Iterator[Line]:
    column: int | None = None
    count = 0
    for number, cells in enumerate(rows, start=1):
        written = [cell.strip() for cell in cells]
        names = [cell.casefold() for cell in written]
        if number == 1 and (named := [names.index(each) for each in _HEADERS if each in names]):
            column = named[0]
            continue
        if not any(written):
            continue
        count += 1
        if count > MOST_ROWS:
            message = _("The file has more than %(count)s lines. Split it.") % {"count": f"{MOST_ROWS:,}"}
            raise Refused("too-many-rows", message)
        yield _line(number, written, column)


def _line(number: int, cells: list[str], column: int | None) -> Line:
    if column is None and len([cell for cell in cells if cell]) > 1:
        return Line(number, "", "columns")
    place = column or 0
    key = cells[place] if place < len(cells) else ""
    return Line(number, key) if _KEY.fullmatch(key) else Line(number, "", "not-a-key")
