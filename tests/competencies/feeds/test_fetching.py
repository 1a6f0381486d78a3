"""Feed files that come by themselves, from the folder and from an address, up to what a level becomes (C2)."""

import gzip
import logging
import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from django.core import serializers

from competencies import tasks
from competencies.feeds import fetching, unpacking
from competencies.models import (
    Attainment,
    Feed,
    FeedFile,
    FeedRun,
    FeedSource,
    Transcript,
)
from config import celery
from partners.models import JournalEntry
from tests.competencies.feeds.files import HEADINGS
from tests.competencies.feeds.server import NAME, reply

SECRET = "Bearer s3cret-of-the-vendor"
LATER = timedelta(minutes=1)


def rows(feed: Feed, *lines: str, time: str = "") -> bytes:
    """A file of the feed with these rows."""
    first = [f"# generated_at: {time}"] if time else []
    return "\n".join([*first, HEADINGS[feed], *lines, ""]).encode()


PEOPLE = rows(Feed.TRANSCRIPTS, "MC-1,Erik,,")


@pytest.fixture
def sweep(world, desk, settings, tmp_path):
    """One sweep of each kind after the other, a minute after the last; nothing else lets time pass."""
    settings.FEED_STORE = str(tmp_path / "store")

    def once(times: int = 1) -> None:
        for _ in range(times):
            desk.at += LATER
            with time_machine.travel(desk.at, tick=False):
                tasks.fetch_feeds()
                tasks.load_feeds()
                tasks.review_due()

    return once


@pytest.fixture
def folder(sweep, settings, tmp_path) -> Path:
    """The vendor's folder."""
    settings.FEED_FOLDER = str(tmp_path / "vendor")
    Path(settings.FEED_FOLDER).mkdir()
    return Path(settings.FEED_FOLDER)


@pytest.fixture
def address(sweep, vendor, settings):
    """The vendor's server, from which transcripts are asked every hour."""
    settings.FEED_ADDRESSES = {"transcripts": f"https://{NAME}/transcripts.csv?sig=signature-in-the-address"}
    settings.FEED_AUTHORIZATIONS = {"transcripts": SECRET}
    settings.FEED_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    vendor.replies = [reply(PEOPLE, ETag='"one"')]
    return vendor


def runs() -> list[tuple[str, str, str]]:
    return list(FeedRun.objects.order_by("pk").values_list("feed", "name", "stage"))


def source(kind: str = "address", feed: str = "transcripts") -> FeedSource:
    return FeedSource.objects.get(feed=feed, kind=kind)


# ---- whole ----


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
        tasks.fetch_feeds()
    assert not FeedSource.objects.exists()


# ---- the folder ----


def test_the_vendors_files_stay_as_they_are_and_are_loaded_once(folder, sweep, settings):
    file = folder / "transcripts.csv"
    file.write_bytes(PEOPLE)
    before = file.stat()
    sweep(5)
    assert runs() == [("transcripts", "transcripts.csv", "finished")]
    assert file.read_bytes() == PEOPLE
    assert (file.stat().st_mtime_ns, file.stat().st_mode) == (before.st_mtime_ns, before.st_mode)
    assert list(Path(settings.FEED_STORE).iterdir()) == []


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("transcripts.csv", "transcripts"),
        ("transcripts_20180101T000000Z.csv", "transcripts"),
        ("Transcripts-daily.CSV", "transcripts"),
        ("transcripts2018.csv.gz", "transcripts"),
        ("transcriptsold.csv", None),
        ("new_transcripts.csv", None),
        (".transcripts.csv", None),
        ("transcripts.csv.part", None),
        ("transcripts.txt", None),
        ("transcripts\x07.csv", None),
    ],
)
def test_a_file_is_named_for_its_feed(folder, sweep, name, feed):
    content = gzip.compress(PEOPLE) if name.endswith(".gz") else PEOPLE
    (folder / name).write_bytes(content)
    sweep(2)
    assert [run[0] for run in runs()] == ([feed] if feed else [])
    assert Transcript.objects.filter(mcid="MC-1").exists() == bool(feed)


def test_a_packed_file_has_its_time_in_its_name(folder, sweep):
    (folder / "transcripts_20180110T000000Z.csv.gz").write_bytes(gzip.compress(PEOPLE))
    sweep(2)
    run = FeedRun.objects.get()
    assert run.name == "transcripts_20180110T000000Z.csv"
    assert run.generated_at.isoformat() == "2018-01-10T00:00:00+00:00"


def test_a_file_that_still_grows_is_left_alone(folder, sweep):
    file = folder / "transcripts.csv"
    for number in range(3):
        with file.open("ab") as growing:
            growing.write(PEOPLE if number == 0 else b"MC-%d,Eva,,\n" % (number + 1))
        sweep()
        assert runs() == []
    sweep()
    assert Transcript.objects.count() == 3


def test_a_file_that_changes_while_it_is_copied_is_not_taken_half(folder, sweep, monkeypatch):
    file = folder / "transcripts.csv"
    file.write_bytes(PEOPLE)
    sweep()

    def growing(blocks):
        for block in unpacking.unpacked(blocks):
            with file.open("ab") as other:
                other.write(b"MC-2,Eva,,\n")
            yield block

    monkeypatch.setattr("competencies.feeds.folder.unpacked", growing)
    sweep()
    assert runs() == []
    assert source("folder").failure == "broken-off"


def test_a_file_that_is_written_anew_is_loaded_again_even_with_earlier_content(folder, sweep):
    file = folder / "readings.csv"
    for amount in ("100", "200", "100"):
        file.write_bytes(rows(Feed.READINGS, f"1,consumption,2018-02-01,{amount}"))
        os.utime(file, ns=(0, len(runs()) * 10**9))
        sweep(2)
    assert len(runs()) == 3


def test_known_content_under_another_name_or_with_a_new_time_of_change_is_not_loaded_again(folder, sweep):
    (folder / "transcripts.csv").write_bytes(PEOPLE)
    sweep(2)
    os.utime(folder / "transcripts.csv", (1, 1))
    (folder / "transcripts-copy.csv").write_bytes(PEOPLE)
    sweep(3)
    assert len(runs()) == 1


def test_known_content_with_a_later_time_in_its_name_is_loaded(folder, sweep):
    for day in ("20180101", "20180102"):
        (folder / f"transcripts_{day}T000000Z.csv").write_bytes(PEOPLE)
        sweep(3)
    assert len(runs()) == 2


def test_a_file_that_went_and_came_back_is_not_loaded_again(folder, sweep):
    file = folder / "transcripts.csv"
    file.write_bytes(PEOPLE)
    sweep(2)
    file.unlink()
    sweep()
    file.write_bytes(PEOPLE)
    sweep(3)
    assert len(runs()) == 1


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("transcripts.csv", b"a,b\n1,2\n", "wrong-header"),
        ("transcripts.csv", b"", "empty"),
        ("transcripts_20990101T000000Z.csv", PEOPLE, "from-the-future"),
        ("transcripts.csv.gz", gzip.compress(PEOPLE)[:20], "bad-packing"),
    ],
)
def test_an_unfit_file_is_shown_once_and_lets_the_others_pass(
    folder, sweep, name, content, refusal, settings
):
    (folder / name).write_bytes(content)
    (folder / "transcripts_fit.csv").write_bytes(PEOPLE)
    sweep(5)
    refused = FeedRun.objects.get(stage="refused")
    assert (refused.refusal, refused.finished_at is not None) == (refusal, True)
    assert JournalEntry.objects.get(kind="feed-refused").data["refusal"] == refusal
    assert list(Path(settings.FEED_STORE).iterdir()) == []
    if refusal != "from-the-future":
        assert Transcript.objects.exists()


def test_a_file_over_the_limit_is_shown_once(folder, sweep, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST", 10)
    (folder / "transcripts.csv").write_bytes(PEOPLE)
    sweep(4)
    assert list(FeedRun.objects.values_list("refusal", flat=True)) == ["too-large"]


def test_links_and_pipes_are_no_files(folder, sweep, tmp_path):
    (tmp_path / "elsewhere.csv").write_bytes(PEOPLE)
    (folder / "transcripts_link.csv").symlink_to(tmp_path / "elsewhere.csv")
    os.mkfifo(folder / "transcripts_pipe.csv")
    (folder / "transcripts_folder.csv").mkdir()
    sweep(3)
    assert runs() == []
    assert source("folder").failure == ""


def test_a_link_that_takes_a_files_place_is_not_followed(folder, sweep, tmp_path, monkeypatch):
    (folder / "transcripts.csv").write_bytes(PEOPLE)
    sweep()
    there = list(fetching.folder._lying(Feed.TRANSCRIPTS))
    monkeypatch.setattr(
        "competencies.feeds.folder._lying", lambda feed: there if feed == "transcripts" else []
    )
    (folder / "transcripts.csv").rename(tmp_path / "elsewhere.csv")
    (folder / "transcripts.csv").symlink_to(tmp_path / "elsewhere.csv")
    sweep()
    assert runs() == []
    assert source("folder").failure == "unreadable"


def test_a_folder_that_is_not_there_is_told_once_and_found_when_it_is_back(folder, sweep, caplog):
    folder.rmdir()
    sweep(3)
    told = [line for line in caplog.messages if "no transcripts from the folder: unreadable" in line]
    assert len(told) == 1
    assert source("folder").failure == "unreadable"
    folder.mkdir()
    sweep()
    assert (source("folder").failure, source("folder").succeeded_at is not None) == ("", True)


# ---- an address ----


def test_an_address_is_asked_every_hour_and_loads_what_is_new(address, sweep):
    sweep()
    assert runs() == [("transcripts", "transcripts.csv", "finished")]
    sweep(30)
    assert len(address.asked) == 1
    address.replies = [b"HTTP/1.1 304 Not Modified\r\n\r\n"]
    sweep(35)
    assert 'If-None-Match: "one"' in address.asked[1]
    address.replies = [reply(rows(Feed.TRANSCRIPTS, "MC-2,Eva,,"), ETag='"two"')]
    sweep(60)
    assert (len(runs()), source().etag) == (2, '"two"')
    assert set(Transcript.objects.values_list("mcid", flat=True)) >= {"MC-1", "MC-2"}


def test_a_server_that_knows_no_etags_does_not_make_us_load_twice(address, sweep, settings):
    address.replies = [reply(PEOPLE)]
    sweep(130)
    assert (len(address.asked), len(runs())) == (3, 1)
    assert list(Path(settings.FEED_STORE).iterdir()) == []


def test_a_newer_time_makes_the_same_content_newer(address, sweep):
    names = [f'attachment; filename="transcripts_2018010{day}T000000Z.csv"' for day in (1, 2)]
    address.replies = [reply(PEOPLE, Content_Disposition=name) for name in names]
    sweep(62)
    assert FeedRun.objects.freshest()["transcripts"].generated_at.day == 2
    assert len(runs()) == 2


def test_what_a_server_said_of_one_address_is_not_told_to_another(address, sweep, settings):
    sweep()
    settings.FEED_ADDRESSES = {"transcripts": f"https://{NAME}/other.csv"}
    sweep(60)
    assert "If-None-Match" not in address.asked[1]


def test_a_packed_file_at_an_address_is_unpacked(address, sweep):
    address.replies = [reply(gzip.compress(PEOPLE), Content_Type="application/gzip")]
    sweep()
    assert Transcript.objects.filter(mcid="MC-1").exists()


@pytest.mark.parametrize(
    ("given", "failure"),
    [
        (reply(b"", "302 Found", Location="https://elsewhere.example/"), "redirected"),
        (reply(b"", "401 Unauthorized"), "denied"),
        (reply(b"", "500 Internal Server Error"), "server"),
        (reply(PEOPLE, Content_Encoding="br"), "bad-packing"),
        (reply(PEOPLE)[:-5], "broken-off"),
    ],
)
def test_a_failure_is_kept_leaves_nothing_and_passes(address, sweep, settings, given, failure):
    address.replies = [given, reply(PEOPLE)]
    sweep()
    assert (source().failure, source().succeeded_at, source().leased_until) == (failure, None, None)
    assert runs() == []
    assert list(Path(settings.FEED_STORE).glob("*")) == []
    sweep(60)
    assert (source().failure, len(runs())) == ("", 1)


def test_a_bomb_fills_no_disk(address, sweep, settings, monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST", 1 << 20)
    address.replies = [reply(gzip.compress(bytes(8 << 20)), Content_Encoding="gzip")]
    sweep()
    assert (source().failure, runs()) == ("too-large", [])
    assert list(Path(settings.FEED_STORE).iterdir()) == []


def test_an_unfit_answer_is_shown_once(address, sweep):
    address.replies = [reply(b"<html>maintenance</html>", ETag='"page"')]
    sweep(200)
    assert runs() == [("transcripts", "transcripts.csv", "refused")]
    assert FeedRun.objects.get().refusal == "wrong-header"


def test_credentials_and_addresses_are_neither_kept_nor_logged(address, sweep, caplog):
    caplog.set_level(logging.DEBUG)
    address.replies = [reply(b"", "401 Unauthorized"), reply(PEOPLE)]
    sweep(62)
    assert all(f"Authorization: {SECRET}" in request for request in address.asked)
    kept = [FeedSource, FeedFile, FeedRun, JournalEntry]
    text = caplog.text + serializers.serialize("json", (row for model in kept for row in model.objects.all()))
    assert "transcripts" in text
    for word in ("s3cret", "signature", NAME):
        assert word not in text


# ---- two at once, and ends in the middle ----


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
