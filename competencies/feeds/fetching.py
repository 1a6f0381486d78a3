"""Asking the sources whose time has come, one process at a time for each, safe to be killed anywhere (C2)."""

import hashlib
import logging
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from competencies.feeds import folder
from competencies.feeds.arrivals import arrived, take
from competencies.feeds.deadline import Deadline
from competencies.feeds.failures import Failed
from competencies.feeds.https import Wanted, answer_to
from competencies.feeds.unpacking import unpacked
from competencies.models import Feed, FeedSource
from competencies.models.sources import Failure, SourceKind
from partners.clock import now

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)
"""So long a source is kept for who asks it: longer than a task may last."""

FOLDER_EVERY = timedelta(seconds=45)
"""How long after a look at the folder the next is due: less than the time between two sweeps."""

ANSWER_SECONDS = 60
"""Within so long a server's answer must have come as a whole."""


def fetch_due(*, seconds: float) -> None:
    """Ask every source that is due, the longest waiting first, for about so long. Quiet when there is none."""
    deadline = Deadline(seconds)
    moment = now()
    waiting = [source for source in _sources() if is_due(source, moment)]
    for source in sorted(waiting, key=lambda each: (each.tried_at is not None, each.tried_at, each.pk)):
        if deadline.is_over:
            return
        _fetch(source, deadline)


def next_due(source: FeedSource) -> datetime | None:
    """When a source will be asked next; None if no setting asks for it, or as soon as may be if it never was."""
    if not _is_wanted(source.feed, source.kind):
        return None
    return source.tried_at and source.tried_at + _pause(source)


def is_due(source: FeedSource, moment: datetime) -> bool:
    """Whether it is time to ask."""
    return source.tried_at is None or source.tried_at + _pause(source) <= moment


def _pause(source: FeedSource) -> timedelta:
    return FOLDER_EVERY if source.kind == SourceKind.FOLDER else timedelta(minutes=settings.FEED_MINUTES)


def _is_wanted(feed: str, kind: str) -> bool:
    return bool(settings.FEED_FOLDER) if kind == SourceKind.FOLDER else feed in settings.FEED_ADDRESSES


def _sources() -> list[FeedSource]:
    """A row for each source that the settings ask for."""
    wanted = [(feed, kind) for feed in Feed.values for kind in SourceKind.values if _is_wanted(feed, kind)]
    if not wanted:
        return []
    rows = {(row.feed, row.kind): row for row in FeedSource.objects.all()}
    return [rows.get(key) or FeedSource.objects.get_or_create(feed=key[0], kind=key[1])[0] for key in wanted]


def _fetch(source: FeedSource, deadline: Deadline) -> None:
    if not _claim(source):
        return
    failure = ""
    try:
        _WAYS[SourceKind(source.kind)](source, deadline, now())
    except Failed as failed:
        failure = failed.failure.value
    except (DatabaseError, OSError):
        # Whatever it was, the other sources do not wait for it.
        logger.exception("feed source %s was broken off", source.pk)
        failure = Failure.UNREADABLE.value
    if failure and failure != source.failure:
        logger.warning("no %s from the %s: %s", source.feed, source.kind, failure)
    _release(source, failure)


def _claim(source: FeedSource) -> bool:
    """Hold the source for this sweep; False if another holds it or has asked it meanwhile."""
    moment = now()
    source.holder = uuid.uuid4().hex
    free = Q(leased_until=None) | Q(leased_until__lte=moment)
    rows = FeedSource.objects.filter(free, pk=source.pk, tried_at=source.tried_at)
    return rows.update(holder=source.holder, leased_until=moment + LEASE) == 1


def _release(source: FeedSource, failure: str) -> None:
    """Note how it went. A sweep that was overtaken after its lease has nothing to say."""
    moment = now()
    went = {"failure": failure} if failure else {"failure": "", "succeeded_at": moment}
    mine = FeedSource.objects.filter(pk=source.pk, holder=source.holder)
    mine.update(holder="", leased_until=None, tried_at=moment, **went)


def _ask(source: FeedSource, deadline: Deadline, moment: datetime) -> None:
    """Take what the address has, if it is another than last time."""
    address = settings.FEED_ADDRESSES[source.feed]
    place = hashlib.sha256(address.encode()).hexdigest()
    if place != source.place:
        source.etag = source.last_modified = source.digest = ""
    authorization = settings.FEED_AUTHORIZATIONS.get(source.feed, "")
    wanted = Wanted(address, authorization, source.etag, source.last_modified)
    seconds = min(deadline.left(), ANSWER_SECONDS)
    with answer_to(wanted, networks=settings.FEED_ALLOWED_NETWORKS, seconds=seconds) as answer:
        if answer is None:
            return
        arrival = arrived(Feed(source.feed), answer.name, unpacked(answer.content))
    with transaction.atomic():
        take(arrival, before=source.digest, now=moment)
        FeedSource.objects.filter(pk=source.pk, holder=source.holder).update(
            place=place, etag=answer.etag, last_modified=answer.last_modified, digest=arrival.digest
        )


_WAYS: Mapping[SourceKind, Callable[[FeedSource, Deadline, datetime], None]] = {
    SourceKind.FOLDER: folder.look,
    SourceKind.ADDRESS: _ask,
}
