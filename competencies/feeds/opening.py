"""Making a run of a file, or finding the one that was broken off."""

import hashlib
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.feeds.formats import FORMATS
from competencies.feeds.heading import read_heading
from competencies.models import Feed, FeedRun
from partners.models import User
from partners.refusals import Refused

MOST_AHEAD = timedelta(days=1)
"""A file from later than this would stand in the way of every file until then."""


def opened(
    *, feed: Feed, path: Path, now: datetime, by: User | None, name: str = "", owned: bool = False
) -> FeedRun:
    """A run of this file: a new one, or the unfinished one of the same content, which goes on.

    `owned`: the file is the portal's own copy and is removed after loading. Raises Refused if the file
    cannot be read, is none of this feed, or comes from the future.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            digest = digest_of(file)
            size = file.tell()
            heading = read_heading(file, name=name, columns=FORMATS[feed].columns)
    except OSError as error:
        raise Refused("unreadable", _("The file cannot be read: %s.") % error.strerror) from error
    unfinished = FeedRun.objects.unfinished().filter(feed=feed, digest=digest)
    if run := unfinished.first():
        return _taken_up(run, path, owned=owned)
    if heading.generated_at is not None and heading.generated_at > now + MOST_AHEAD:
        raise Refused("from-the-future", _("The file's time lies in the future. Correct it."))
    try:
        with transaction.atomic():
            return FeedRun.objects.create(
                feed=feed,
                name=name[-255:],
                path=str(path.resolve()),
                owned=owned,
                digest=digest,
                size=size,
                columns=list(heading.columns),
                generated_at=heading.generated_at or now,
                started_at=now,
                started_by=by,
                offset=heading.offset,
                line=heading.line,
            )
    except IntegrityError:
        # Somebody else began with the same content at the same moment.
        return unfinished.get()


def received(*, feed: Feed, copy: Path, name: str, now: datetime, by: User | None) -> FeedRun:
    """A run that a worker will do, of the portal's own copy of a file with this name; raises as `opened`.

    A copy that is refused is removed.
    """
    try:
        return opened(feed=feed, path=copy, name=name, owned=True, now=now, by=by)
    except Refused:
        copy.unlink(missing_ok=True)
        raise


def digest_of(file: BufferedReader) -> str:
    """SHA-256 of the whole content; leaves the file at its end."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def _taken_up(run: FeedRun, path: Path, *, owned: bool) -> FeedRun:
    """The run as it is; a second copy of the same content is not needed."""
    if owned and run.owned:
        path.unlink(missing_ok=True)
    elif not run.owned:
        # The same content may lie elsewhere by now.
        FeedRun.objects.filter(pk=run.pk).update(path=str(path.resolve()), owned=owned)
        run.refresh_from_db()
    return run
