"""The pages about people, as each role sees them (A5, A7, B2 to B4)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Account, Invitation, InvitationFile, Message, Role
from tests.signing_in import confirmed
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    cache.clear()
    return World.populated()


class Reader:
    """Somebody of Contoso with a browser."""

    def __init__(self, client, world, name):
        client.force_login(world.users[name])
        self.client, self.world = confirmed(client), world
        self.own = world.organisations["Contoso"].public_id

    def address(self, view, *arguments):
        # The end of an account also frees seats: it lies in the highest app that it needs.
        app = "memberships" if view == "person_end" else "competencies"
        return reverse(f"{app}:{view}", args=[self.own, *arguments])

    def read(self, view, *arguments, **query):
        answer = self.client.get(self.address(view, *arguments), query)
        assert answer.status_code == 200
        return answer.content.decode()

    def send(self, view, *arguments, **fields):
        return self.client.post(self.address(view, *arguments), fields, follow=True)

    def account(self, name):
        return Account.objects.open().get(
            user=self.world.users[name], organisation=self.world.organisations["Contoso"]
        )


@pytest.fixture
def reader(client, world):
    return lambda name: Reader(client, world, name)


def test_an_admin_sees_names_addresses_and_what_to_do(reader):
    page = reader("ada").read("people")
    assert "nora@contoso.example" in page
    assert "nothing associated yet" in page
    assert "Invite somebody" in page


def test_a_report_viewer_reads_names_alone(reader):
    page = reader("rolf").read("people")
    assert "Nora" in page
    assert "@contoso.example" not in page.replace("rolf@contoso.example", "")
    assert "Invite somebody" not in page


def test_who_sees_no_addresses_finds_nobody_by_them(reader):
    assert "Nobody fits" in reader("rolf").read("people", q="nora@")
    assert "Nora" in reader("ada").read("people", q="nora@")


def test_only_who_manages_people_sees_the_invited(reader, world):
    reader("ada").send(
        "people_invite", name="Ivy", email="ivy@example.org", roles=["employee"], language="en"
    )
    assert "Ivy" in reader("ada").read("people", show="invited")
    assert "Ivy" not in reader("rolf").read("people", show="invited")


def test_inviting_leads_to_the_list_of_invitations(reader):
    answer = reader("ada").send(
        "people_invite", name="Ivy", email="ivy@example.org", roles=["employee"], language="zh-hant"
    )
    page = answer.content.decode()
    assert "Ivy is invited" in page
    assert "ivy@example.org" in page
    assert Invitation.objects.get().language == "zh-hant"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "ivy"}, "email"),
        ({"email": "NORA@contoso.example"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["owner"]}, "roles"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_beside_the_field(reader, changes, field):
    given = {"name": "Ivy Long", "email": "ivy@example.org", "roles": ["employee"], "language": "en"}
    page = reader("ada").send("people_invite", **{**given, **changes}).content.decode()
    assert f'id="id_{field}_error"' in page
    if field != "name":
        assert 'value="Ivy Long"' in page
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_five_times_a_day(reader, world):
    ada = reader("ada")
    ada.send("people_invite", name="Ivy", email="ivy@example.org", roles=["employee"], language="en")
    made = Invitation.objects.get()
    pages = [ada.send("invitation_send", made.public_id).content.decode() for _try in range(6)]
    assert "A new link is on its way" in pages[4]
    assert "Try tomorrow" in pages[5]
    made.refresh_from_db()
    assert made.version == 6


def test_an_invitation_is_withdrawn_once(reader, world):
    ada = reader("ada")
    ada.send("people_invite", name="Ivy", email="ivy@example.org", roles=["employee"], language="en")
    made = Invitation.objects.get()
    assert "is withdrawn" in ada.send("invitation_withdraw", made.public_id).content.decode()
    assert "has been withdrawn" in ada.send("invitation_withdraw", made.public_id).content.decode()


def test_a_file_is_looked_at_before_it_is_sent(reader):
    ada = reader("ada")
    content = "name,email,roles\nIvy,ivy@example.org,admin\nNobody,nobody,\nNora,nora@contoso.example,"
    file = SimpleUploadedFile("people.csv", content.encode())
    page = ada.send("people_upload", file=file, language="en").content.decode()
    assert "1 person can be invited" in page
    assert "This is not an email address." in page
    assert "already has an account here" in page
    assert not Invitation.objects.exists()
    row = InvitationFile.objects.get()
    assert "0 of 3" not in page
    page = ada.send("people_file", row.public_id).content.decode()
    assert "2 of 3 rows are settled" in page


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"mail\nx", b"name,email\n"])
def test_what_is_no_such_file_is_said_beside_the_field(reader, content):
    file = SimpleUploadedFile("people.csv", content)
    page = reader("ada").send("people_upload", file=file, language="en").content.decode()
    assert 'id="id_file_error"' in page
    assert not InvitationFile.objects.exists()


def test_no_file_at_all_is_said_beside_the_field(reader):
    assert 'id="id_file_error"' in reader("ada").send("people_upload", language="en").content.decode()


def test_a_person_with_what_depends_on_them(reader):
    ada = reader("ada")
    page = ada.read("person", ada.account("pia").public_id)
    assert "Cloud expert" in page
    assert "What depends on Pia" in page
    assert "pia@contoso.example" in page
    assert f"MC-{ada.world.users['pia'].pk}" in page


def test_a_report_viewer_sees_neither_address_nor_mcid(reader):
    rolf = reader("rolf")
    page = rolf.read("person", rolf.account("pia").public_id)
    assert "Cloud expert" in page
    assert "pia@contoso.example" not in page
    assert f"MC-{rolf.world.users['pia'].pk}" not in page
    assert "End account" not in page


def test_what_was_never_associated_is_not_shown(reader):
    ada = reader("ada")
    page = ada.read("person", ada.account("nora").public_id)
    assert "data-basic" not in page
    assert "MC-" not in page
    assert "has associated nothing yet" in page


def test_who_moved_shows_nothing_of_the_other_organisation(reader, world):
    leo = reader("ada").account("leo")
    page = reader("ada").read("person", leo.public_id)
    assert "Fabrikam" not in page
    assert "Not associated with Contoso" in page


def test_roles_are_changed_and_the_last_admin_stays(reader):
    ada = reader("ada")
    erik = ada.account("erik")
    page = ada.send("person_roles", erik.public_id, roles=["employee", "report-viewer"]).content.decode()
    assert "The roles of Erik are changed." in page
    assert {each.role for each in erik.roles.all()} == {"employee", "report-viewer"}
    own = ada.account("ada")
    page = ada.send("person_roles", own.public_id, roles=["employee"]).content.decode()
    assert "keeps at least one admin" in page
    assert {each.role for each in own.roles.all()} == {"admin"}


def test_who_gives_away_the_right_lands_elsewhere(reader, world):
    world.join(world.organisations["Contoso"], world.users["stella"], Role.ADMIN)
    ada = reader("ada")
    answer = ada.send("person_roles", ada.account("ada").public_id, roles=["employee"])
    assert answer.redirect_chain[-1][0] == f"/o/{world.organisations['Contoso'].public_id}/"


def seen(page):
    return re.search(r'name="seen" value="([^"]*)"', page).group(1)


def test_the_preview_lists_what_it_costs_and_the_button_ends_it(reader, world):
    ada = reader("ada")
    erik, pia = ada.account("erik"), ada.account("pia")
    ada.send("person_end", erik.public_id, seen=seen(ada.read("person_end", erik.public_id)))
    page = ada.read("person_end", pia.public_id)
    assert "costs 1 level at once" in page
    assert "would be refused" in page
    page = ada.send("person_end", pia.public_id, seen=seen(page)).content.decode()
    assert "The account of Pia is ended." in page
    pia.refresh_from_db()
    assert pia.until == world.on


def test_a_cost_that_changed_since_it_was_read_is_shown_again(reader, world):
    ada = reader("ada")
    erik, pia = ada.account("erik"), ada.account("pia")
    earlier = seen(ada.read("person_end", pia.public_id))
    ada.send("person_end", erik.public_id, seen=seen(ada.read("person_end", erik.public_id)))
    page = ada.send("person_end", pia.public_id, seen=earlier).content.decode()
    assert "has changed since you looked" in page
    pia.refresh_from_db()
    assert pia.until is None


def test_an_account_is_ended_once(reader):
    ada = reader("ada")
    erik = ada.account("erik")
    page = ada.read("person_end", erik.public_id)
    ada.send("person_end", erik.public_id, seen=seen(page))
    page = ada.send("person_end", erik.public_id, seen=seen(page)).content.decode()
    assert "is ended already" in page


def test_the_last_admins_account_stays(reader):
    ada = reader("ada")
    own = ada.account("ada")
    page = ada.read("person_end", own.public_id)
    page = ada.send("person_end", own.public_id, seen=seen(page)).content.decode()
    assert "keeps at least one admin" in page
    own.refresh_from_db()
    assert own.until is None


def test_reminders_are_sent_by_a_button(reader):
    ada = reader("ada")
    page = ada.send("people_remind").content.decode()
    assert "are reminded by mail" in page
    assert "nobody to remind" in ada.send("people_remind").content.decode()
    nora = ada.account("nora")
    assert "within a week" in ada.send("person_remind", nora.public_id).content.decode()
    assert Message.objects.filter(kind="to-associate", recipient=nora.user).count() == 1


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"},
        {"after": "9" * 40},
        {"after": "１"},
        {"after": "5", "after_name": "\0"},
        {"q": "\0"},
        {"show": "x"},
    ],
)
def test_an_address_that_makes_no_sense_is_answered(reader, query):
    reader("ada").read("people", **query)


MOST = {"people": 13, "people?show=invited": 11, "person": 17, "person_end": 17, "people_invite": 6}


@pytest.mark.parametrize("people", [1, 60])
@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_few_queries_whatever_the_number_of_people(client, page, people):
    cache.clear()
    world = World()
    on, world.on = world.on, world.on - timedelta(days=10)
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    for number in range(people):
        world.employee(contoso, f"e{number}", "cloud-expert", "data-basic")
        world.account(contoso, f"n{number}")
    world.term(contoso)
    world.on = on
    ada = Reader(client, world, "ada")
    view, _, query = page.partition("?")
    arguments = [ada.account("e0").public_id] if view.startswith("person") else []
    address = f"{ada.address(view, *arguments)}?{query}"
    client.get(address)  # the first request of a day reviews what is due
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= MOST[page], "\n".join(each["sql"] for each in captured)


@pytest.mark.parametrize("view", ["person_roles", "person_end"])
def test_roles_and_ends_ask_again_who_it_is(client, world, view):
    ada = Reader(client, world, "ada")
    address = ada.address(view, ada.account("erik").public_id)
    # Signed in anew, and not asked since.
    client.logout()
    client.force_login(world.users["ada"])
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")
