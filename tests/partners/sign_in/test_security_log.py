"""The security log: what happened, by ids only."""

import json
import logging

import pytest
from django.test import Client

from partners import security
from partners.actions import accounts, users
from partners.models import Role, StaffRole
from partners.security import Event
from tests.partners.sign_in.conftest import set_up_app
from tests.signing_in import confirmed

pytestmark = pytest.mark.django_db


def test_the_way_in_and_out(world, door, security_log):
    ada = world.users["ada"]
    door.password(ada, "wrong")
    door.password(ada)
    door.client.post("/accounts/logout/")
    assert security_log.events() == ["sign-in-failed", "signed-in", "signed-out"]
    failed, came, left = security_log.lines
    assert failed["user"] is None
    assert came == {"at": came["at"], "event": "signed-in", "user": ada.pk, "how": ["password"]}
    assert left["user"] == ada.pk


def test_a_failed_sign_in_does_not_say_who_was_tried(world, door, security_log):
    door.password(world.users["ada"], "wrong")
    door.client.post("/accounts/login/", {"login": "nobody@nowhere.example", "password": "wrong"})
    known, unknown = ({**line, "at": None} for line in security_log.lines)
    assert known == unknown


def test_factors_and_confirmations(world, door, security_log, django_capture_on_commit_callbacks):
    door.password(world.users["ada"])
    door.confirm("wrong")
    door.confirm()
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(door)
    with django_capture_on_commit_callbacks(execute=True):
        door.client.post("/accounts/app/remove/")
    events = [(line["event"], line.get("kind")) for line in security_log.lines[1:]]
    assert events[:3] == [("confirmation-failed", None), ("confirmed", None), ("factor-added", "totp")]
    assert ("factor-removed", "totp") in events


def test_another_password(world, door, security_log):
    door.password(world.users["ada"])
    Client().force_login(world.users["ada"])
    new = "quite-another-long-word"
    data = {"oldpassword": "a-password-for-tests", "password1": new, "password2": new}
    door.client.post("/accounts/password/change/", data)
    assert security_log.events()[1:] == ["password-set", "session-ended"]


def test_refusals_by_page_and_ids(world, client, security_log):
    contoso, fabrikam = (world.organisations[name].public_id for name in ("Contoso", "Fabrikam"))
    client.force_login(world.users["erik"])
    client.get(f"/o/{contoso}/competencies/?q=secret")
    client.get(f"/o/{fabrikam}/competencies/")
    client.get("/no/such/page/")
    refused, foreign = security_log.lines
    assert refused == {
        "at": refused["at"],
        "event": "refused",
        "user": world.users["erik"].pk,
        "page": "competencies:list",
        "method": "get",
        "in_organisation": str(contoso),
    }
    assert (foreign["event"], foreign["in_organisation"]) == ("not-found", str(fabrikam))


def test_changes_of_roles(world, security_log, django_capture_on_commit_callbacks):
    account = world.users["erik"].accounts.get()
    with django_capture_on_commit_callbacks(execute=True):
        accounts.set_roles(account=account, roles=[Role.REPORT_VIEWER], on=world.on, by=world.users["ada"])
        users.appoint(
            user=world.users["stella"], role=StaffRole.SUPPORT, on=world.on, by=world.users["petra"]
        )
    roles, staff = security_log.lines
    assert (roles["event"], roles["user"], roles["account"]) == (
        "roles-changed",
        world.users["ada"].pk,
        account.pk,
    )
    assert roles["roles"] == ["report-viewer"]
    assert (staff["event"], staff["person"]) == ("staff-appointed", world.users["stella"].pk)


def test_no_line_holds_a_name_an_address_or_a_secret(
    world, door, security_log, django_capture_on_commit_callbacks
):
    ada = world.users["ada"]
    door.password(ada, "wrong")
    door.password(ada)
    door.confirm()
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(door)
    confirmed(door.client)
    door.client.post("/accounts/sessions/end-others/")
    assert len(security_log.lines) >= 5
    for private in (ada.email, ada.name, "127.0.0.1", "Firefox", secret, door.client.session.session_key):
        assert private not in security_log.text


@pytest.mark.parametrize("text", ["ada@contoso.example", "Ada Example", "", "x" * 81, "a\nb"])
def test_what_could_be_a_persons_is_refused(text):
    with pytest.raises(ValueError, match="ids and codes only"):
        security.note(Event.EXPORTED, by=None, what=text)


def test_others_note_reveals_and_exports(world, security_log):
    security.note(Event.REVEALED, by=world.users["ada"], key=7)
    security.note(Event.EXPORTED, by=world.users["ada"], what="skills", rows=120)
    assert security_log.lines[1]["rows"] == 120


def test_each_event_is_one_line_of_json_by_itself(settings, world, door, capsys):
    configured = settings.LOGGING["loggers"]["assay.security"]
    assert configured == {"handlers": ["security"], "level": "INFO", "propagate": False}
    record = logging.LogRecord("assay.security", logging.INFO, "", 0, '{"event": "signed-in"}', (), None)
    formatter = logging.Formatter(settings.LOGGING["formatters"]["as it is"]["format"])
    assert json.loads(formatter.format(record)) == {"event": "signed-in"}
