"""Sessions: listed, ended, and over in time."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from partners.actions import limits, sessions
from partners.clock import now
from partners.devices import Device, device_of
from partners.models import Job, Session, Sweep
from partners.session_limits import OTHERS, STAFF, limits_of
from partners.tasks import clear_sessions
from tests.partners.sign_in.conftest import Door, set_up_app
from tests.signing_in import confirmed

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


def elsewhere(world, name: str = "ada") -> Door:
    """Somebody signed in with another browser."""
    door = Door(Client())
    door.password(world.users[name])
    return door


def works(door: Door) -> bool:
    """Whether the browser is still signed in, as a page sees it."""
    return door.client.get("/accounts/").status_code == 200


def after(**time):
    return time_machine.travel(now() + timedelta(**time), tick=False)


def test_a_session_names_browser_and_system_and_keeps_no_more(world, door):
    door.password(world.users["ada"])
    session = Session.objects.get(user=world.users["ada"])
    assert (session.browser, session.system) == ("Firefox", "Windows")
    kept = str(vars(session)) + str(session.get_decoded())
    assert "rv:140.0" not in kept
    assert "127.0.0.1" not in kept
    page = door.client.get("/accounts/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert session.session_key not in page


@pytest.mark.parametrize(
    ("header", "device"),
    [
        (PHONE, Device("Safari", "iOS")),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            Device("Chrome", "Linux"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", Device("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", Device("Chrome", "Android")),
        ("curl/8.0", Device("", "")),
        ("", Device("", "")),
    ],
)
def test_two_words_of_a_browser(header, device):
    assert device_of(header) == device


def test_one_session_is_ended(world, door):
    other, third = elsewhere(world), elsewhere(world)
    door.password(world.users["ada"])
    confirmed(door.client)
    session = Session.objects.get(pk=other.client.session.session_key)
    door.client.post(f"/accounts/sessions/{session.public_id}/end/")
    assert (works(door), works(other), works(third)) == (True, False, True)


def test_all_others_are_ended(world, door):
    others, erik = [elsewhere(world), elsewhere(world)], elsewhere(world, "erik")
    door.password(world.users["ada"])
    confirmed(door.client)
    door.client.post("/accounts/sessions/end-others/")
    assert works(door)
    assert works(erik)
    assert not any(map(works, others))


def test_ending_a_session_asks_for_the_password_first(world, door):
    other = elsewhere(world)
    door.password(world.users["ada"])
    session = Session.objects.get(pk=other.client.session.session_key)
    page = f"/accounts/sessions/{session.public_id}/end/"
    answer = door.client.post(page)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert works(other)
    # What was asked for is done once it is confirmed.
    door.client.post(answer["Location"], {"password": "a-password-for-tests", "next": page})
    assert not works(other)


def test_a_strangers_session_is_not_ended(world):
    elsewhere(world)
    session = Session.objects.get(user=world.users["ada"])
    assert not sessions.end(user=world.users["erik"], public_id=session.public_id, at=now())
    assert not sessions.end(user=world.users["ada"], public_id=uuid.uuid4(), at=now())
    assert Session.objects.filter(pk=session.pk).exists()


def test_another_password_ends_all_other_sessions(world, door):
    other = elsewhere(world)
    door.password(world.users["ada"])
    new = "quite-another-long-word"
    data = {"oldpassword": "a-password-for-tests", "password1": new, "password2": new}
    assert door.client.post("/accounts/password/change/", data).status_code == 302
    assert works(door)
    assert not works(other)
    assert Session.objects.filter(user=world.users["ada"]).count() == 1


def test_another_factor_ends_all_other_sessions(world, door, django_capture_on_commit_callbacks):
    other = elsewhere(world)
    door.password(world.users["ada"])
    door.confirm()
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(door)
    assert works(door)
    assert not works(other)
    third = Door(Client())
    third.client.force_login(world.users["ada"])
    with django_capture_on_commit_callbacks(execute=True):
        door.client.post("/accounts/app/remove/")
    assert works(door)
    assert not works(third)


@pytest.mark.parametrize(("name", "kind"), [("ada", OTHERS), ("sam", STAFF)])
def test_an_unused_session_is_over_in_time(world, name, kind):
    assert limits_of(world.users[name]) == kind
    start = now()
    door = elsewhere(world, name)
    for seconds, expected in ((-2, True), (+2, False)):
        with (
            transaction.atomic(),
            time_machine.travel(start + kind.idle + timedelta(seconds=seconds), tick=False),
        ):
            assert works(door) is expected
            transaction.set_rollback(True)


def test_a_used_session_of_staff_is_over_after_twelve_hours_all_the_same(world):
    start = now()
    door = elsewhere(world, "sam")
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert works(door), minutes
    with time_machine.travel(start + timedelta(hours=12, seconds=1), tick=False):
        assert not works(door)


def test_using_a_session_moves_its_end_on_by_minutes_not_by_every_page(world):
    door = elsewhere(world, "sam")
    row = Session.objects.get(user=world.users["sam"])
    door.client.get("/accounts/sessions/")
    assert Session.objects.get(pk=row.pk).seen_at == row.seen_at
    with after(minutes=5):
        door.client.get("/accounts/sessions/")
        assert Session.objects.get(pk=row.pk).expire_date == now() + STAFF.idle


def test_who_becomes_staff_has_their_limits_from_the_next_page(world):
    door = elsewhere(world, "erik")
    type(world.users["erik"]).objects.filter(pk=world.users["erik"].pk).update(is_staff=True)
    with after(minutes=31):
        assert not works(door)


def test_a_session_that_is_over_cannot_be_read_from_the_database_either(world):
    door = elsewhere(world, "sam")
    key = door.client.session.session_key
    with after(minutes=31):
        assert Session.get_session_store_class()(key).get("_auth_user_id") is None


def test_the_clock_removes_what_is_over_and_nothing_else(world):
    elsewhere(world, "sam")
    elsewhere(world, "ada")
    with after(hours=13):
        clear_sessions()
    assert [each.user.email for each in Session.objects.exclude(user=None)] == ["ada@contoso.example"]
    assert Sweep.objects.get(job=Job.CLEAR_SESSIONS).done > 0
    assert sessions.clear(at=now()) == 0


def test_counts_of_tries_that_are_over_are_removed(world, door):
    door.password(world.users["ada"], "wrong")
    assert limits.clear(at=now()) == 0
    assert limits.clear(at=now() + timedelta(hours=1)) > 0


def test_signing_out_elsewhere_leaves_no_row(world, door):
    door.password(world.users["ada"])
    door.client.post("/accounts/logout/")
    assert not Session.objects.filter(user=world.users["ada"]).exists()


def test_the_list_takes_as_many_queries_whatever_its_length(world, door, django_assert_max_num_queries):
    door.password(world.users["ada"])
    counts = []
    for more in (0, 10):
        for _ in range(more):
            elsewhere(world)
        with django_assert_max_num_queries(10) as captured:
            door.client.get("/accounts/sessions/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
