"""Many rows of one model written in one statement: what a chunk leaves behind, on either engine."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

Value = Callable[[Any], Any]
"""Takes the value of a column from a row, as PostgreSQL's COPY is given it."""


MANY = 30
"""From so many rows on a statement of its own for PostgreSQL is worth its while."""


def insert(rows: Sequence[Model], *, numbered: bool = False) -> None:
    """New rows. With `numbered` they know their primary keys afterwards on PostgreSQL, too.

    COPY takes a fraction of the time of an INSERT that is built for its rows, but has to ask for keys first.
    """
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql" or len(rows) < MANY:
        model._default_manager.bulk_create(rows)
        return
    if numbered:
        _number(rows)
    columns = _columns(model, with_key=numbered)
    names = ", ".join(connection.ops.quote_name(name) for name, _ in columns)
    values = [value for _, value in columns]
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_table(model)} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([value(row) for value in values])


def update(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Rows that exist, with the values that these fields have in memory now."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    if connection.vendor != "postgresql" or len(rows) < MANY:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=[key.name], update_fields=fields
        )
        return
    columns = [key, *(field for field in model._meta.concrete_fields if field.name in fields)]
    document = [{_name(each): getattr(row, each.attname) for each in columns} for row in rows]
    types = ", ".join(f"{_quote(_name(each))} {each.rel_db_type(connection)}" for each in columns)
    changes = ", ".join(f"{_quote(_name(each))} = given.{_quote(_name(each))}" for each in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} AS known SET {changes} "  # noqa: S608 names of our own models
            f"FROM json_to_recordset(%s::json) AS given({types}) "
            f"WHERE known.{_quote(_name(key))} = given.{_quote(_name(key))}",
            [orjson.dumps(document).decode()],
        )


def _number(rows: Sequence[Model]) -> None:
    """Give rows the next primary keys, in their order."""
    table, key = type(rows[0])._meta.db_table, type(rows[0])._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, _name(key), len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number


@lru_cache(maxsize=32)
def _columns(model: type[Model], *, with_key: bool) -> list[tuple[str, Value]]:
    fields = [field for field in model._meta.concrete_fields if with_key or not field.primary_key]
    return [(_name(field), _value(field)) for field in fields]


def _value(field: "Field[Any, Any]") -> Value:
    name = field.attname
    if isinstance(field, JSONField):
        return lambda row: orjson.dumps(row.__dict__[name]).decode()
    if isinstance(field, DateTimeField):
        # A stamp of the moment of writing is set by the field itself.
        return lambda row: field.pre_save(row, add=True)
    return lambda row: row.__dict__[name]


def _name(field: "Field[Any, Any]") -> str:
    return str(field.column)


def _table(model: type[Model]) -> str:
    return _quote(model._meta.db_table)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
