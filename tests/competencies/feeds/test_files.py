"""Files as they come: all that can be wrong with one, and with a row of it (C2)."""

from datetime import UTC, datetime, timedelta

import pytest

from competencies.feeds import lines, opened
from competencies.models import Achievement, Feed, FeedRun
from partners.clock import now
from tests.competencies.feeds.files import HEADINGS, flaws
from tests.refusing import refused

FEED = Feed.ACHIEVEMENTS
HEADING = HEADINGS[FEED].encode()
GOOD = b"MC-1,cloud-basic,2017-05-01,,"


def load(desk, content: bytes) -> FeedRun:
    return desk.load_file(FEED, desk.raw(content))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + HEADING + b"\n" + GOOD + b"\n",
        b"\xef\xbb\xbf# generated_at: 2018-01-01T00:00:00Z\r\n" + HEADING + b"\r\n" + GOOD + b"\r\n",
        HEADING + b"\n" + GOOD,
        b"\n".join([HEADING, b"", GOOD, b"   ", b""]),
        b"MCID, Credential, earned_on, expires_on, revoked_on\n MC-1 , cloud-basic , 2017-05-01 , , \n",
        b'"mcid","credential","earned_on","expires_on","revoked_on"\n"MC-1","cloud-basic","2017-05-01","",""\n',
        b"revoked_on,earned_on,mcid,credential,expires_on\n,2017-05-01,MC-1,cloud-basic,\n",
    ],
    ids=["BOM", "CRLF", "no last line break", "empty lines", "blanks", "quotes", "other order"],
)
def test_harmless_differences(desk, content):
    run = load(desk, content)
    assert (run.staged, run.bad) == (1, 0)
    found = Achievement.objects.get()
    assert (found.transcript.mcid, found.credential, found.earned_on.isoformat()) == (
        "MC-1",
        "cloud-basic",
        "2017-05-01",
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"# generated_at: 2018-01-01T00:00:00Z\n", "empty"),
        (b"mcid,credential,earned_on,expires_on\n", "wrong-header"),
        (HEADING + b",more\n", "wrong-header"),
        (b"mcid,mcid,earned_on,expires_on,revoked_on\n", "wrong-header"),
        (GOOD + b"\n", "wrong-header"),
        (HEADINGS[Feed.READINGS].encode() + b"\n", "wrong-header"),
        (HEADING.replace(b",", b";") + b"\n", "wrong-header"),
        (b"# generated_at: yesterday\n" + HEADING + b"\n", "bad-time"),
        (b"# generated_at: 2018-13-01T00:00:00Z\n" + HEADING + b"\n", "bad-time"),
        (b"# made by hand\n" + HEADING + b"\n", "bad-time"),
        (HEADING.decode().encode("utf-16"), "not-utf-8"),
        (b"\x00" * 100_000, "wrong-header"),
        (b"x" * 100_000, "wrong-header"),
        (b"PK\x03\x04\xff\xfe", "not-utf-8"),
    ],
)
def test_a_file_that_is_none_of_this_feed_is_refused_before_anything_is_made(desk, content, code):
    refused(code, load, desk=desk, content=content)
    assert not FeedRun.objects.exists()


def test_a_file_of_the_future_would_keep_others_out(desk):
    late = now() + timedelta(days=2)
    path = desk.file(FEED, GOOD.decode(), time=f"{late:%Y-%m-%dT%H:%M:%SZ}")
    refused("from-the-future", opened, feed=FEED, path=path, now=now(), by=None)


def test_a_file_that_is_not_there(desk):
    refused("unreadable", desk.load_file, feed=FEED, path=desk.folder / "nowhere.csv")
    refused("unreadable", desk.load_file, feed=FEED, path=desk.folder)


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (b"MC-1,cloud-basic,2017-05-01,", "", "field-count"),
        (b"MC-1,cloud-basic,2017-05-01,,,", "", "field-count"),
        (b"MC-1", "", "field-count"),
        (b",cloud-basic,2017-05-01,,", "mcid", "missing"),
        (b"MC-1, ,2017-05-01,,", "credential", "missing"),
        (b"MC-1,cloud-basic,,,", "earned_on", "missing"),
        (b"MC-1,cloud-basic,2017-02-29,,", "earned_on", "not-a-day"),
        (b"MC-1,cloud-basic,20170501,,", "earned_on", "not-a-day"),
        (b"MC-1,cloud-basic,2017-W01-1,,", "earned_on", "not-a-day"),
        (b"MC-1,cloud-basic,0000-01-01,,", "earned_on", "not-a-day"),
        ("MC-1,cloud-basic,２０１７-05-01,,".encode(), "earned_on", "not-a-day"),
        (b"MC-1,cloud-basic,2017-05-01,soon,", "expires_on", "not-a-day"),
        (b"MC-1,cloud-basic,2017-05-01,,1/2/2018", "revoked_on", "not-a-day"),
        (b"M" * 41 + b",cloud-basic,2017-05-01,,", "mcid", "too-long"),
        (b"MC-1," + b"c" * 81 + b",2017-05-01,,", "credential", "too-long"),
        (b"MC-1,cloud\x00basic,2017-05-01,,", "credential", "control-character"),
        (b"MC-1,cloud\tbasic,2017-05-01,,", "credential", "control-character"),
        (b"MC-1\rMC-2,cloud-basic,2017-05-01,,", "mcid", "control-character"),
        (b"MC-1,cloud\xffbasic,2017-05-01,,", "", "not-utf-8"),
        (b"MC-1,cloud\xed\xa0\x80basic,2017-05-01,,", "", "not-utf-8"),
        (b'MC-1,"cloud-basic,2017-05-01,,', "", "bad-quotes"),
        (b'MC-1,"cloud"basic,2017-05-01,,', "", "bad-quotes"),
        (b"MC-1," + b"c" * 20_000 + b",2017-05-01,,", "", "line-too-long"),
        (b"MC-1," + b"c" * 3_000_000 + b",2017-05-01,,", "", "line-too-long"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_taken(desk, row, field, reason):
    run = load(desk, b"\n".join([HEADING, row, b"MC-9,cloud-basic,2017-05-01,,", b""]))
    assert flaws(run) == [(2, field, reason)]
    assert list(Achievement.objects.values_list("transcript__mcid", flat=True)) == ["MC-9"]
    assert (run.stage, run.staged, run.bad) == ("finished", 1, 1)


def test_lines_are_counted_with_those_before_the_heading(desk):
    run = desk.load(FEED, "MC-1,cloud-basic,,,", time="2018-01-01T00:00:00Z")
    assert flaws(run) == [(3, "earned_on", "missing")]


def test_a_file_with_only_a_heading_brings_nothing(desk):
    run = desk.load(FEED)
    assert (run.stage, run.staged, run.bad) == ("finished", 0, 0)


def test_lines_of_exactly_the_longest_length_and_where_they_end(tmp_path):
    path = tmp_path / "lines"
    path.write_bytes(b"a" * (lines.LONGEST - 1) + b"\n" + b"b" * lines.LONGEST + b"\n" + b"c")
    with path.open("rb") as file:
        found = list(lines.lines(file))
        assert [(each.number, each.flaw, each.text[:1]) for each in found] == [
            (1, None, "a"), (2, "line-too-long", ""), (3, None, "c"),
        ]  # fmt: skip
        again = list(lines.lines(file, offset=found[1].end, number=2))
    assert again == found[2:]
    assert found[-1].end == path.stat().st_size


def test_the_time_is_kept_with_each_row(desk):
    desk.load(FEED, GOOD.decode(), time="2018-01-01T12:00:00Z")
    assert Achievement.objects.get().generated_at == datetime(2018, 1, 1, 12, tzinfo=UTC)
