"""Runs that were broken off: by kill -9 anywhere, by somebody else, by a file that changed (C2)."""

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import OperationalError

from competencies.feeds import Held, advance, advance_waiting, copied, merging, opened, runs, staging
from competencies.feeds.store import tidy
from competencies.models import Achievement, Feed, FeedFlaw, FeedRun, FeedTouch, Reading, Standing, Transcript
from competencies.models.staged import StagedAchievement, StagedReading
from config.environment import ROOT
from partners.clock import now, today
from partners.models import JournalEntry
from tests.competencies.feeds.files import Desk
from tests.refusing import refused
from tests.services.processes import environment
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = [("staging", 2), ("staging", 4), ("sifting", 1), ("merging", 1), ("merging", 3), ("marking", 2)]


@pytest.fixture
def world():
    return World(today())


@pytest.fixture
def desk(world, tmp_path):
    return Desk(tmp_path, world.on)


def a_file(world, desk):
    """35 good rows of 15 organisations, two with one key, one of nobody's and a bad one; all orders mixed."""
    made = [world.organisation(f"Org{number}") for number in range(15)]
    rows = [
        f"{made[n % 15].mpn_id},consumption,{date(2018, 1, 1) + timedelta(days=n)},{n}" for n in range(34)
    ]
    rows += [f"{made[3].mpn_id},consumption,2018-01-04,77", "999999999,consumption,2018-01-01,1", "x,y,z,1"]
    return desk.file(Feed.READINGS, *rows, time="2018-02-01T00:00:00Z")


def state() -> list:
    """Everything that a run leaves behind, but for its own times and holder."""
    readings = Reading.objects.order_by("organisation", "on")
    return [
        list(readings.values_list("organisation", "on", "amount", "generated_at")),
        list(FeedFlaw.objects.order_by("line").values_list("line", "field", "reason")),
        list(Standing.objects.order_by("pk").values_list("pk", "next_review_on", "waiting")),
        list(JournalEntry.objects.filter(kind="feed-loaded").values_list("data", flat=True)),
        list(FeedRun.objects.values_list("stage", "line", "staged", "bad", "written", "organisations")),
        StagedReading.objects.count(),
        FeedTouch.objects.count(),
    ]


@pytest.mark.parametrize("when", ["inside", "after"])
@pytest.mark.parametrize(("stage", "number"), PLACES)
def test_a_killed_run_goes_on_where_it_stopped(world, desk, stage, number, when):
    path = a_file(world, desk)
    place = [Feed.READINGS, path, stage, str(number), when]
    command = [sys.executable, "-W", "ignore", "-m", "tests.competencies.feeds.dying", *map(str, place)]
    died = subprocess.run(command, cwd=ROOT, env=environment("redis://127.0.0.1:1/0"), check=False)
    assert died.returncode == -signal.SIGKILL
    broken = FeedRun.objects.get()
    assert broken.stage != "finished"
    run = opened(feed=Feed.READINGS, path=path, now=now(), by=None)
    assert run.pk == broken.pk
    assert advance(run)
    assert (run.staged, run.bad, run.organisations) == (34, 3, 15)
    assert state()[0] == expected(world)
    cause = {"reason": "reading-recorded", "run": run.pk, "metric": "consumption"}
    assert [each[2] for each in state()[2]] == [[cause]] * 15
    assert {each[1] for each in state()[2]} == {today()}
    assert state()[1] == [
        (6, "mpn_id metric on", "replaced"), (38, "mpn_id", "unknown-organisation"), (39, "mpn_id", "not-an-id"),
    ]  # fmt: skip
    assert state()[3:] == [
        [{"run": run.pk, "feed": "readings", "rows": 34, "bad": 3, "organisations": 15}],
        [("finished", 39, 34, 3, 34, 15)],
        0,
        0,
    ]


def expected(world) -> list:
    given = FeedRun.objects.get().generated_at
    ids = [each.pk for each in world.organisations.values()]
    amounts = {n: 77 if n == 3 else n for n in range(34)}
    rows = [
        (ids[n % 15], date(2018, 1, 1) + timedelta(days=n), amount, given) for n, amount in amounts.items()
    ]
    return sorted(rows)


def test_what_a_dead_command_has_staged_is_finished_by_a_worker(world, desk):
    path = a_file(world, desk)
    place = [Feed.READINGS, path, "merging", "2", "inside"]
    command = [sys.executable, "-W", "ignore", "-m", "tests.competencies.feeds.dying", *map(str, place)]
    subprocess.run(command, cwd=ROOT, env=environment("redis://127.0.0.1:1/0"), check=False)
    path.unlink()
    advance_waiting(seconds=30)
    assert state()[0] == expected(world)


def test_a_worker_leaves_a_file_that_is_not_the_portals_to_who_named_it(desk):
    run = opened(feed=Feed.ACHIEVEMENTS, path=desk.file(Feed.ACHIEVEMENTS), now=now(), by=None)
    advance_waiting(seconds=30)
    run.refresh_from_db()
    assert run.stage == "staging"


def test_only_one_process_works_at_a_run(desk):
    run = opened(feed=Feed.ACHIEVEMENTS, path=desk.file(Feed.ACHIEVEMENTS), now=now(), by=None)
    FeedRun.objects.update(holder="elsewhere:1:1", leased_until=now() + timedelta(minutes=1))
    with pytest.raises(Held):
        advance(run)
    FeedRun.objects.update(leased_until=now() - timedelta(seconds=1))
    assert advance(run)


def test_who_lost_a_run_writes_nothing_more(desk, monkeypatch):
    monkeypatch.setattr(staging, "CHUNK", 1)
    rows = ["MC-1,cloud-basic,2017-05-01,,", "MC-2,cloud-basic,2017-05-01,,"]
    run = opened(feed=Feed.ACHIEVEMENTS, path=desk.file(Feed.ACHIEVEMENTS, *rows), now=now(), by=None)
    with pytest.raises(Held):
        advance(run, progress=lambda _run: FeedRun.objects.update(holder="elsewhere:1:1"))
    assert StagedAchievement.objects.count() == 1
    assert FeedRun.objects.get().holder == "elsewhere:1:1"


@pytest.mark.postgres
def test_two_files_about_the_same_people_at_once(desk, monkeypatch):
    from tests.competencies.review.test_two_at_once import together

    monkeypatch.setattr(merging, "CHUNK", 50)
    rows = [f"MC-{n},cloud-basic,2017-05-01,," for n in range(300)]
    one = opened(feed=Feed.ACHIEVEMENTS, path=desk.file(Feed.ACHIEVEMENTS, *rows), now=now(), by=None)
    mirrored = desk.file(Feed.ACHIEVEMENTS, *reversed(rows))
    other = opened(feed=Feed.ACHIEVEMENTS, path=mirrored, now=now(), by=None)
    results = together(lambda: advance(one), lambda: advance(other))
    # Whichever the database broke off for a deadlock goes on with the next sweep.
    for run, result in zip((one, other), results, strict=True):
        assert result is True or advance(FeedRun.objects.get(pk=run.pk))
    assert (Transcript.objects.count(), Achievement.objects.count()) == (300, 300)


def test_it_stops_when_its_time_is_up_and_goes_on_later(desk, monkeypatch):
    monkeypatch.setattr(staging, "CHUNK", 1)
    rows = ["MC-1,cloud-basic,2017-05-01,,", "MC-2,cloud-basic,2017-05-01,,"]
    run = opened(feed=Feed.ACHIEVEMENTS, path=desk.file(Feed.ACHIEVEMENTS, *rows), now=now(), by=None)
    assert advance(run, seconds=0) is False
    assert FeedRun.objects.get().leased_until is None
    assert advance(FeedRun.objects.get(), seconds=60) is True


def test_a_file_that_changed_meanwhile_is_refused_and_leaves_nothing(desk, monkeypatch):
    monkeypatch.setattr(staging, "CHUNK", 1)
    path = desk.file(Feed.ACHIEVEMENTS, "MC-1,cloud-basic,2017-05-01,,", "MC-2,cloud-basic,2017-05-01,,")
    run = opened(feed=Feed.ACHIEVEMENTS, path=path, now=now(), by=None)
    staging.stage(run)
    path.write_bytes(path.read_bytes().replace(b"2017", b"2016"))
    with pytest.raises(runs.Refused):
        advance(run)
    refused_run = FeedRun.objects.get()
    assert (refused_run.stage, refused_run.refusal) == ("refused", "file-changed")
    assert not StagedAchievement.objects.exists()
    assert not Achievement.objects.exists()
    assert JournalEntry.objects.get(kind="feed-refused").data["refusal"] == "file-changed"
    path.unlink()
    refused("unreadable", opened, feed=Feed.ACHIEVEMENTS, path=path, now=now(), by=None)


def test_the_portals_own_copy_is_private_and_goes_after_loading(desk, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    given = desk.file(Feed.TRANSCRIPTS, "MC-1,Erik,,s3cret")
    copy = copied(given)
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    run = opened(feed=Feed.TRANSCRIPTS, path=copy, name=given.name, owned=True, now=now(), by=None)
    assert run.name == given.name
    advance_waiting(seconds=30)
    assert Transcript.objects.get().name == "Erik"
    assert (copy.exists(), given.exists()) == (False, True)


class Crash(BaseException):
    """What nothing catches."""


@pytest.mark.parametrize("stage", ["staging", "sifting"])
def test_a_copy_that_a_crash_left_is_removed_by_who_goes_on(desk, settings, tmp_path, stage):
    settings.FEED_STORE = str(tmp_path / "store")
    copy = copied(desk.file(Feed.TRANSCRIPTS, "MC-1,Erik,,s3cret"))
    run = opened(feed=Feed.TRANSCRIPTS, path=copy, owned=True, now=now(), by=None)

    def crash(run):
        if run.stage == stage:
            raise Crash

    with pytest.raises(Crash):
        advance(run, progress=crash)
    assert copy.exists()
    advance_waiting(seconds=30)
    assert not copy.exists()
    assert FeedRun.objects.get().stage == "finished"


def test_a_copy_without_a_run_is_removed_after_an_hour(desk, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    old, fresh = (copied(desk.file(Feed.TRANSCRIPTS, f"MC-{n},Erik,,s3cret")) for n in range(2))
    waiting = copied(desk.file(Feed.TRANSCRIPTS, "MC-9,Erik,,s3cret"))
    opened(feed=Feed.TRANSCRIPTS, path=waiting, owned=True, now=now(), by=None)
    hours_ago = (now() - timedelta(hours=2)).timestamp()
    for path in (old, waiting):
        os.utime(path, (hours_ago, hours_ago))
    tidy(now())
    assert [path.exists() for path in (old, fresh, waiting)] == [False, True, True]


def test_a_second_copy_of_what_waits_already_is_not_kept(desk, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    given = desk.file(Feed.TRANSCRIPTS, "MC-1,Erik,,s3cret")
    first, second = copied(given), copied(given)
    runs = [
        opened(feed=Feed.TRANSCRIPTS, path=path, owned=True, now=now(), by=None) for path in (first, second)
    ]
    assert runs[0].pk == runs[1].pk
    assert (first.exists(), second.exists()) == (True, False)


def test_a_run_that_fails_stands_in_no_others_way(desk, settings, tmp_path, monkeypatch, caplog):
    settings.FEED_STORE = str(tmp_path / "store")
    for number in range(2):
        copy = copied(desk.file(Feed.TRANSCRIPTS, f"MC-{number},Erik,,s3cret"))
        opened(feed=Feed.TRANSCRIPTS, path=copy, owned=True, now=now(), by=None)
    first = FeedRun.objects.earliest("pk")
    stage = runs.stage

    def failing(run):
        if run.pk == first.pk:
            raise OperationalError("the connection is gone")
        stage(run)

    monkeypatch.setattr(runs, "stage", failing)
    advance_waiting(seconds=30)
    assert list(FeedRun.objects.order_by("pk").values_list("stage", flat=True)) == ["staging", "finished"]
    assert "was broken off" in caplog.text
    monkeypatch.setattr(runs, "stage", stage)
    advance_waiting(seconds=30)
    assert Transcript.objects.count() == 2
