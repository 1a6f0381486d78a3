"""Second factors: offered to all, required of those whose role sees much."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from partners import second_factor
from partners.actions import accounts
from partners.clock import now
from partners.models import Role
from partners.sign_in_rules import SETTING_UP
from tests.partners.sign_in.conftest import Door, code_of, set_up_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def test_it_is_required_of_staff_and_admins_only(world, required):
    who = {name for name, user in world.users.items() if second_factor.required_of(user, as_of=world.on)}
    assert who == {"ada", "fay", "spencer", "petra", "sam"}


def test_without_the_setting_of_nobody(world):
    assert not any(second_factor.required_of(user, as_of=world.on) for user in world.users.values())


@pytest.mark.parametrize("name", ["ada", "petra"])
def test_who_lacks_one_is_led_to_set_it_up_before_anything_else(world, required, door, name):
    door.password(world.users[name])
    organisation = world.organisations["Contoso"].public_id
    for page in ["/", f"/o/{organisation}/competencies/", "/admin/", "/accounts/sessions/"]:
        assert door.client.get(page)["Location"] == reverse("mfa_index"), page
        assert door.client.post(page)["Location"] == reverse("mfa_index"), page
    assert "Set up a second factor to go on" in door.client.get(reverse("mfa_index")).content.decode()


def test_the_way_to_the_set_up_never_goes_in_circles(world, required, door):
    door.password(world.users["ada"])
    for name in SETTING_UP - {"mfa_view_recovery_codes"}:
        answer = door.client.get(reverse(name))
        assert answer.get("Location") != reverse("mfa_index"), name
    door.confirm()
    set_up_app(door)
    assert door.client.get("/")["Location"].startswith("/o/")


def test_signing_out_is_always_possible(world, required, door):
    door.password(world.users["ada"])
    door.client.post("/accounts/logout/")
    assert door.user is None


def test_an_employee_goes_on_without_one(world, required, door):
    door.password(world.users["erik"])
    contoso = world.organisations["Contoso"].public_id
    assert door.client.get("/")["Location"] == f"/o/{contoso}/"


def test_who_becomes_an_admin_is_asked_on_the_next_page(world, required, door):
    erik = world.users["erik"]
    door.password(erik)
    accounts.set_roles(account=erik.accounts.get(), roles=[Role.ADMIN], on=world.on, by=world.users["ada"])
    assert door.client.get("/")["Location"] == reverse("mfa_index")


def test_with_an_app_the_password_alone_opens_nothing(world, door):
    ada = world.users["ada"]
    secret = with_app(world, door)
    answer = door.password(ada)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "passkey" not in door.client.get(answer["Location"]).content.decode()
    assert door.user is None
    assert door.client.get("/")["Location"] == "/accounts/login/"
    assert door.code("000000" if code_of(secret) != "000000" else "111111").status_code == 200
    assert door.user is None
    # The code that set the app up counts as used.
    with time_machine.travel(now().timestamp() + 30):
        door.code(code_of(secret))
        assert door.user == ada.pk


def test_a_code_works_once(world, door):
    secret = with_app(world, door)
    with time_machine.travel(now().timestamp() + 60):
        door.password(world.users["ada"])
        door.code(code_of(secret))
        assert door.user
        door.client.post("/accounts/logout/")
        door.password(world.users["ada"])
        assert door.code(code_of(secret)).status_code == 200
    assert door.user is None


def test_a_recovery_code_works_once_in_its_place(world, door):
    with_app(world, door)
    row = Authenticator.objects.get(user=world.users["ada"], type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    for expected in (world.users["ada"].pk, None):
        door.password(world.users["ada"])
        door.code(code)
        assert door.user == expected
        door.client.post("/accounts/logout/")


def test_guessing_codes_is_stopped(world, door):
    secret = with_app(world, door)
    door.password(world.users["ada"])
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    for _ in range(6):
        door.code(wrong)
    with time_machine.travel(now().timestamp() + 30):
        door.code(code_of(secret))
    assert door.user is None


def test_a_password_reset_does_not_pass_it_by(world, door):
    with_app(world, door)
    ada = world.users["ada"]
    door.client.post("/accounts/password/reset/", {"email": ada.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = door.client.get(link)["Location"]
    new = "quite-another-long-word"
    door.client.post(form, {"password1": new, "password2": new})
    assert door.user is None
    assert door.password(ada, new)["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize(("name", "set_up", "queries"), [("erik", False, 3), ("ada", True, 2)])
def test_the_rule_costs_one_query_a_page_and_none_once_a_factor_was_seen(
    world, required, door, django_assert_num_queries, name, set_up, queries
):
    door.password(world.users[name])
    door.confirm()
    if set_up:
        set_up_app(door)
    door.client.get("/accounts/password/change/")
    with django_assert_num_queries(queries):  # two are for the session and the user
        door.client.get("/accounts/password/change/")


def test_secrets_are_encrypted(world, door):
    secret = with_app(world, door)
    for row in Authenticator.objects.all():
        assert secret not in str(row.data)
        for code in row.wrap().get_unused_codes() if row.type == "recovery_codes" else []:
            assert code not in str(row.data)


def test_secrets_survive_a_new_key(world, door, settings):
    secret = with_app(world, door)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
    row = Authenticator.objects.get(user=world.users["ada"], type=Authenticator.Type.TOTP)
    with time_machine.travel(now().timestamp() + 60):
        assert row.wrap().validate_code(code_of(secret))


def test_a_secret_whose_key_is_gone_fits_no_code_and_breaks_no_page(world, door, settings):
    secret = with_app(world, door)
    settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
    door.client.cookies.clear()
    door.password(world.users["ada"])
    with time_machine.travel(now().timestamp() + 60):
        assert door.code(code_of(secret)).status_code == 200
        assert door.code(format_hotp_value(hotp_value("", int(now().timestamp()) // 30))).status_code == 200
    assert door.user is None


@pytest.mark.parametrize("page", ["app/set-up/", "passkeys/add/", "recovery-codes/new/"])
def test_factors_are_changed_only_after_confirming(world, door, page):
    door.password(world.users["ada"])
    answer = door.client.get(f"/accounts/{page}")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert door.confirm("wrong").status_code == 200
    assert door.client.get(f"/accounts/{page}").status_code == 302
    door.confirm()
    assert door.client.get(f"/accounts/{page}").status_code == 200


def test_confirming_holds_for_five_minutes(world, door):
    door.password(world.users["ada"])
    door.confirm()
    for seconds, status in ((299, 200), (301, 302)):
        with time_machine.travel(now().timestamp() + seconds):
            assert door.client.get("/accounts/app/set-up/").status_code == status, seconds


def test_one_persons_wrong_confirmations_do_not_stop_another(world, door):
    door.password(world.users["ada"])
    for _ in range(6):
        door.confirm("wrong")
    door.client.post("/accounts/logout/")
    door.password(world.users["erik"])
    door.confirm()
    assert door.client.get("/accounts/app/set-up/").status_code == 200


def with_app(world, door: Door) -> str:
    """Ada has an authenticator app and has signed out; its secret."""
    door.password(world.users["ada"])
    door.confirm()
    secret = set_up_app(door)
    door.client.post("/accounts/logout/")
    return secret
