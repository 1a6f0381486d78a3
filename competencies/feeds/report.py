"""The report of a run's bad rows, as CSV: line, field, reason; never what stood there."""

import csv
from collections.abc import Iterator
from typing import Protocol

from competencies.models import FeedRun
from competencies.models.feeds import Flaw

COLUMNS = ("line", "field", "reason")


class Writable(Protocol):
    """Where text can be written."""

    def write(self, text: str, /) -> object:
        """Write it."""


def bad_rows(run: FeedRun) -> Iterator[tuple[int, str, str]]:
    """Line, field and reason in the reader's language, by line; a chunk in memory at a time."""
    rows = run.flaws.order_by("line", "pk").values_list("line", "field", "reason")
    for line, field, reason in rows.iterator(chunk_size=2_000):
        yield line, field, str(Flaw(reason).label)


def write_report(run: FeedRun, out: Writable) -> None:
    """The whole report, with its heading."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(bad_rows(run))
