"""Opening accounts, their roles, and the switch of A7."""

import pytest
from django.utils.translation import override

from partners.access import roles_of
from partners.actions import accounts, users
from partners.journal import Kind
from partners.models import Account, JournalEntry, Role, StaffRole
from partners.refusals import Refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def refused(code, action, **arguments):
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_an_account_has_its_roles_from_the_day(world, contoso):
    account = world.account(contoso, "ada", Role.ADMIN, Role.REPORT_VIEWER)
    assert roles_of(account) == {Role.ADMIN, Role.REPORT_VIEWER}
    assert account.starts_on == world.on
    entry = JournalEntry.objects.of(contoso).first()
    assert (entry.kind, entry.data["roles"]) == ("account-opened", ["admin", "report-viewer"])


def test_a_second_open_account_is_refused(world, contoso):
    account = world.account(contoso, "ada", Role.ADMIN)
    arguments = {"organisation": contoso, "user": account.user, "on": world.on, "by": None}
    refused("account-open", accounts.open_account, roles=[Role.EMPLOYEE], **arguments)
    refused("no-role", accounts.open_account, roles=[], **arguments)


def test_roles_are_replaced(world, contoso):
    world.account(contoso, "ada", Role.ADMIN)
    account = world.account(contoso, "erik", Role.EMPLOYEE, Role.REPORT_VIEWER)
    accounts.set_roles(account=account, roles=[Role.ADMIN, Role.EMPLOYEE], on=world.on, by=None)
    assert roles_of(account) == {Role.ADMIN, Role.EMPLOYEE}


def test_the_last_admin_stays(world, contoso):
    ada = world.account(contoso, "ada", Role.ADMIN)
    refused("last-admin", accounts.set_roles, account=ada, roles=[Role.EMPLOYEE], on=world.on, by=None)
    refused("last-admin", accounts.close, account=ada, on=world.on, by=None)
    world.account(contoso, "amy", Role.ADMIN)
    accounts.close(account=ada, on=world.on, by=None)
    assert Account.objects.open().of_role(Role.ADMIN).get().user == world.users["amy"]


def test_what_is_over_is_not_ended_or_changed_again(world, contoso):
    account = world.account(contoso, "erik")
    accounts.close(account=account, on=world.on, by=None)
    refused("account-over", accounts.close, account=account, on=world.on, by=None)
    refused("account-over", accounts.set_roles, account=account, roles=[Role.ADMIN], on=world.on, by=None)


def test_only_the_person_shows_the_whole_transcript(world, contoso):
    ada = world.account(contoso, "ada", Role.ADMIN).user
    account = world.account(contoso, "erik")
    share = {"account": account, "shares": True, "on": world.on}
    refused("not-yours", accounts.share_transcript, by=ada, **share)
    accounts.share_transcript(by=account.user, **share)
    assert Account.objects.get(pk=account.pk).shares_transcript


def test_a_return_restores_nothing(world, contoso):
    account = world.account(contoso, "erik", Role.REPORT_VIEWER)
    accounts.share_transcript(account=account, shares=True, on=world.on, by=account.user)
    accounts.close(account=account, on=world.on, by=None)
    again = world.join(contoso, account.user)
    assert roles_of(again) == {Role.EMPLOYEE}
    assert not again.shares_transcript


def test_logins(world):
    petra = world.user("petra", role=StaffRole.PROGRAMME_MANAGER)
    asked = {"on": world.on, "by": petra}
    user = users.add(email=" Erik@Example.org ", name="Erik", password="x", **asked)
    assert user.email == "erik@example.org"
    refused("email-taken", users.add, email="ERIK@example.org", name="Other", **asked)
    refused("bad-email", users.add, email="erik", name="Other", **asked)
    entry = JournalEntry.objects.get(kind="login-made", data__person=user.pk)
    assert (entry.organisation, entry.on, entry.by) == (None, world.on, petra.pk)


def test_who_appoints_staff_stands_in_the_journal(world):
    petra = world.user("petra", role=StaffRole.PROGRAMME_MANAGER)
    user = users.appoint(user=world.user("sam"), role=StaffRole.SUPPORT, on=world.on, by=petra)
    assert (user.is_staff, user.staff_roles) == (True, {"support"})
    entry = JournalEntry.objects.get(kind="staff-appointed", by=petra.pk)
    assert (entry.on, entry.data) == (world.on, {"person": user.pk, "role": "support"})


def test_every_kind_of_entry_has_words_in_both_languages():
    for kind in Kind:
        with override("zh-hant"):
            assert str(kind.label) != str(kind)
            chinese = str(kind.label)
        with override("en"):
            assert str(kind.label) != chinese
