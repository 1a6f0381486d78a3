"""Files that came by themselves: each becomes a run for a worker, or a refused one that staff sees (C2, A3)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from competencies.feeds.failures import Failed
from competencies.feeds.heading import time_in
from competencies.feeds.opening import received
from competencies.feeds.store import kept
from competencies.models import Feed, FeedRun
from competencies.models.feeds import Stage
from competencies.models.sources import Failure
from partners.actions import events
from partners.clock import day_of
from partners.journal import Kind
from partners.refusals import Refused

_NOT_OF_THE_CONTENT = ("file-gone", "file-changed", "from-the-future")
"""Refusals after which the same content may be fit under another name or at another time."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The portal's own copy of a file. `digest`: SHA-256 of its content, unpacked."""

    feed: Feed
    name: str
    copy: Path
    digest: str


def arrived(feed: Feed, name: str, content: Iterable[bytes]) -> Arrival:
    """Keep the content, which comes in blocks; nothing is kept of one that breaks off."""
    digest = hashlib.sha256()

    def read() -> Iterator[bytes]:
        for block in content:
            digest.update(block)
            yield block

    copy = kept(read())
    return Arrival(feed, name.removesuffix(".gz") or f"{feed}.csv", copy, digest.hexdigest())


def take(arrival: Arrival, *, before: str, now: datetime) -> None:
    """Make a run of it, unless its content is known; in the transaction that notes that it was taken.

    `before`: the digest of what came last from the same place, under the same name; empty if nothing did.
    """
    if not _is_new(arrival, before):
        arrival.copy.unlink(missing_ok=True)
        return
    size = arrival.copy.stat().st_size
    try:
        received(feed=arrival.feed, copy=arrival.copy, name=arrival.name, now=now, by=None)
    except Refused as refused:
        if refused.code == "unreadable":
            raise Failed(Failure.UNREADABLE) from refused
        turn_away(arrival.feed, arrival.name, refused.code, size=size, digest=arrival.digest, now=now)


def turn_away(feed: Feed, name: str, code: str, *, size: int, now: datetime, digest: str = "") -> None:
    """Show staff once, as a refused run, a file that cannot be loaded."""
    run = FeedRun.objects.create(
        feed=feed,
        stage=Stage.REFUSED,
        refusal=code,
        name=name[-255:],
        digest=digest,
        size=size,
        generated_at=now,
        started_at=now,
        finished_at=now,
    )
    data = {"run": run.pk, "feed": feed.value, "refusal": code}
    events.record(Kind.FEED_REFUSED, on=day_of(now), by=None, data=data)


def _is_new(arrival: Arrival, before: str) -> bool:
    """Content that was loaded, or refused, is not taken again, unless its name gives it another time."""
    if before and arrival.digest != before:
        # What was true before something else was may be true again.
        return True
    same = FeedRun.objects.filter(feed=arrival.feed, digest=arrival.digest).exclude(
        refusal__in=_NOT_OF_THE_CONTENT
    )
    time = time_in(arrival.name)
    if time is not None:
        return not same.filter(Q(generated_at=time) | Q(name=arrival.name)).exists()
    return not before and not same.exists()
