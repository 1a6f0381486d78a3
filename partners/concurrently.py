"""Indexes on tables that may be large, made while others go on writing to them.

A migration that uses this holds nothing else and says `atomic = False`.
"""

from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddIndexConcurrently(AddIndex):
    """`AddIndex` without a lock on writers on PostgreSQL, and plainly on SQLite, which has one writer anyway.

    It may be broken off anywhere and run again: PostgreSQL leaves a half-made index, marked as not valid,
    which is dropped and made anew; a whole one stays. Raises NotSupportedError inside a transaction.
    """

    atomic = False

    def describe(self) -> str:
        """For the list of a migration's steps."""
        return f"{super().describe()}, without locking"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the index, unless it is there and whole."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        concurrently = _how(schema_editor)
        valid = _validity(schema_editor, self.index.name)
        if valid is False:
            schema_editor.remove_index(model, self.index, **concurrently)
        if not valid:
            schema_editor.add_index(model, self.index, **concurrently)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop it again, with as little locking."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        concurrently = _how(schema_editor)
        if _validity(schema_editor, self.index.name) is not None:
            schema_editor.remove_index(model, self.index, **concurrently)


class IndexBeginnings(Operation):
    """An index for `istartswith` on a text, made like the others on PostgreSQL; SQLite reads the whole table.

    Django's own indexes cannot name how PostgreSQL compares beginnings without breaking SQLite.
    """

    reversible = True
    atomic = False

    def __init__(self, model_name: str, field: str, name: str) -> None:
        self.model_name, self.field, self.name = model_name, field, name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model knows of it."""

    def describe(self) -> str:
        """For the list of a migration's steps."""
        return f"Index the beginnings of {self.field} of {self.model_name}, without locking"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the index, unless it is there and whole."""
        if not _how(schema_editor):
            return
        valid = _validity(schema_editor, self.name)
        if valid is False:
            self._drop(schema_editor)
        if not valid:
            table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
            quoted = [schema_editor.quote_name(each) for each in (self.name, table, self.field)]
            schema_editor.execute(
                "CREATE INDEX CONCURRENTLY {} ON {} (UPPER({}) text_pattern_ops)".format(*quoted)
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop it again."""
        if _how(schema_editor):
            self._drop(schema_editor)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.name)}")


def _how(schema_editor: BaseDatabaseSchemaEditor) -> dict[str, bool]:
    """What PostgreSQL's schema editor is told besides; no transaction may be open then."""
    if schema_editor.connection.vendor != "postgresql":
        return {}
    if schema_editor.connection.in_atomic_block:
        raise NotSupportedError("set atomic = False on a migration that makes indexes without locking")
    return {"concurrently": True}


def _validity(schema_editor: BaseDatabaseSchemaEditor, name: str) -> bool | None:
    """Whether the index of this name is whole; None if there is none."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        question = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
        name = connection.ops.quote_name(name)
    else:
        question = "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s"
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        found = cursor.fetchone()
    return None if found is None else bool(found[0])
