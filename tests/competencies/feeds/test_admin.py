"""Feeds in the staff's admin: who loads a file, and who reads what became of it (A3, G11)."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from competencies import tasks
from competencies.feeds.progress import percent
from competencies.models import Feed, FeedRun, FeedSource, Transcript
from partners.models import StaffRole
from tests.competencies.feeds.files import HEADINGS
from tests.world import World

ADD = "admin:competencies_feedrun_add"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.FEED_STORE = str(tmp_path / "store")
    world = World()
    for name, role in (("petra", StaffRole.PROGRAMME_MANAGER), ("sam", StaffRole.SUPPORT)):
        world.user(name, domain="vendor.example", role=role)
    return world


def upload(client, *rows: str, heading: str = HEADINGS[Feed.TRANSCRIPTS]):
    content = "\n".join([heading, *rows]).encode()
    file = SimpleUploadedFile("people_20180101T000000Z.csv", content)
    return client.post(reverse(ADD), {"feed": "transcripts", "file": file, "reason": "The monthly file"})


def test_a_programme_manager_uploads_and_a_worker_loads(world, client, tmp_path):
    client.force_login(world.users["petra"])
    assert upload(client, "MC-1,Erik,,s3cret", "MC-2,Eva,nowhere,s3cret").status_code == 302
    run = FeedRun.objects.get()
    assert (run.stage, run.started_by, run.generated_at.year) == ("staging", world.users["petra"], 2018)
    tasks.load_feeds()
    assert Transcript.objects.count() == 1
    assert list((tmp_path / "store").iterdir()) == []


def test_support_reads_the_bad_rows_and_loads_nothing(world, client):
    client.force_login(world.users["petra"])
    upload(client, "MC-2,Eva,nowhere,s3cret")
    tasks.load_feeds()
    client.force_login(world.users["sam"])
    assert upload(client, "MC-1,Erik,,").status_code == 403
    report = reverse("admin:competencies_feedrun_bad_rows", args=[FeedRun.objects.get().pk])
    assert report in client.get(reverse("admin:competencies_feedrun_changelist")).content.decode()
    answer = client.get(report, headers={"accept-language": "zh-hant"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines == ["line,field,reason", "2,email,不是電子郵件地址"]
    assert client.get(reverse("admin:competencies_feedrun_bad_rows", args=[0])).status_code == 404


def test_a_file_of_another_kind_is_refused_above_the_form(world, client, tmp_path):
    client.force_login(world.users["petra"])
    answer = upload(client, "1,2,3,4", heading="a,b,c,d")
    assert "The first row must name these columns: mcid, name" in answer.content.decode()
    assert not FeedRun.objects.exists()
    assert list((tmp_path / "store").iterdir()) == []


def test_a_file_that_is_too_large_is_left_to_the_command(world, client, monkeypatch, tmp_path):
    monkeypatch.setattr("competencies.feeds.admin.LARGEST", 40)
    client.force_login(world.users["petra"])
    answer = upload(client, "MC-1,Erik,,s3cret")
    assert "Load it by manage.py instead" in answer.content.decode()
    assert not (tmp_path / "store").exists()


def test_staff_sees_how_fresh_each_feed_is_and_when_the_next_file_is_looked_for(world, client, settings):
    settings.FEED_ADDRESSES = {"readings": "https://feeds.vendor.example/sig-of-the-address/readings.csv"}
    tried = datetime(2018, 3, 1, 9, 30, tzinfo=UTC)
    for feed in ("readings", "achievements"):  # of achievements the settings name no address any more
        FeedSource.objects.create(feed=feed, kind="address", tried_at=tried, failure="denied")
    client.force_login(world.users["petra"])
    upload(client, "MC-1,Erik,,s3cret")
    tasks.load_feeds()
    client.force_login(world.users["sam"])
    page = client.get(reverse("admin:competencies_feedrun_changelist")).content.decode()
    table = page.partition("How fresh the feeds are")[2].partition("</table>")[0]
    rows = [" ".join(strip_tags(row).split()) for row in table.split("<tr>")[2:]]
    assert rows[0] == "achievements never loaded – no schedule"
    assert rows[1].startswith("transcripts 1 Jan 2018, 01:00 ")
    assert rows[2] == "readings never loaded – 1 Mar 2018, 11:30"
    page = client.get(reverse("admin:competencies_feedsource_changelist")).content.decode()
    assert "the server did not accept our credentials" in page
    assert "sig-of-the-address" not in page


def test_the_list_of_runs_takes_as_many_queries_for_many_rows(world, client, django_assert_max_num_queries):
    client.force_login(world.users["sam"])
    page = reverse("admin:competencies_feedrun_changelist")
    moment = datetime(2018, 3, 1, tzinfo=UTC)
    for _ in range(30):
        FeedRun.objects.create(
            feed="readings", stage="finished", size=1, generated_at=moment, started_at=moment
        )
    with django_assert_max_num_queries(10):
        client.get(page)


def test_the_page_of_a_run_shows_how_far_it_is_and_looks_again_until_it_is_over(world, client):
    client.force_login(world.users["petra"])
    page = upload(client, "MC-1,Erik,,s3cret")["Location"]
    answer = client.get(page)
    assert answer["Refresh"] == "5"
    assert re.search(r"reading the file, \d+ %", strip_tags(answer.content.decode()))
    stopped = client.get(f"{page}?look=no")
    assert "Refresh" not in stopped
    assert "Show it anew by itself" in stopped.content.decode()
    tasks.load_feeds()
    over = client.get(page)
    assert "Refresh" not in over
    assert "finished" in strip_tags(over.content.decode().partition("Progress")[2].partition("</p>")[0])


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({"stage": "staging", "offset": 0, "size": 0}, 0),
        ({"stage": "staging", "offset": 30, "size": 100}, 15),
        ({"stage": "staging", "offset": 900, "size": 100}, 50),
        ({"stage": "refused", "offset": 30, "size": 100}, 15),
        ({"stage": "sifting"}, 50),
        ({"stage": "merging", "merged_line": 1, "line": 3}, 65),
        ({"stage": "marking"}, 95),
        ({"stage": "finished"}, 100),
    ],
)
def test_reading_and_taking_over_are_half_of_a_run_each(state, shown):
    assert percent(FeedRun(**state)) == shown
