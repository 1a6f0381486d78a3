"""Tables to download: CSV and XLSX in bounded memory, in which no cell becomes a formula (E7).

A spreadsheet runs what begins like a formula, whoever wrote it: a name, a title, a reason.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

import xlsxwriter
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import translation

from partners.models import Organisation, User
from partners.security import Event, note

Row = Sequence[str]
"""The cells of one line, as text."""

ROWS = 500
"""So many lines of a CSV are sent at once."""

BLOCK = 1 << 16
"""So many bytes of a workbook are sent at once."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"


def defused(text: str) -> str:
    """The text as a cell that a spreadsheet only shows: an apostrophe before what begins like a formula."""
    if text[:1].isalnum():
        return text
    begins_so = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if begins_so else text


def csv_response(head: Row, rows: Iterable[Row], *, name: str) -> StreamingHttpResponse:
    """The table as a file to download: UTF-8 with a byte order mark, so that Excel reads it rightly.

    Cells are written as they are given: whoever makes them defuses what people typed. The head is sent before
    the first row is asked for.
    """
    language = translation.get_language() or "en"
    response = StreamingHttpResponse(_lines(head, rows, language), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(head: Row, rows: Iterable[Row], language: str) -> Iterator[bytes]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BOM)
    writer.writerow(head)
    yield _taken(buffer)
    # The rows are made while the answer is on its way, when nothing says in whose language.
    source = iter(rows)
    while True:
        with translation.override(language):
            batch = [row for _number, row in zip(range(ROWS), source, strict=False)]
        if not batch:
            return
        writer.writerows(batch)
        yield _taken(buffer)


def _taken(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def xlsx_response(head: Row, rows: Iterable[Row], *, name: str) -> StreamingHttpResponse:
    """The table as a workbook of one sheet: every cell is text, the head stays in sight."""
    language = translation.get_language() or "en"
    response = StreamingHttpResponse(
        _blocks(head, rows, language),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _blocks(head: Row, rows: Iterable[Row], language: str) -> Iterator[bytes]:
    with tempfile.TemporaryFile(suffix=".xlsx") as file:
        with translation.override(language):
            write_xlsx(file, head, rows)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def write_xlsx(file: Any, head: Row, rows: Iterable[Row]) -> None:
    """Write the workbook, a row in memory at a time. Text is never read as a number, an address or a formula."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        write: Callable[[int, int, str], int] = sheet.write_string
        bold = book.add_format({"bold": True})
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                if text:
                    write(number, column, text)


def noted(
    response: HttpResponseBase, *, what: str, organisation: Organisation, by: User, on: date
) -> HttpResponseBase:
    """The response, once the security log holds who took what of which organisation: ids, no names."""
    note(Event.EXPORTED, by=by, what=what, organisation=organisation.pk, on=on.isoformat())
    return response
