"""Queries that Django writes out once for each process: afterwards only their values change.

For the few that every page asks: building one anew takes far longer than PostgreSQL needs to answer it.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Slot(Expression):
    """The place of a value that is given when the query is asked; `written` makes of it what the database reads."""

    def __init__(self, name: str, written: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self.name = name
        self.written = written

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A parameter, which is this slot itself until somebody asks."""
        return "%s", (self,)

    def filled(self, values: dict[str, Any]) -> Any:
        """What the database is given."""
        value = values[self.name]
        return value if self.written is None else self.written(value)


class Prepared(Generic[Row]):
    """A function that builds a queryset from values, such as days and ids; called by name, it gives the rows.

    The function must look at nothing but its values, and use each only as something to compare with. SQLite is
    asked in the ordinary way: it takes a list of ids as so many parameters.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...]] | None = None

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, as if the queryset had been built with these values."""
        if self._written is None:
            rows = self._build(**values)
            if connections[rows.db].vendor != "postgresql":
                return list(rows)
            self._written = self._write(values)
        return self._ask(*self._written, values)

    def _write(self, values: dict[str, Any]) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...]]:
        rows = self._build(**{name: Slot(name) for name in values})
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql()
        return rows, compiler, sql, tuple(params)

    def _ask(
        self,
        written: QuerySet[Any, Row],
        compiler: SQLCompiler,
        sql: str,
        params: tuple[Any, ...],
        values: Any,
    ) -> list[Row]:
        filled = tuple(each.filled(values) if isinstance(each, Slot) else each for each in params)
        again: Any = copy(compiler)
        again.connection = connections[written.db]
        again.as_sql = lambda *_args, **_options: (sql, filled)
        rows: Any = written.all()
        rows.query.get_compiler = lambda *_args, **_options: again
        # A list, not the queryset: one that is filtered further would still ask the same.
        return list(rows)
