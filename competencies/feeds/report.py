"""The report of a run's bad rows, as CSV: line, field, reason; never what stood there."""

import csv
from collections.abc import Iterator, Mapping

from competencies.models import FeedRun
from competencies.models.feeds import Flaw

COLUMNS = ("line", "field", "reason")


class _Echo:
    """Hands each row that csv writes back to who asked for it."""

    def write(self, text: str, /) -> str:
        return text


def bad_rows(run: FeedRun) -> Iterator[tuple[int, str, str]]:
    """Line, field and reason in the reader's language, by line; a chunk in memory at a time."""
    for line, field, reason in _flaws(run):
        yield line, field, str(Flaw(reason).label)


def report(run: FeedRun) -> Iterator[str]:
    """The whole report with its heading, a line at a time, in the language of whoever asks now."""
    return _lines(run, {flaw.value: str(flaw.label) for flaw in Flaw})


def _lines(run: FeedRun, words: Mapping[str, str]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for line, field, reason in _flaws(run):
        yield writer.writerow((line, field, words[reason]))


def _flaws(run: FeedRun) -> Iterator[tuple[int, str, str]]:
    rows = run.flaws.order_by("line", "pk").values_list("line", "field", "reason")
    return rows.iterator(chunk_size=2_000)
