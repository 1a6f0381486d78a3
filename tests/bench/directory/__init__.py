"""Find a partner among a million published ones on PostgreSQL: whole pages as a server hands them out, one user."""

from collections.abc import Collection, Iterator
from pathlib import Path

from tests.bench.directory import asking
from tests.bench.directory.ground import running
from tests.bench.row import Row

LIMITS = asking.LIMITS


def rows(size: str, folder: Path, wanted: Collection[str]) -> Iterator[Row]:
    """A row for each that is wanted, on one server with one database; nothing of it stays."""
    with running(size) as ground:
        yield from (row for row in asking.rows(ground) if row.name in wanted)
