"""The words under which a listing is found, as one column: an array on PostgreSQL, padded text on SQLite.

PostgreSQL looks them up in a GIN index; SQLite, which is for trials, reads the column of every row.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Lookup
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, tuple[Any, ...]]


class WordsField(Field):  # type: ignore[type-arg]
    """A set of words without blanks, which is a frozenset in Python."""

    description = "words of a listing"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """An array where there are arrays."""
        return "text[]" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(
        self, value: Iterable[str] | None, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        """In an order that does not change with every run."""
        if value is None:
            return None
        words = sorted(value)
        return words if connection.vendor == "postgresql" else f" {' '.join(words)} "

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> frozenset[str]:
        """Of an array or of padded text."""
        return frozenset(value.split() if isinstance(value, str) else value or ())


class _Lookup(Lookup):
    """What both lookups share: the words are given as they are."""

    prepare_rhs = False
    operator, joint, nothing = "", "", ""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """A look into the padded text for each word."""
        lhs, params = self.process_lhs(compiler, connection)
        if not self.rhs:
            return self.nothing, ()
        each = self.joint.join([f"instr({lhs}, %s) > 0"] * len(self.rhs))
        return f"({each})", tuple(part for word in self.rhs for part in (*params, f" {word} "))

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """One comparison of arrays."""
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} {self.operator} %s::text[]", (*params, list(self.rhs))


@WordsField.register_lookup
class Having(_Lookup):
    """`words__having=[…]`: all of them."""

    lookup_name = "having"
    operator, joint, nothing = "@>", " AND ", "1 = 1"


@WordsField.register_lookup
class HavingAny(_Lookup):
    """`words__having_any=[…]`: at least one of them."""

    lookup_name = "having_any"
    operator, joint, nothing = "&&", " OR ", "1 = 0"
