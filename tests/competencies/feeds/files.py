"""Feed files of the tests, and loading them as the commands do."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

from competencies.feeds import advance, opened
from competencies.models import Feed, FeedRun
from partners.clock import now

HEADINGS = {
    Feed.ACHIEVEMENTS: "mcid,credential,earned_on,expires_on,revoked_on",
    Feed.TRANSCRIPTS: "mcid,name,email,access_code",
    Feed.READINGS: "mpn_id,metric,on,amount",
    Feed.ATTESTATIONS: "mpn_id,attestation,reference,from,until",
}


class Desk:
    """Where files of the vendor arrive; `at` is the moment at which the next one is loaded."""

    def __init__(self, folder: Path, on: date) -> None:
        self.folder = folder
        self.at = datetime.combine(on, time(12), ZoneInfo("Europe/Brussels"))
        self.count = 0

    def file(self, feed: Feed, *rows: str, time: str = "", name: str = "") -> Path:
        """A file with these rows, made at the time."""
        first = [f"# generated_at: {time}"] if time else []
        return self.raw("\n".join([*first, HEADINGS[feed], *rows, ""]).encode(), name)

    def raw(self, content: bytes, name: str = "") -> Path:
        """A file with this content."""
        self.count += 1
        path = self.folder / (name or f"file{self.count}.csv")
        path.write_bytes(content)
        return path

    def load(self, feed: Feed, *rows: str, time: str = "", name: str = "") -> FeedRun:
        """Load a file with these rows."""
        return self.load_file(feed, self.file(feed, *rows, time=time, name=name))

    def load_file(self, feed: Feed, path: Path) -> FeedRun:
        """Load a file, a minute after the one before."""
        self.at += timedelta(minutes=1)
        with time_machine.travel(self.at, tick=False):
            run = opened(feed=feed, path=path, now=now(), by=None)
            assert advance(run)
        return run


def flaws(run: FeedRun) -> list[tuple[int, str, str]]:
    """The run's bad rows, by line."""
    return list(run.flaws.order_by("line").values_list("line", "field", "reason"))
