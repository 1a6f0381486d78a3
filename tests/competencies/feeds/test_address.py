"""An address of the vendor's: asked every hour, loaded when it has something new (C2)."""

import gzip
import logging
from pathlib import Path

import pytest
from django.core import serializers

from competencies.feeds import unpacking
from competencies.models import Feed, FeedFile, FeedRun, FeedSource, Transcript
from partners.models import JournalEntry
from tests.competencies.feeds.coming import PEOPLE, SECRET, rows, runs, source
from tests.competencies.feeds.server import NAME, reply


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
