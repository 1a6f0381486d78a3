"""Staff and missing credit, and whose transcripts are, in the administration (A3, C3, C7)."""

from datetime import date

import pytest

from competencies.actions import credit, transcripts
from competencies.models import CreditReport, Override, Transcript, TranscriptAlias
from tests.competencies.evidence_files import PDF
from tests.world import World

pytestmark = pytest.mark.django_db

WHY = {"reason": "Asked for by phone"}


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return World.populated()


@pytest.fixture
def report(world) -> CreditReport:
    return credit.report_achievement(
        user=world.users["nora"], organisation=world.organisations["Contoso"], credential="cloud-basic",
        day=date(2018, 1, 1), file=PDF, on=world.on,
    )  # fmt: skip


@pytest.fixture
def staff(client, world):
    def sent(user: str, path: str, data=None):
        client.force_login(world.users[user])
        page = f"/admin/competencies/{path}"
        return client.get(page) if data is None else client.post(page, data)

    return sent


def test_everybody_of_the_staff_sees_it_but_support_takes_no_evidence(staff, report):
    page = staff("sam", f"creditreport/{report.pk}/change/").content.decode()
    assert f"creditreport/{report.pk}/evidence/" in page
    assert staff("sam", f"creditreport/{report.pk}/evidence/").status_code == 403
    for name in ("spencer", "petra"):
        assert staff(name, f"creditreport/{report.pk}/evidence/").content == PDF
    assert "cloud-basic" in staff("sam", "creditreport/?state__exact=waiting").content.decode()


def test_specialists_and_programme_managers_answer(staff, report):
    assert staff("sam", f"creditreport/{report.pk}/answer/", {"text": "No."}).status_code == 403
    for user in ("spencer", "petra"):
        answer = staff(user, f"creditreport/{report.pk}/answer/", {"text": f"Said by {user}", **WHY})
        assert answer.status_code == 302
        report.refresh_from_db()
        assert report.answer == f"Said by {user}"


def test_an_empty_answer_is_told_beside_its_field(staff, report):
    page = staff("spencer", f"creditreport/{report.pk}/answer/", {"text": " "})
    assert page.status_code == 200
    assert "This field is required" in page.content.decode()


def test_a_specialist_places_an_override_from_it(staff, report):
    data = {"competency": "data", "level": "silver", "reason": "On its way", "text": "Meanwhile it counts."}
    assert staff("petra", f"creditreport/{report.pk}/override/", data).status_code == 403
    look = staff("spencer", f"creditreport/{report.pk}/override/", data)
    assert "Silver in Data, without this override" in look.content.decode()
    seen = {**data, "seen": look.context["preview"].stamp}
    assert staff("spencer", f"creditreport/{report.pk}/override/", seen).status_code == 302
    report.refresh_from_db()
    assert report.override == Override.objects.get(competency="data")
    page = staff("spencer", f"creditreport/{report.pk}/override/", {**data, "competency": "nothing"})
    assert "no such competency" in page.content.decode()
    assert "Meanwhile it counts." in page.content.decode()


def test_programme_managers_give_a_transcript_to_another_user(staff, world):
    transcript = Transcript.objects.get(user=world.users["nora"])
    data = {"user": "stella@elsewhere.example", **WHY}
    assert staff("spencer", f"transcript/{transcript.pk}/move/", data).status_code == 403
    page = staff("petra", f"transcript/{transcript.pk}/move/", {"user": "nobody@elsewhere.example"})
    assert "Nobody has a login with this address" in page.content.decode()
    assert staff("petra", f"transcript/{transcript.pk}/move/", data).status_code == 302
    transcript.refresh_from_db()
    assert transcript.user == world.users["stella"]


def test_programme_managers_merge_two(staff, world):
    stays = Transcript.objects.get(user=world.users["nora"])
    transcripts.record(mcid="MC-other", on=world.on, by=None)
    page = staff("petra", f"transcript/{stays.pk}/merge/", {"other": "MC-none"})
    assert "No transcript has this MCID" in page.content.decode()
    page = staff("petra", f"transcript/{stays.pk}/merge/", {"other": stays.mcid, **WHY})
    assert "These are one transcript" in page.content.decode()
    assert staff("petra", f"transcript/{stays.pk}/merge/", {"other": "MC-other", **WHY}).status_code == 302
    assert TranscriptAlias.objects.get().transcript == stays
    assert stays.mcid in staff("sam", "transcript/?q=MC-other").content.decode()
