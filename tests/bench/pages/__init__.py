"""The portal's pages and reports on PostgreSQL, as a server hands them out, for a firm of 20,000 people."""

from collections.abc import Collection, Iterator
from pathlib import Path

from tests.bench.pages import reports, serving
from tests.bench.pages.ground import running
from tests.bench.row import Row

LIMITS = {**reports.LIMITS, **serving.LIMITS}


def rows(size: str, folder: Path, wanted: Collection[str]) -> Iterator[Row]:
    """A row for each that is wanted, on one server with one database."""
    with running(size) as ground:
        for measurement in (reports, serving):
            if any(name in wanted for name in measurement.LIMITS):
                yield from (row for row in measurement.rows(ground) if row.name in wanted)
