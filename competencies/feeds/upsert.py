"""One statement that takes over some staged rows, on either engine: insert, or replace what is older."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from competencies.feeds.statements import carried_out
from competencies.models import FeedRun, StagedRow

# A row is replaced by what is as new or newer; what says the same at the same time is not written again.
_UPSERT = """
INSERT INTO {table} ({columns}, generated_at)
SELECT {values}, %s
FROM {staged} AS s {joins}
WHERE s.run_id = %s AND s.line > %s AND s.line <= %s
ON CONFLICT ({key}) DO UPDATE SET {changes}, generated_at = excluded.generated_at
WHERE {older}"""

_DIFFERING = """
SELECT {wanted}
FROM {staged} AS s {joins} {join} {table} AS t ON {same_key}
WHERE s.run_id = %s AND s.line > %s AND s.line <= %s
AND (t.id IS NULL OR (({differs}) AND (t.generated_at IS NULL OR t.generated_at <= %s))){only}"""


@dataclass(frozen=True)
class Chunk:
    """The staged lines of a run after `first` up to and with `last`."""

    run: FeedRun
    first: int
    last: int

    @property
    def bounds(self) -> list[int]:
        """As the statements ask for them."""
        return [self.run.pk, self.first, self.last]

    @property
    def time(self) -> Any:
        """The time of the file as this engine keeps times."""
        return connection.ops.adapt_datetimefield_value(self.run.generated_at)


@dataclass(frozen=True)
class Upsert:
    """Where rows go. `key` and `values`: column → its SQL over the staged row `s` and the joined tables.

    `fixed`: columns given when a row is made. `kept_if_empty`: a value that an empty one does not replace.
    """

    model: type[models.Model]
    staged: type[StagedRow]
    joins: str
    key: Mapping[str, str]
    values: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    kept_if_empty: str = ""

    def write(self, chunk: Chunk) -> int:
        """Take the rows over; returns how many rows were made or written."""
        given = {**self.key, **self.values, **self.fixed}
        statement = _UPSERT.format(
            **self._names(),
            columns=", ".join(map(_quote, given)),
            values=", ".join(given.values()),
            key=", ".join(map(_quote, self.key)),
            changes=", ".join(self._change(column) for column in self.values),
            older=self._older(),
        )
        with carried_out(statement, [chunk.time, *chunk.bounds]) as cursor:
            return int(max(cursor.rowcount, 0))

    def differing(self, chunk: Chunk, wanted: str, *, new: bool, only: str = "") -> list[tuple[object, ...]]:
        """What `wanted` (SQL over `s`, `t` and the joined tables) says of rows that will change, or are `new`.

        `only`: a condition besides, over the same tables.
        """
        statement = _DIFFERING.format(
            **self._names(),
            wanted=wanted,
            join="LEFT JOIN" if new else "JOIN",
            same_key=" AND ".join(f"t.{_quote(column)} = {sql}" for column, sql in self.key.items()),
            differs=self._differs("t", self.values),
            only=f" AND ({only})" if only else "",
        )
        with carried_out(statement, [*chunk.bounds, chunk.time]) as cursor:
            return list(cursor.fetchall())

    def _names(self) -> dict[str, str]:
        return {
            "table": _quote(self.model._meta.db_table),
            "staged": _quote(self.staged._meta.db_table),
            "joins": self.joins,
        }

    def _change(self, column: str) -> str:
        name = _quote(column)
        if column == self.kept_if_empty:
            known = f"{_quote(self.model._meta.db_table)}.{name}"
            return f"{name} = CASE WHEN excluded.{name} = '' THEN {known} ELSE excluded.{name} END"
        return f"{name} = excluded.{name}"

    def _older(self) -> str:
        table = _quote(self.model._meta.db_table)
        new = {column: f"excluded.{_quote(column)}" for column in self.values}
        return (
            f"{table}.generated_at IS NULL OR {table}.generated_at < excluded.generated_at"
            f" OR ({table}.generated_at = excluded.generated_at AND ({self._differs(table, new)}))"
        )

    def _differs(self, table: str, new: Mapping[str, str]) -> str:
        unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        parts = []
        for column, sql in new.items():
            part = f"{table}.{_quote(column)} {unlike} {sql}"
            parts.append(f"({part} AND {sql} <> '')" if column == self.kept_if_empty else part)
        return " OR ".join(parts)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
