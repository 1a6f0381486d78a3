"""The vendor's systems of the demo: what they know goes into files, which are loaded by the feeds (C2).

A fact is told for a delivery; on the day of that delivery one file for each feed is written and loaded as
`manage.py load_…` would, and who became due is reviewed as by the worker.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from django.utils import timezone

from competencies.feeds import advance, opened
from competencies.feeds.formats import FORMATS
from competencies.models import Feed
from competencies.review import review_due
from memberships.demo.diary import Diary
from memberships.demo.seat import Seat
from partners.clock import now

DELIVERIES = (1250, 1000, 800, 620, 480, 360, 270, 190, 120, 70, 40, 22, 12, 6, 4, 1)
"""So many days ago files with transcripts and achievements came."""

Row = Callable[[], Sequence[object]]
"""The fields of a row, asked for when the file is written: an MPN ID is given only on the day of enrolment."""

# Of one day transcripts come first, as people are known before their exams.
_ORDER = (Feed.TRANSCRIPTS, Feed.ACHIEVEMENTS, Feed.ATTESTATIONS, Feed.READINGS)


class Certified(Protocol):
    """Whom the certification system knows."""

    name: str
    email: str
    mcid: str
    access_code: str


class Delivery(NamedTuple):
    """A file of a feed that comes `ago` days ago and was `made` so many days ago."""

    ago: int
    feed: Feed
    made: int


class Vendor:
    """Collects rows while stories are told; `deliver` puts the files into the diary."""

    def __init__(self, diary: Diary, folder: Path) -> None:
        self.diary = diary
        self.folder = folder
        self._rows: defaultdict[Delivery, list[Row]] = defaultdict(list)
        self._earned: dict[tuple[str, str], date] = {}

    def delivery_before(self, ago: int) -> int:
        """How many days ago the last delivery before a day came."""
        return min((each for each in DELIVERIES if each > ago), default=ago + 1)

    def tells(self, feed: Feed, ago: int, row: Row, *, made: int | None = None) -> None:
        """Put a row into the file of a feed that comes so many days ago; `made`: if it is older than that."""
        self._rows[Delivery(ago, feed, ago if made is None else made)].append(row)

    def knows(self, person: Certified, ago: int) -> None:
        """Tell of somebody's transcript, with the access code by which it is claimed."""
        row = (person.mcid, person.name, person.email, person.access_code)
        self.tells(Feed.TRANSCRIPTS, ago, lambda: row)

    def certifies(
        self, person: Certified, credential: str, ago: int, *, earned: int, ends: int | None = None
    ) -> None:
        """Tell of a credential earned `earned` days ago; `ends`: it expires so many days ago, or to come."""
        earned_on = self.diary.ago(earned)
        self._earned[person.mcid, credential] = earned_on
        row = (person.mcid, credential, earned_on, "" if ends is None else self.diary.ago(ends), "")
        self.tells(Feed.ACHIEVEMENTS, ago, lambda: row)

    def revokes(self, person: Certified, credential: str, ago: int) -> None:
        """Withdraw a credential that was told before: a delta of one row."""
        earned_on = self._earned[person.mcid, credential]
        row = (person.mcid, credential, earned_on, "", self.diary.ago(ago))
        self.tells(Feed.ACHIEVEMENTS, ago, lambda: row)

    def forgets_that_it_revoked(self, person: Certified, credential: str, ago: int, *, made: int) -> None:
        """Send an older file late: it does not know of the withdrawal, and does not undo it."""
        row = (person.mcid, credential, self._earned[person.mcid, credential], "", "")
        self.tells(Feed.ACHIEVEMENTS, ago, lambda: row, made=made)

    def reads(self, partner: Seat, metric: str, amount: object, ago: int) -> None:
        """Tell what a metric of a partner read on a day."""
        self.tells(Feed.READINGS, ago, lambda: (partner.row.mpn_id, metric, self.diary.ago(ago), amount))

    def attests(self, partner: Seat, kind: str, reference: str, ago: int, *, ends: int) -> None:
        """Tell that a partner is something, from that day on until a day so many days ago, or to come."""
        days = (self.diary.ago(ago), self.diary.ago(ends))
        self.tells(Feed.ATTESTATIONS, ago, lambda: (partner.row.mpn_id, kind, reference, *days))

    def deliver(self) -> None:
        """Let every file come on its day, after whatever else happens on it."""
        for delivery in sorted(self._rows, key=lambda each: _ORDER.index(each.feed)):
            self.diary.note(delivery.ago, partial(self._load, delivery))

    def _load(self, delivery: Delivery, on: date) -> None:
        moment = min(datetime.combine(on, time(4), tzinfo=timezone.get_default_timezone()), now())
        run = opened(feed=delivery.feed, path=self._written(delivery), now=moment, by=None)
        advance(run, at=moment)
        review_due(as_of=on)

    def _written(self, delivery: Delivery) -> Path:
        """The file: its time stands in its name, or in its first line if it comes late. It holds codes."""
        made = datetime.combine(self.diary.ago(delivery.made + 1), time(23, 40), tzinfo=UTC)
        late = delivery.made != delivery.ago
        name = "sent-again" if late else f"{made:%Y%m%dT%H%M%SZ}"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{delivery.feed.value}_{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            if late:
                file.write(f"# generated_at: {made:%Y-%m-%dT%H:%M:%SZ}\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(FORMATS[delivery.feed].columns)
            writer.writerows(row() for row in self._rows[delivery])
        return path
