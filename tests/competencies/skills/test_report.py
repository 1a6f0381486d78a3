"""The skills report: who holds what, whether it counts, and what an organisation may not see (E7, A7)."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest

from competencies.actions import affiliations
from competencies.actions.accounts import end_account
from partners.clock import today
from partners.models import Account
from tests.world import World

pytestmark = pytest.mark.django_db

HEAD_OF_ADMINS = [
    "Person", "Email", "MCID", "Credential", "Title", "Kind", "Earned", "Expires", "Accepted through", "State",
    "Reason", "Associated since", "Competencies", "Paths",
]  # fmt: skip


@pytest.fixture
def world() -> World:
    return World.populated()


@pytest.fixture
def report(client, world):
    """The lines of the CSV as dictionaries, as somebody of Contoso reads them."""

    def read(user: str = "ada", **filters) -> list[dict[str, str]]:
        client.force_login(world.users[user])
        page = f"/o/{world.organisations['Contoso'].public_id}/skills.csv"
        text = client.get(page, filters).getvalue().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return read


def line(rows, person: str) -> dict[str, str]:
    (found,) = (row for row in rows if row["Person"] == person)
    return found


def test_everybody_stands_there_with_what_counts(report):
    rows = report()
    assert [row["Person"] for row in rows] == sorted(row["Person"] for row in rows)
    erik = line(rows, "Erik")
    assert list(erik) == HEAD_OF_ADMINS
    assert (erik["Credential"], erik["Title"], erik["Kind"]) == ("cloud-basic", "Cloud basics", "Exam")
    assert (erik["Earned"], erik["State"], erik["Reason"]) == ("2017-01-01", "Counts", "")
    assert erik["Associated since"] == str(today() - timedelta(days=100))
    assert (erik["Competencies"], erik["Paths"]) == ("Cloud", "Silver: One person")
    assert line(rows, "Ada")["State"] == "Nothing associated yet"


def test_only_admins_see_addresses_and_numbers(report):
    for user in ("mina", "rolf"):
        rows = report(user)
        assert not {"Email", "MCID"} & set(rows[0])
        assert "@" not in str(rows)
        assert "MC-" not in str(rows)
    assert line(report(), "Erik")["Email"] == "erik@contoso.example"
    assert line(report(), "Erik")["MCID"].startswith("MC-")


def test_what_was_never_associated_is_not_there(report):
    nora = line(report(), "Nora")
    assert (nora["Credential"], nora["MCID"], nora["State"]) == ("", "", "Nothing associated yet")


def test_unless_the_person_shows_the_whole_transcript(world, report):
    accounts = Account.objects.filter(user=world.users["nora"])
    accounts.update(shares_transcript=True)
    nora = line(report(), "Nora")
    assert (nora["Credential"], nora["State"], nora["Reason"]) == (
        "data-basic", "Does not count", "Not associated",
    )  # fmt: skip


def test_who_left_is_not_there(world, report):
    assert "Leo" in {row["Person"] for row in report()}
    account = Account.objects.get(user=world.users["leo"], organisation=world.organisations["Contoso"])
    end_account(account=account, on=world.on, by=world.users["ada"])
    assert "Leo" not in {row["Person"] for row in report()}


def test_after_a_move_only_that_it_was_and_from_when_to_when(world, report):
    contoso, pia = world.organisations["Contoso"], world.users["pia"]
    fabrikam = world.organisations["Fabrikam"]
    world.join(fabrikam, pia)
    world.associate(pia, fabrikam)
    earned = pia.transcripts.get().achievements.get()
    earned.revoked_on = world.on + timedelta(days=1)
    earned.save()
    row = line(report(), "Pia")
    assert row["State"] == "Does not count"
    assert row["Reason"].startswith("Not associated; it was from ")
    assert row["Associated since"] == ""
    assert "Revoked" not in str(row)
    assert contoso.display_name not in str(row)
    assert "Fabrikam" not in str(row)


def test_what_ended_it_while_associated_is_said(world, report):
    pia = world.users["pia"].transcripts.get().achievements.get()
    pia.expires_on = world.on - timedelta(days=5)
    pia.save()
    row = line(report(), "Pia")
    assert row["State"] == "Does not count"
    assert row["Reason"].startswith("Expired since ")
    assert row["Expires"] == str(world.on - timedelta(days=5))


def test_a_code_that_no_competency_asks_for(world, report):
    erik = world.users["erik"]
    unknown = world.achievement(erik.transcripts.get(), "unheard-of")
    world.associate(erik, world.organisations["Contoso"], [unknown])
    (row,) = (row for row in report() if row["Credential"] == "unheard-of")
    assert (row["Title"], row["State"]) == ("unheard-of", "Does not count")
    assert (row["Reason"], row["Paths"]) == ("No competency asks for it", "")


@pytest.mark.parametrize(
    ("filters", "people"),
    [
        ({"person": "eri"}, {"Erik"}),
        ({"person": "ERIK@contoso"}, {"Erik"}),
        ({"credential": "cloud-e"}, {"Leo", "Pia"}),
        ({"credential": "Cloud basics"}, {"Erik"}),
        ({"kind": "exam"}, {"Erik"}),
        ({"kind": "certification"}, {"Leo", "Pia"}),
        ({"competency": "cloud"}, {"Erik", "Leo", "Pia"}),
        ({"competency": "cloud", "kind": "exam"}, {"Erik"}),
        ({"competency": "data"}, set()),
        ({"competency": "nothing-like-it"}, set()),
        ({"state": "counts"}, {"Erik", "Pia"}),
        ({"state": "nothing"}, {"Ada", "Mina", "Nora", "Rita", "Rolf"}),
        ({"state": "revoked"}, set()),
        ({"state": "no-such-state"}, set()),
        ({"associated": "yes"}, {"Erik", "Pia"}),
        ({"state": "not-associated"}, {"Leo"}),
        ({"associated": "no"}, {"Ada", "Leo", "Mina", "Nora", "Rita", "Rolf"}),
        ({"associated": "yes", "state": "nothing"}, set()),
    ],
)
def test_filters(report, filters, people):
    assert {row["Person"] for row in report(**filters)} == people


def test_who_may_not_see_addresses_cannot_look_for_them(report):
    assert report("rolf", person="erik@contoso") == []


def test_names_that_begin_like_a_formula_are_defused(world, report):
    erik = world.users["erik"]
    for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"):
        erik.name = name
        erik.save()
        assert any(row["Person"] == f"'{name}" for row in report()), name


def test_the_file_is_utf_8_with_a_mark(client, world):
    client.force_login(world.users["ada"])
    answer = client.get(f"/o/{world.organisations['Contoso'].public_id}/skills.csv")
    body = answer.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="skills-')


def test_files_speak_the_language_of_the_reader(client, world):
    client.force_login(world.users["ada"])
    client.cookies["django_language"] = "zh-hant"
    page = f"/o/{world.organisations['Contoso'].public_id}/skills.csv"
    assert "雲端" in client.get(page).getvalue().decode()


def test_the_workbook_is_text_with_a_frozen_head(client, world):
    erik = world.users["erik"]
    erik.name = "=HYPERLINK(1)"
    erik.save()
    client.force_login(world.users["ada"])
    body = client.get(f"/o/{world.organisations['Contoso'].public_id}/skills.xlsx").getvalue()
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2"' in sheet
    cells = re.findall(r"<c ([^>]*)>(.*?)</c>", sheet)
    assert cells
    assert all('t="inlineStr"' in attributes for attributes, _inside in cells)
    texts = [re.sub(r"<[^>]*>", "", inside) for _attributes, inside in cells]
    assert texts[: len(HEAD_OF_ADMINS)] == HEAD_OF_ADMINS
    assert "=HYPERLINK(1)" in texts


@pytest.mark.parametrize("name", ["skills.csv", "skills.xlsx", "performance.csv"])
def test_every_download_stands_in_the_security_log_without_a_name(client, world, security_log, name):
    client.force_login(world.users["ada"])
    contoso = world.organisations["Contoso"]
    client.get(f"/o/{contoso.public_id}/{name}")
    (line,) = (line for line in security_log.lines if line["event"] == "exported")
    assert (line["user"], line["organisation"]) == (world.users["ada"].pk, contoso.pk)
    assert line["what"] == name.replace(".", "-")
    assert set(line) == {"at", "event", "user", "what", "organisation", "on"}


def test_a_screen_ends_with_a_person_and_the_next_begins_after(client, world, monkeypatch):
    monkeypatch.setattr("competencies.views.skills.PAGE", 2)
    contoso = world.organisations["Contoso"]
    world.employee(contoso, "bea", "cloud-basic", "cloud-expert", "data-basic")
    client.force_login(world.users["ada"])
    seen, address = [], f"/o/{contoso.public_id}/skills/"
    while address:
        answer = client.get(address)
        seen += [(row.name, row.code) for row in answer.context["rows"]]
        following = answer.context["following"]
        address = f"/o/{contoso.public_id}/skills/?{following}" if following else ""
    assert [name for name, _code in seen] == sorted(name for name, _code in seen)
    assert len(seen) == len(set(seen)) == 11


@pytest.mark.parametrize("after", ["nobody", "1", "00000000-0000-0000-0000-000000000000"])
def test_a_screen_after_nobody_does_not_exist(client, world, after):
    client.force_login(world.users["ada"])
    page = f"/o/{world.organisations['Contoso'].public_id}/skills/?after={after}"
    assert client.get(page).status_code == 404


def test_a_screen_after_a_stranger_does_not_exist(client, world):
    client.force_login(world.users["ada"])
    stranger = world.users["fay"].public_id
    page = f"/o/{world.organisations['Contoso'].public_id}/skills/?after={stranger}"
    assert client.get(page).status_code == 404


def test_in_and_out_again_is_one_line(world, report):
    pia, contoso = world.users["pia"], world.organisations["Contoso"]
    affiliations.sever(user=pia, on=world.on, by=pia)
    world.associate(pia, contoso)
    row = line(report(), "Pia")
    assert (row["State"], row["Associated since"]) == ("Counts", str(world.on))


def test_a_role_without_reports_gets_none(client, world):
    client.force_login(world.users["erik"])
    for name in ("skills/", "skills.csv", "skills.xlsx", "performance/", "performance.csv"):
        page = f"/o/{world.organisations['Contoso'].public_id}/{name}"
        assert client.get(page).status_code == 403
