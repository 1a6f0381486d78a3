"""Many invited by a file: checked first, sent by a worker, resumable, and harmless twice (B2)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.actions import invitation_files, invitations
from partners.models import Invitation, InvitationFile, InvitationRow, JournalEntry, Message, Role
from partners.tasks import invite
from tests.refusing import refused
from tests.together import together
from tests.world import World

DAY = date(2018, 3, 1)


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    return made


def content(count):
    lines = [f"Person {number},p{number}@example.org," for number in range(count)]
    return "\n".join(["name,email,roles", *lines]).encode()


def loaded(world, organisation, text):
    ada = world.users["ada"]
    return invitation_files.load(
        organisation=organisation, content=text, language="zh-hant", on=world.on, by=ada
    )


def states(file):
    return [(row.state, row.problem) for row in file.rows.order_by("line")]


def test_loading_sends_nothing(world, contoso):
    file = loaded(world, contoso, content(3))
    assert states(file) == [("ready", "")] * 3
    assert invitation_files.invite_some(on=world.on) == 0
    assert not Invitation.objects.exists()
    assert not Message.objects.exists()


def test_who_is_here_or_invited_already_is_seen_before_sending(world, contoso):
    invitations.invite(
        organisation=contoso,
        email="p0@example.org",
        name="P",
        roles=[Role.EMPLOYEE],
        language="en",
        on=world.on,
        by=world.users["ada"],
    )
    file = loaded(world, contoso, content(2) + b"\nAda,ada@contoso.example,")
    assert states(file) == [("wrong", "already-invited"), ("ready", ""), ("wrong", "has-account")]


def test_the_worker_invites_those_that_are_ready(world, contoso):
    file = loaded(world, contoso, content(3) + b"\nNobody,nobody,")
    invitation_files.send(file=file, by=world.users["ada"])
    invite()
    assert [state for state, _problem in states(file)] == ["invited"] * 3 + ["wrong"]
    file.refresh_from_db()
    assert file.state == "finished"
    assert Message.objects.filter(kind="invitation").count() == 3
    assert JournalEntry.objects.filter(kind="invitation-sent", organisation=contoso).count() == 3
    assert set(Invitation.objects.values_list("language", "roles__0")) == {("zh-hant", "employee")}


def test_an_alert_does_not_wait_behind_the_mails_of_a_file(world, contoso):
    file = loaded(world, contoso, content(100))
    invitation_files.send(file=file, by=world.users["ada"])
    invite()
    due = Message.objects.order_by("due_at").values_list("due_at", flat=True)
    assert due[99] - due[0] >= 90 * invitation_files.PACE


def test_run_twice_nobody_is_invited_twice(world, contoso):
    file = loaded(world, contoso, content(3))
    invitation_files.send(file=file, by=world.users["ada"])
    refused("sent", invitation_files.send, file=file, by=world.users["ada"])
    invite()
    invite()
    assert Invitation.objects.count() == Message.objects.count() == 3


def test_broken_off_it_goes_on_where_it_stopped(world, contoso, monkeypatch):
    monkeypatch.setattr(invitation_files, "CHUNK", 2)
    file = loaded(world, contoso, content(5))
    invitation_files.send(file=file, by=world.users["ada"])
    assert invitation_files.invite_some(on=world.on) == 2
    assert [state for state, _problem in states(file)].count("invited") == 2

    def dies(_entries):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(invitation_files.events, "record_all", dies)
        with pytest.raises(RuntimeError):
            invitation_files.invite_some(on=world.on)
    assert Invitation.objects.count() == Message.objects.count() == 2
    invite()
    assert Invitation.objects.count() == Message.objects.count() == 5


def test_who_came_in_between_looking_and_sending_is_passed_over(world, contoso):
    file = loaded(world, contoso, content(2))
    invitation_files.send(file=file, by=world.users["ada"])
    world.join(contoso, world.user("p0", domain="example.org"))
    invite()
    assert states(file) == [("passed-over", "has-account"), ("invited", "")]


def test_nothing_ready_is_not_sent(world, contoso):
    file = loaded(world, contoso, b"name,email\nAda,ada")
    refused("nothing-ready", invitation_files.send, file=file, by=world.users["ada"])


@pytest.mark.postgres  # SQLite parts what is written at once by its number of parameters
def test_a_chunk_takes_as_many_queries_for_many_rows(world, contoso):
    counted = {}
    for count in (1, 150):
        file = loaded(world, contoso, content(count).replace(b"@example", f"@{count}.example".encode()))
        invitation_files.send(file=file, by=world.users["ada"])
        with CaptureQueriesContext(connection) as captured:
            assert invitation_files.invite_some(on=world.on) == count
        counted[count] = len(captured)
        invitation_files.invite_some(on=world.on)
    assert counted[150] == counted[1]


@pytest.mark.parametrize(("days", "kept"), [(6, True), (7, False)])
def test_the_rows_are_forgotten_after_a_week(world, contoso, days, kept):
    loaded(world, contoso, content(2))
    invitation_files.forget(on=DAY + timedelta(days=days))
    assert InvitationFile.objects.exists() is InvitationRow.objects.exists() is kept


def test_a_file_on_its_way_is_not_forgotten(world, contoso):
    file = loaded(world, contoso, content(2))
    invitation_files.send(file=file, by=world.users["ada"])
    invitation_files.forget(on=DAY + timedelta(days=30))
    assert InvitationRow.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_invite_everybody_once():
    world = World(DAY)
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    file = loaded(world, contoso, content(400))
    invitation_files.send(file=file, by=world.users["ada"])

    def work():
        done = 0
        while found := invitation_files.invite_some(on=DAY):
            done += found
        return done

    results = together(work, work)
    while invitation_files.invite_some(on=DAY):
        pass
    assert not [each for each in results if isinstance(each, Exception)]
    assert Invitation.objects.count() == Message.objects.count() == 400
