"""A lookup for many ids: `pk__among=ids` is `pk__in=ids` with one parameter for all of them."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.fields.related import ForeignObject
from django.db.models.lookups import In, Lookup
from django.db.models.sql.compiler import SQLCompiler

from partners.models.prepared import Slot

Compiled = tuple[str, tuple[Any, ...]]


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """Whole numbers only. PostgreSQL is given an array, which Django and the server read far faster than a list."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """As `IN`, for engines without arrays."""
        sql, params = In(self.lhs, [int(each) for each in self.rhs]).as_sql(compiler, connection)
        return sql, tuple(params)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """As `= ANY` of one array."""
        lhs, params = self.process_lhs(compiler, connection)
        # A slot stands for ids that are not known yet.
        ids: Any = Slot(self.rhs.name, _array) if isinstance(self.rhs, Slot) else _array(self.rhs)
        return f"{lhs} = ANY(%s::bigint[])", (*params, ids)


def _array(ids: Iterable[Any]) -> str:
    return "{" + ",".join([str(int(each)) for each in ids]) + "}"
