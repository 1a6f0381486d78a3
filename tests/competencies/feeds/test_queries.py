"""A step costs as many queries for many rows as for few (docs/adr: set-based, by chunks)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.feeds import advance, opened
from competencies.models import Feed
from competencies.review import review_due
from partners.clock import now, today
from tests.world import World


@pytest.fixture
def world(db):
    return World(today())


def queries(desk, feed: Feed, rows: list[str]) -> int:
    """Of a whole run of one chunk."""
    run = opened(feed=feed, path=desk.file(feed, *rows), now=now(), by=None)
    with CaptureQueriesContext(connection) as captured:
        assert advance(run)
    return len(captured)


@pytest.mark.parametrize("feed", Feed.values)
def test_a_run_takes_as_many_queries_whatever_its_size(world, desk, feed):
    made = [world.organisation(f"Org{number}") for number in range(12)]
    people = [world.employee(each, f"person{each.pk}", "cloud-basic") for each in made]
    review_due(as_of=today())
    rows = {
        Feed.ACHIEVEMENTS: [
            f"{each.transcripts.get().mcid},cloud-basic,2017-01-01,,2018-01-01" for each in people
        ],
        Feed.TRANSCRIPTS: [f"MC-X{each.pk},Erik,,code" for each in people],
        Feed.READINGS: [f"{each.mpn_id},consumption,2018-01-01,5000" for each in made],
        Feed.ATTESTATIONS: [f"{each.mpn_id},reseller,R-1,2018-01-01," for each in made],
    }[Feed(feed)]
    few = queries(desk, feed, rows[:2])
    assert queries(desk, feed, rows[2:]) == few <= 64
