"""`manage.py add_staff` appoints staff without a password on the command line (A3)."""

import pytest
from django.core.management import CommandError, call_command

from partners.models import JournalEntry, User
from tests.world import PASSWORD

GETPASS = "partners.management.commands.add_staff.getpass"


@pytest.fixture
def typed(monkeypatch):
    """What is typed when the command asks for a password, in its order."""

    def answer(*lines):
        left = list(lines)
        monkeypatch.setattr(GETPASS, lambda prompt: left.pop(0))

    return answer


def add_staff(email, role, name="Ingrid"):
    call_command("add_staff", email=email, name=name, role=role)


@pytest.mark.django_db
def test_a_specialist_gets_a_login_with_the_password_typed(typed, capsys):
    typed(PASSWORD, PASSWORD)
    add_staff("Ingrid@Vendor.example", "specialist")
    made = User.objects.get(email="ingrid@vendor.example")
    assert made.check_password(PASSWORD)
    assert (made.is_staff, made.staff_roles, made.is_superuser) == (True, {"specialist"}, False)
    assert capsys.readouterr().out == "ingrid@vendor.example: specialist\n"
    assert list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "login-made",
        "staff-groups-made",
        "staff-appointed",
    ]


@pytest.mark.django_db
def test_without_a_password_the_person_sets_one_by_the_link(typed):
    typed("")
    add_staff("sam@vendor.example", "support")
    assert not User.objects.get().has_usable_password()


def test_who_has_a_login_keeps_it_and_its_password(world, typed):
    stella = world.user("stella")
    typed()
    add_staff(stella.email, "support", name="")
    stella.refresh_from_db()
    assert (stella.staff_roles, stella.check_password(PASSWORD)) == ({"support"}, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "arguments", "words"),
    [
        (["passwordpassword"], {}, "common"),
        ([PASSWORD, "another one"], {}, "differ"),
        ([""], {"email": "no address"}, "not an email address"),
        ([], {"name": ""}, "--name"),
    ],
)
def test_what_is_refused_leaves_nothing(typed, lines, arguments, words):
    typed(*lines)
    with pytest.raises(CommandError, match=words):
        add_staff(**{"email": "ingrid@vendor.example", "role": "specialist", **arguments})
    assert not User.objects.exists()
