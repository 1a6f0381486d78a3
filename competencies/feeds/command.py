"""What the four `manage.py load_…` commands have in common."""

import itertools
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from competencies.feeds.opening import opened, received
from competencies.feeds.report import bad_rows
from competencies.feeds.report import report as report_of
from competencies.feeds.runs import Held, advance
from competencies.feeds.store import copied
from competencies.models import Feed, FeedRun
from competencies.models.feeds import Stage
from partners.clock import now
from partners.refusals import Refused

SHOWN = 10


class LoadCommand(BaseCommand):
    """Loads a file; broken off, it goes on where it stopped when it is called again with the same file."""

    feed: ClassVar[Feed]

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and what becomes of it."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV, UTF-8; it is left where it is")
        parser.add_argument("--report", type=Path, metavar="CSV", help="write all bad rows to this file")
        parser.add_argument(
            "--later", action="store_true", help="only copy it into the portal; a worker loads it soon"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what was found; bad rows do not fail the command."""
        try:
            run = self._load(options["file"], later=options["later"])
        except (Refused, Held) as error:
            raise CommandError(str(error)) from error
        if not run.is_over:
            self.stdout.write(f"run {run.pk}: a worker will load it")
            return
        self.stdout.write(
            f"run {run.pk}: {run.staged} rows loaded, {run.bad} bad; "
            f"{run.organisations} organisations will be reviewed"
        )
        self._tell_bad_rows(run, options["report"])

    def _load(self, path: Path, *, later: bool) -> FeedRun:
        if later:
            return received(feed=self.feed, copy=copied(path), name=path.name, now=now(), by=None)
        run = opened(feed=self.feed, path=path, now=now(), by=None)
        with _Bar(run) as bar:
            advance(run, progress=bar.show)
        return run

    def _tell_bad_rows(self, run: FeedRun, report: Path | None) -> None:
        if report is not None:
            with report.open("w", encoding="utf-8", newline="") as out:
                out.writelines(report_of(run))
            return
        for line, field, reason in itertools.islice(bad_rows(run), SHOWN):
            self.stderr.write(": ".join(part for part in (f"line {line}", field, reason) if part))
        if run.bad > SHOWN:
            self.stderr.write(f"and {run.bad - SHOWN} more; --report writes all of them to a file")


class _Bar:
    """Progress on standard error: first through the file's bytes, then through its rows."""

    def __init__(self, run: FeedRun) -> None:
        self.stage = ""
        self.bar: tqdm[Any] | None = None
        self.show(run)

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def show(self, run: FeedRun) -> None:
        """How far the run is; a bar for each stage that can be measured."""
        if run.stage != self.stage:
            self._close()
            self.stage = run.stage
            self.bar = self._made(run)
        if self.bar is not None:
            self.bar.update(max(0, _done(run) - self.bar.n))

    def _made(self, run: FeedRun) -> "tqdm[Any] | None":
        # No bar where nobody looks at it, such as in a log.
        if run.stage == Stage.STAGING:
            return tqdm(total=run.size, unit="B", unit_scale=True, desc="reading", disable=None)
        if run.stage == Stage.MERGING:
            return tqdm(total=run.line, unit=" lines", desc="loading", disable=None)
        return None

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def _done(run: FeedRun) -> int:
    return run.offset if run.stage == Stage.STAGING else run.merged_line
