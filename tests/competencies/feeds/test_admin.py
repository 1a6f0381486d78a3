"""Feeds in the staff's admin: who loads a file, and who reads what became of it (A3, G11)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competencies import tasks
from competencies.models import Feed, FeedRun, Transcript
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
    return client.post(reverse(ADD), {"feed": "transcripts", "file": file})


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
