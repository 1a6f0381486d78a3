"""How fresh each feed is, and when the next file is looked for (G11)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from competencies.feeds.fetching import next_due
from competencies.models import Feed, FeedRun, FeedSource


@dataclass(frozen=True, slots=True)
class Freshness:
    """A feed with the run of its latest file, if any was loaded, and when the next is looked for, if ever."""

    feed: Feed
    run: FeedRun | None
    next_look: datetime | None


def freshness() -> list[Freshness]:
    """Of every feed, in two queries."""
    runs = FeedRun.objects.freshest()
    coming: dict[str, list[datetime]] = defaultdict(list)
    for source in FeedSource.objects.all():
        if due := next_due(source):
            coming[source.feed].append(due)
    return [Freshness(feed, runs.get(feed), min(coming[feed], default=None)) for feed in Feed]
