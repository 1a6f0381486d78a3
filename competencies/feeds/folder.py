"""The folder into which the vendor's files are put; it is the vendor's, and only read."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from competencies.feeds.arrivals import arrived, take, turn_away
from competencies.feeds.deadline import Deadline
from competencies.feeds.failures import Failed
from competencies.feeds.unpacking import unpacked
from competencies.models import Feed, FeedFile, FeedSource
from competencies.models.sources import Failure

QUIET = timedelta(seconds=30)
"""A file that kept its size and time of change for so long is whole."""

_BLOCK = 1 << 16
_UNFIT = {Failure.TOO_LARGE, Failure.BAD_PACKING}
"""What does not pass by itself."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that lies there: its name, bytes and time of change in nanoseconds since 1970."""

    name: str
    size: int
    changed_ns: int


def look(source: FeedSource, deadline: Deadline, now: datetime) -> None:
    """Take what is new of the source's feed and whole, the oldest first. Raises Failed after the others are done."""
    failed: Failed | None = None
    feed = Feed(source.feed)
    there = sorted(_lying(feed), key=lambda file: (file.changed_ns, file.name))
    rows = FeedFile.objects.in_bulk([file.name for file in there], field_name="name")
    for file in there:
        row = rows.get(file.name)
        if row is None or (row.size, row.changed_ns) != (file.size, file.changed_ns):
            _sight(file, now)
        elif not row.taken and now - row.seen_at >= QUIET:
            try:
                _take(feed, file, row, deadline, now)
            except Failed as failure:
                failed = failure
    if failed is not None:
        raise failed


def _lying(feed: Feed) -> Iterator[Lying]:
    """The feed's name, then anything that is no letter, then .csv or .csv.gz; no links, no folders."""
    fits = re.compile(rf"{feed.value}(?![a-z]).*\.csv(\.gz)?", re.IGNORECASE)
    try:
        with os.scandir(settings.FEED_FOLDER) as entries:
            for entry in entries:
                if entry.name.isprintable() and fits.fullmatch(entry.name):
                    there = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(there.st_mode):
                        yield Lying(entry.name, there.st_size, there.st_mtime_ns)
    except OSError as error:
        raise Failed(Failure.UNREADABLE) from error


def _sight(file: Lying, now: datetime) -> None:
    given = {"size": file.size, "changed_ns": file.changed_ns, "seen_at": now, "taken": False}
    FeedFile.objects.update_or_create(name=file.name, defaults=given)


def _take(feed: Feed, file: Lying, row: FeedFile, deadline: Deadline, now: datetime) -> None:
    try:
        arrival = arrived(feed, file.name, unpacked(deadline.keeping(_content(file))))
    except Failed as failed:
        if failed.failure not in _UNFIT:
            raise
        with transaction.atomic():
            turn_away(feed, file.name, failed.failure.value, size=file.size, now=now)
            FeedFile.objects.filter(pk=row.pk).update(taken=True)
        return
    with transaction.atomic():
        take(arrival, before=row.digest, now=now)
        FeedFile.objects.filter(pk=row.pk).update(taken=True, digest=arrival.digest)


def _content(file: Lying) -> Iterator[bytes]:
    """The file's bytes; raises Failed if it cannot be read or is another by now."""
    try:
        # Neither through a link that took its place, nor waiting for somebody to fill a pipe.
        path = Path(settings.FEED_FOLDER) / file.name
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as content:
            # One that grows faster than it is read ends all the same.
            while content.tell() <= file.size and (block := content.read(_BLOCK)):
                yield block
            there = os.fstat(content.fileno())
    except OSError as error:
        raise Failed(Failure.UNREADABLE) from error
    if (there.st_size, there.st_mtime_ns) != (file.size, file.changed_ns):
        raise Failed(Failure.BROKEN_OFF)
