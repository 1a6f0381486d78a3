"""The folder of the vendor's files: what is taken from it, once, and what is left alone (C2)."""

import gzip
import os
from pathlib import Path

import pytest

from competencies.feeds import folder as folder_module
from competencies.feeds import unpacking
from competencies.models import Feed, FeedRun, Transcript
from partners.models import JournalEntry
from tests.competencies.feeds.coming import PEOPLE, rows, runs, source


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
    content = gzip.compress(PEOPLE, mtime=0) if name.endswith(".gz") else PEOPLE
    (folder / name).write_bytes(content)
    sweep(2)
    assert [run[0] for run in runs()] == ([feed] if feed else [])
    assert Transcript.objects.filter(mcid="MC-1").exists() == bool(feed)


def test_a_packed_file_has_its_time_in_its_name(folder, sweep):
    (folder / "transcripts_20180110T000000Z.csv.gz").write_bytes(gzip.compress(PEOPLE, mtime=0))
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
        ("transcripts.csv.gz", gzip.compress(PEOPLE, mtime=0)[:20], "bad-packing"),
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
    there = list(folder_module._lying(Feed.TRANSCRIPTS))
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
