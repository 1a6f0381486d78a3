"""The portal's own copies of files, between their arrival and their loading; readable by nobody else."""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from competencies.models import FeedRun
from partners.refusals import Refused

_BLOCK = 1 << 16
FORGOTTEN_AFTER = timedelta(hours=1)
"""A copy gets its run within moments of being made."""


def copied(path: Path) -> Path:
    """A copy of the file. Raises Refused if it cannot be read."""
    try:
        with path.open("rb") as original:
            return kept(iter(lambda: original.read(_BLOCK), b""))
    except OSError as error:
        raise Refused("unreadable", _("The file cannot be read: %s.") % error.strerror) from error


def kept(content: Iterable[bytes]) -> Path:
    """A file of this content, which comes in blocks; safe on the disk when this returns."""
    folder = Path(settings.FEED_STORE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".csv", dir=folder)  # made with mode 600
    try:
        with os.fdopen(handle, "wb") as copy:
            for block in content:
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def tidy(now: datetime) -> None:
    """Remove copies whose maker died before it made a run of them."""
    folder = Path(settings.FEED_STORE)
    before = (now - FORGOTTEN_AFTER).timestamp()
    old = [path for path in folder.glob("*.csv") if _changed_at(path) < before]
    if old:
        known = set(FeedRun.objects.unfinished().filter(owned=True).values_list("path", flat=True))
        for path in old:
            if str(path.resolve()) not in known:
                path.unlink(missing_ok=True)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        # Another worker was first: there is nothing left to remove.
        return float("inf")
