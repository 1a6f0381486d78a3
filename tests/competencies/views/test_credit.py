"""Reporting missing credit, as the pages do it; evidence goes out as a file to save only (C7, E7)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competencies.actions import credit
from competencies.models import CreditReport
from partners.models import Role
from tests.competencies.evidence_files import PDF, picture
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path) -> Path:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return Path(settings.EVIDENCE_STORE)


@pytest.fixture
def world(store) -> World:
    made = World()
    contoso = made.organisation("Contoso")
    made.account(contoso, "erik")
    made.account(contoso, "rolf", Role.REPORT_VIEWER)
    return made


def file(content=PDF, name="score.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def send(client, world):
    def sent(name: str, user: str = "erik", **data):
        client.force_login(world.users[user])
        page = reverse(f"competencies:{name}", args=[world.organisations["Contoso"].public_id])
        return client.post(page, data)

    return sent


@pytest.fixture
def missing(send, world):
    def sent(**changes):
        day = (world.on - timedelta(days=10)).isoformat()
        data = {"credential": "Cloud-Expert", "day": day, "file": file(), **changes}
        return send("report_missing", **data)

    return sent


def test_a_report_is_seen_on_my_achievements(client, missing):
    answer = missing(note="Passed in Ghent")
    page = client.get(answer["Location"]).content.decode()
    assert "Waiting for an answer" in page
    assert "Cloud expert" in page
    assert "Passed in Ghent" in page
    assert CreditReport.objects.get().credential == "cloud-expert"


def test_a_code_that_no_edition_knows_may_be_reported(missing):
    missing(credential="brand-new")
    assert CreditReport.objects.get().credential == "brand-new"


def test_bad_input_is_told_beside_the_field_and_nothing_is_kept(world, missing, store):
    tomorrow = (world.on + timedelta(days=1)).isoformat()
    page = missing(day=tomorrow, note="Passed in Ghent").content.decode()
    assert "That day has not come yet" in page
    assert "Choose the file once more" in page
    assert "Passed in Ghent" in page
    assert 'value="Cloud-Expert"' in page or 'value="cloud-expert"' in page
    page = missing(day="31.2.2018").content.decode()
    assert "Enter a valid date" in page
    assert "Choose the file once more" in page
    assert "no PDF, PNG or JPEG" in missing(file=file(b"<html>", "score.pdf")).content.decode()
    assert "over 5 MB" in missing(file=file(PDF + b" " * 5 * 1024 * 1024)).content.decode()
    assert not CreditReport.objects.exists()
    assert not store.exists()


def test_the_same_report_twice_is_said(missing):
    missing()
    assert "This has been reported already" in missing().content.decode()


def test_evidence_is_a_file_to_save_and_nothing_else(client, world, missing):
    missing(file=file(picture("PNG"), "<b>x.html"))
    report = CreditReport.objects.get()
    contoso = world.organisations["Contoso"].public_id
    answer = client.get(reverse("competencies:evidence", args=[contoso, report.public_id]))
    assert answer.content == picture("PNG")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{report.public_id}.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_evidence_is_for_who_reported_it_and_staff(client, world, missing):
    missing()
    report = CreditReport.objects.get()
    page = reverse("competencies:evidence", args=[world.organisations["Contoso"].public_id, report.public_id])
    client.force_login(world.users["rolf"])
    assert client.get(page).status_code == 404
    client.force_login(world.specialist())
    assert client.get(page).status_code == 404
    answer = client.get(reverse("admin:competencies_creditreport_evidence", args=[report.pk]))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_report_is_withdrawn(client, world, missing, send):
    missing()
    report = CreditReport.objects.get()
    page = reverse(
        "competencies:withdraw_report", args=[world.organisations["Contoso"].public_id, report.public_id]
    )
    assert "withdrawn" in client.post(page, follow=True).content.decode()
    assert "There is nothing to do" in client.post(page, follow=True).content.decode()


def test_who_reads_reports_disputes_a_figure(client, world, send):
    day = world.on - timedelta(days=3)
    world.reading(world.organisations["Contoso"], "400", day=day)
    data = {"metric": "consumption", "day": day.isoformat(), "amount": "1000", "file": file()}
    answer = send("dispute", "rolf", **data)
    page = client.get(answer["Location"]).content.decode()
    assert "should be 1,000 USD, not 400 USD" in page
    assert send("dispute", "erik", **data).status_code == 403


def test_a_disputes_fields_are_filled_in_by_the_link(client, world):
    client.force_login(world.users["rolf"])
    page = reverse("competencies:dispute", args=[world.organisations["Contoso"].public_id])
    html = client.get(f"{page}?metric=consumption&day=2018-02-01").content.decode()
    assert 'value="2018-02-01"' in html
    assert '<option value="consumption" selected>' in html


def test_a_figure_that_cannot_be_is_told_beside_its_field(send, world):
    data = {"metric": "nothing", "day": world.on.isoformat(), "amount": "1,000.001", "file": file()}
    page = send("dispute", "rolf", **data).content.decode()
    assert "Select a valid choice" in page
    assert "Enter a number" in page
    assert 'value="1,000.001"' in page


def test_the_answer_is_read_beside_the_report(client, world, missing):
    missing()
    credit.place_override(
        report=CreditReport.objects.get(), competency="cloud", level="silver", reason="A pass on its way",
        text="Meanwhile <it> counts.", on=world.on, by=world.specialist(),
    )  # fmt: skip
    client.force_login(world.users["erik"])
    page = client.get(f"/o/{world.organisations['Contoso'].public_id}/me/").content.decode()
    assert "Meanwhile &lt;it&gt; counts." in page
    assert "An override counts meanwhile" in page
