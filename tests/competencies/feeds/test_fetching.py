"""Sources asked when they are due, by one worker at a time, up to what a level becomes (C2)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from competencies import tasks
from competencies.feeds import fetching
from competencies.models import Attainment, Feed, FeedRun, FeedSource
from config import celery
from partners.models import JournalEntry
from tests.competencies.feeds.coming import PEOPLE, rows, runs, source


def test_a_file_in_the_folder_becomes_a_level_with_the_run_as_its_cause(world, folder, sweep, desk):
    contoso = world.organisation("Contoso")
    world.employee(contoso, "erik", "data-basic")
    world.attest(contoso)
    before = desk.at
    (folder / "readings_20180228T230000Z.csv").write_bytes(
        rows(Feed.READINGS, f"{contoso.mpn_id},consumption,2018-02-28,5000")
    )
    sweep(2)
    run = FeedRun.objects.get()
    assert (run.stage, run.generated_at.isoformat()) == ("finished", "2018-02-28T23:00:00+00:00")
    attained = Attainment.objects.get(organisation=contoso, competency="data")
    assert (attained.level, attained.until) == ("silver", None)
    told = JournalEntry.objects.get(kind="level-attained", competency="data")
    causes = [cause for cause in told.data["because"] if cause["reason"] == "reading-recorded"]
    assert [cause["run"] for cause in causes] == [run.pk]
    assert told.recorded_at - run.finished_at <= timedelta(minutes=5)
    assert desk.at - before <= timedelta(minutes=5)


def test_the_sweeps_come_often_enough_for_five_minutes():
    """Once a run is at its end, its organisations are due, and the next sweep takes them."""
    seconds = {entry["task"]: entry["schedule"] for entry in celery.app.conf.beat_schedule.values()}
    assert seconds["competencies.review_due"] <= 60
    assert seconds["competencies.load_feeds"] <= 60
    assert seconds["competencies.fetch_feeds"] <= 60
    assert celery.app.conf.task_soft_time_limit >= tasks.FETCH_SECONDS + 30
    assert fetching.LEASE.total_seconds() > celery.app.conf.task_time_limit


def test_without_settings_nothing_is_looked_for(sweep, django_assert_num_queries):
    with django_assert_num_queries(0):
        fetching.fetch_due(seconds=1)
    assert not FeedSource.objects.exists()


def test_a_source_that_another_worker_asks_is_left_to_it_until_its_lease_is_over(address, sweep, desk):
    sweep()
    FeedSource.objects.update(holder="other", leased_until=desk.at + timedelta(minutes=70), tried_at=desk.at)
    sweep(65)
    assert len(address.asked) == 1
    sweep(10)
    assert len(address.asked) == 2


def test_who_saw_the_source_before_another_asked_it_does_not_ask_again(address, sweep, desk):
    FeedSource.objects.create(feed="transcripts", kind="address")
    stale = source()
    sweep()
    with time_machine.travel(desk.at, tick=False):
        assert not fetching._claim(stale)


class Crash(BaseException):
    """What nothing catches."""


@pytest.mark.parametrize(
    "place", ["competencies.feeds.fetching.take", "competencies.feeds.arrivals.received"]
)
def test_a_crash_before_the_run_leaves_nothing_and_is_made_up_for(
    address, sweep, desk, settings, monkeypatch, place
):
    def crash(*_, **__):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(place, crash)
        with pytest.raises(Crash):
            sweep()
    assert (runs(), source().etag) == ([], "")
    sweep(6)
    assert (len(runs()), source().etag) == (1, '"one"')
    os.utime(next(Path(settings.FEED_STORE).iterdir()), (0, 0))
    sweep()
    assert list(Path(settings.FEED_STORE).iterdir()) == []


def test_a_crash_after_the_run_repeats_nothing(address, sweep, monkeypatch):
    def crash(*_, **__):
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "_release", crash)
        with pytest.raises(Crash):
            sweep()
    sweep(10)
    assert len(runs()) == 1


def test_one_source_that_breaks_stands_in_no_others_way(folder, address, sweep, monkeypatch):
    (folder / "transcripts_more.csv").write_bytes(rows(Feed.TRANSCRIPTS, "MC-2,Eva,,"))

    def full(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(fetching, "arrived", full)
    sweep(2)
    assert source().failure == "unreadable"
    assert [run[1] for run in runs()] == ["transcripts_more.csv"]


def test_a_sweep_without_time_leaves_the_rest_to_the_next(folder, address, sweep, monkeypatch):
    monkeypatch.setattr(tasks, "FETCH_SECONDS", 0)
    sweep()
    assert not FeedSource.objects.filter(tried_at__isnull=False).exists()


def test_content_that_comes_both_ways_is_loaded_once(folder, address, sweep, settings):
    (folder / "transcripts.csv").write_bytes(PEOPLE)
    sweep(3)
    assert len(runs()) == 1
    assert list(Path(settings.FEED_STORE).iterdir()) == []
