"""Statements over a chunk of staged rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

# The tables grow while a run goes on, and the planner's figures lag behind: it would read whole tables for
# each chunk. A chunk is small beside them, so its rows are looked up by index.
_BY_INDEX = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
_AS_BEFORE = "SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on"


@contextmanager
def carried_out(statement: str, parameters: Sequence[Any]) -> Iterator[CursorWrapper]:
    """The cursor after the statement, inside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_BY_INDEX)
        cursor.execute(statement, parameters)
        yield cursor
        if connection.vendor == "postgresql":
            cursor.execute(_AS_BEFORE)
