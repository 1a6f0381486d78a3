"""Tables whose rows are never changed or deleted, held by a trigger of the database itself.

Decision 9: SQLite drops a table's triggers when a migration rebuilds it, so they are made again after
every migrate. A model asks for it with `append_only = True`, or with `never_deleted = True` where rows change but
a status rests on them.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

# Names are kept short and derived from the table, so that making them twice replaces them.
_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"""

_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$"""

_POSTGRES = """CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""

_POSTGRES_TRUNCATE = """CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""

_POSTGRES_DELETE = """CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""


def protected_tables(app: AppConfig) -> list[str]:
    """The tables of an app's models that say `append_only = True`."""
    return [model._meta.db_table for model in app.get_models() if _is_append_only(model)]


def kept_tables(app: AppConfig) -> list[str]:
    """The tables of an app's models that say `never_deleted = True`."""
    return [model._meta.db_table for model in app.get_models() if getattr(model, "never_deleted", False)]


def protect(connection: BaseDatabaseWrapper, tables: list[str], kept: list[str]) -> None:
    """Make the triggers that refuse a change to rows of `tables`, and a deletion of rows of `kept`.

    Harmless if they are there.
    """
    with connection.cursor() as cursor:
        for statement in _protecting(connection.vendor, tables, kept):
            cursor.execute(statement)


def release(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    """Drop the triggers again: only for emptying a test database."""
    with connection.cursor() as cursor:
        for statement in _releasing(connection.vendor, tables):
            cursor.execute(statement)


def protect_after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Receive `post_migrate` of an app: protect those of its tables that exist by now."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    tables, kept = (
        [table for table in found if table in present]
        for found in (protected_tables(sender), kept_tables(sender))
    )
    protect(connection, tables, kept)


def _is_append_only(model: type[Model]) -> bool:
    return bool(getattr(model, "append_only", False))


def _protecting(vendor: str, tables: list[str], kept: list[str]) -> list[str]:
    if vendor == "sqlite":
        changes = [
            _SQLITE.format(table=table, verb=verb) for table in tables for verb in ("UPDATE", "DELETE")
        ]
        return changes + [_SQLITE.format(table=table, verb="DELETE") for table in kept]
    triggers = [sql.format(table=table) for table in tables for sql in (_POSTGRES, _POSTGRES_TRUNCATE)]
    return [_POSTGRES_FUNCTION, *triggers, *(_POSTGRES_DELETE.format(table=table) for table in kept)]


def _releasing(vendor: str, tables: list[str]) -> list[str]:
    if vendor == "sqlite":
        names = [f"{table}_no_{verb}" for table in tables for verb in ("UPDATE", "DELETE")]
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for table in tables
        for what in ("change", "truncate", "delete")
    ]
