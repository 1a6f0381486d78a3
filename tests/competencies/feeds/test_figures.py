"""The feeds of readings and attestations (C2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from competencies.models import Attestation, Feed, Reading, Standing
from competencies.review import review_due
from partners.models import JournalEntry
from tests.competencies.feeds.files import flaws


def readings() -> list[tuple]:
    return list(
        Reading.objects.order_by("organisation", "metric", "on").values_list("metric", "on", "amount")
    )


def test_readings_are_kept_and_replaced(world, desk):
    mpn = world.organisation("Contoso").mpn_id
    desk.load(
        Feed.READINGS, f"{mpn},consumption,2018-02-01,-10.5", f"{mpn},unheard-of,2018-02-01,9999999999999.99"
    )
    desk.load(Feed.READINGS, f"{mpn},consumption,2018-02-01,12")
    assert readings() == [
        ("consumption", date(2018, 2, 1), Decimal("12.00")),
        ("unheard-of", date(2018, 2, 1), Decimal("9999999999999.99")),
    ]


def test_an_older_file_does_not_undo_readings_or_attestations(world, desk):
    mpn = world.organisation("Contoso").mpn_id
    for feed, row in (
        (Feed.READINGS, "consumption,2018-02-01,{}"),
        (Feed.ATTESTATIONS, "reseller,R-1,2018-01-0{},"),
    ):
        desk.load(feed, f"{mpn},{row.format(2)}", time="2018-02-02T00:00:00Z")
        assert desk.load(feed, f"{mpn},{row.format(1)}", time="2018-02-01T00:00:00Z").organisations == 0
    assert readings()[0][2] == 2
    assert Attestation.objects.get().starts_on == date(2018, 1, 2)


@pytest.mark.parametrize(
    ("feed", "row"),
    [(Feed.READINGS, "{},consumption,2018-02-01,5"), (Feed.ATTESTATIONS, "{},reseller,R-1,2018-01-01,")],
)
def test_an_unknown_mpn_id_is_a_bad_row(world, desk, feed, row):
    mpn = world.organisation("Contoso").mpn_id
    run = desk.load(feed, row.format(999_999_999), row.format(mpn), row.format("0"), row.format("x"))
    assert flaws(run) == [
        (2, "mpn_id", "unknown-organisation"), (4, "mpn_id", "not-an-id"), (5, "mpn_id", "not-an-id"),
    ]  # fmt: skip
    assert (run.staged, run.bad, run.organisations) == (1, 3, 1)


def test_an_attestation_brings_a_level_with_the_run_as_cause(world, desk):
    contoso = world.organisation("Contoso")
    run = desk.load(Feed.ATTESTATIONS, f"{contoso.mpn_id},reseller,R-1,2018-01-01,2019-01-01")
    with time_machine.travel(desk.at):
        review_due(as_of=world.on)
    gained = JournalEntry.objects.get(kind="level-attained")
    assert gained.data["because"] == [
        {"reason": "attestation-recorded", "run": run.pk, "attestation": "reseller", "reference": "R-1"}
    ]


def test_an_attestation_may_be_empty_but_not_backwards(world, desk):
    mpn = world.organisation("Contoso").mpn_id
    run = desk.load(
        Feed.ATTESTATIONS,
        f"{mpn},reseller,R-1,2018-01-02,2018-01-02",
        f"{mpn},reseller,R-2,2018-01-02,2018-01-01",
    )
    assert flaws(run) == [(3, "until", "backwards")]


def test_what_a_feed_brings_in_many_rows_waits_as_few_causes(world, desk):
    contoso = world.organisation("Contoso")
    daily = [f"{contoso.mpn_id},consumption,{date(2017, 1, 1) + timedelta(days=n)},1" for n in range(300)]
    many = [f"{contoso.mpn_id},metric-{n:02},2018-01-01,1" for n in range(30)]
    run = desk.load(Feed.READINGS, *daily, *many)
    waiting = Standing.objects.get().waiting
    assert len(waiting) == 21
    assert waiting[0] == {"reason": "reading-recorded", "run": run.pk, "metric": "consumption"}
    assert waiting[-1] == {"reason": "feed-loaded", "run": run.pk, "feed": "readings"}


def test_nobody_is_judged_by_half_a_file(world, desk, monkeypatch):
    from competencies.feeds import advance, merging, opened
    from partners.clock import now

    monkeypatch.setattr(merging, "CHUNK", 1)
    contoso = world.organisation("Contoso")
    mpn = contoso.mpn_id
    rows = [f"{mpn},reseller,R-1,2018-01-01,", f"{mpn},other,R-2,2018-01-01,"]
    with time_machine.travel(desk.at, tick=False):
        review_due(as_of=world.on)
        run = opened(feed=Feed.ATTESTATIONS, path=desk.file(Feed.ATTESTATIONS, *rows), now=now(), by=None)
        seen = []
        advance(run, progress=lambda run: seen.append((run.stage, review_due(as_of=world.on).reviewed)))
        assert seen[:5] == [("staging", 0), ("sifting", 0), ("merging", 0), ("merging", 0), ("merging", 0)]
        assert review_due(as_of=world.on).reviewed == 0
        assert sum(reviewed for _stage, reviewed in seen) == 1
