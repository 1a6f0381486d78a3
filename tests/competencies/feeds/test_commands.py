"""The four commands, and what a worker does with what they leave to it (C2)."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from competencies import tasks
from competencies.models import Achievement, Attestation, Feed, FeedRun, Reading, Transcript
from tests.competencies.feeds.files import HEADINGS

ROWS = {
    Feed.ACHIEVEMENTS: ("MC-1,cloud-basic,2017-05-01,,", Achievement),
    Feed.TRANSCRIPTS: ("MC-1,Erik,erik@contoso.example,s3cret", Transcript),
    Feed.READINGS: ("{mpn},consumption,2018-01-01,1", Reading),
    Feed.ATTESTATIONS: ("{mpn},reseller,R-1,2018-01-01,", Attestation),
}


def load(feed: Feed, path, **options) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    call_command(f"load_{feed}", str(path), stdout=out, stderr=errors, **options)
    return out.getvalue(), errors.getvalue()


@pytest.mark.parametrize("feed", ROWS)
def test_each_feed_has_its_command(world, desk, feed):
    row, model = ROWS[feed]
    path = desk.file(feed, row.format(mpn=world.organisation("Contoso").mpn_id))
    out, errors = load(feed, path)
    assert model.objects.count() == 1
    assert "1 rows loaded, 0 bad" in out
    assert errors == ""
    assert path.exists()


def test_bad_rows_are_shown_and_written_to_a_file(desk, tmp_path):
    path = desk.file(Feed.ACHIEVEMENTS, *[f"MC-{n},cloud-basic,soon,," for n in range(12)], "MC-1")
    out, errors = load(Feed.ACHIEVEMENTS, path)
    assert "0 rows loaded, 13 bad" in out
    assert errors.splitlines()[0] == "line 2: earned_on: is not a day; write YYYY-MM-DD"
    assert errors.splitlines()[-1] == "and 3 more; --report writes all of them to a file"
    load(Feed.ACHIEVEMENTS, path, report=tmp_path / "bad.csv")
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    assert rows[-1] == {"line": "14", "field": "", "reason": "the line has too many or too few fields"}


def test_a_file_of_another_kind_ends_the_command(desk):
    with pytest.raises(CommandError, match="mcid, credential, earned_on"):
        load(Feed.ACHIEVEMENTS, desk.raw(HEADINGS[Feed.READINGS].encode()))


def test_a_worker_loads_what_is_left_to_it(desk, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    path = desk.file(Feed.TRANSCRIPTS, "MC-1,Erik,,s3cret", name="people_20180101T000000Z.csv")
    out, _errors = load(Feed.TRANSCRIPTS, path, later=True)
    assert "a worker will load it" in out
    assert not Transcript.objects.exists()
    tasks.load_feeds()
    tasks.load_feeds()
    assert Transcript.objects.get().name == "Erik"
    run = FeedRun.objects.get()
    assert (run.name, run.generated_at.isoformat()) == (path.name, "2018-01-01T00:00:00+00:00")
    assert path.exists()
    assert list((tmp_path / "store").iterdir()) == []


def test_a_refused_file_leaves_no_copy(desk, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    with pytest.raises(CommandError):
        load(Feed.TRANSCRIPTS, desk.raw(b"nothing of the kind\n"), later=True)
    assert list((tmp_path / "store").iterdir()) == []
