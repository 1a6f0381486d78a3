"""Rows of a file, each checked: what is staged, or what is wrong with it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from competencies.feeds.checks import Check, Flawed, Staged
from competencies.feeds.formats import Format
from competencies.feeds.lines import UNPRINTABLE, Line, fields
from competencies.models.feeds import Flaw

_Place = tuple[str, int, Check]
"""A column's name, where it stands in the file, and its check."""


@dataclass
class Checked:
    """Some lines: good rows as (line, values in the order of `Format.fields`), flaws as (line, field, flaw)."""

    rows: list[tuple[int, list[Staged]]] = field(default_factory=list)
    flaws: list[tuple[int, str, Flaw]] = field(default_factory=list)


def checked(some: Iterable[Line], columns: Sequence[str], form: Format) -> Checked:
    """Check lines whose columns stand in this order; empty lines are passed over."""
    found = Checked()
    places = [(name, columns.index(name), check) for name, check in form.columns.items()]
    for line in some:
        try:
            values = _values(line, columns)
            if values:
                row = _row(values, places)
                form.complete(row)
                found.rows.append((line.number, row))
        except Flawed as flawed:
            found.flaws.append((line.number, flawed.field, flawed.flaw))
    return found


def _values(line: Line, columns: Sequence[str]) -> list[str]:
    """The fields of a line, or none of an empty one."""
    if line.flaw is not None:
        raise Flawed(line.flaw)
    if not line.text.strip():
        return []
    try:
        values = fields(line.text)
    except csv.Error as error:
        raise Flawed(Flaw.BAD_QUOTES) from error
    if len(values) != len(columns):
        raise Flawed(Flaw.FIELD_COUNT)
    if UNPRINTABLE.search(line.text):
        for name, value in zip(columns, values, strict=True):
            if UNPRINTABLE.search(value):
                raise Flawed(Flaw.CONTROL, name)
    return values


def _row(values: Sequence[str], places: Iterable[_Place]) -> list[Staged]:
    row: list[Staged] = []
    for name, place, check in places:
        try:
            row.append(check(values[place]))
        except Flawed as flawed:
            raise Flawed(flawed.flaw, name) from flawed
    return row
