"""What comes by itself in the tests: files by feed, and what became of them."""

from competencies.models import Feed, FeedRun, FeedSource
from tests.competencies.feeds.files import HEADINGS

SECRET = "Bearer s3cret-of-the-vendor"


def rows(feed: Feed, *lines: str, time: str = "") -> bytes:
    """A file of the feed with these rows."""
    first = [f"# generated_at: {time}"] if time else []
    return "\n".join([*first, HEADINGS[feed], *lines, ""]).encode()


PEOPLE = rows(Feed.TRANSCRIPTS, "MC-1,Erik,,")


def runs() -> list[tuple[str, str, str]]:
    """Feed, name and stage of each run."""
    return list(FeedRun.objects.order_by("pk").values_list("feed", "name", "stage"))


def source(kind: str = "address", feed: str = "transcripts") -> FeedSource:
    """A source as it stands."""
    return FeedSource.objects.get(feed=feed, kind=kind)
