"""The groups of the vendor's staff: made by a command, with exactly what the policy says (A3)."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from partners.access import STAFF, StaffPermission, staff_may
from partners.actions import users
from partners.models import JournalEntry, StaffRole
from tests.world import World

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> None:
    call_command("make_staff_groups", *arguments, verbosity=0)


def allowed(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_each_group_has_exactly_the_permissions_of_the_policy(capsys):
    call_command("make_staff_groups")
    assert {group.name for group in Group.objects.all()} == set(StaffRole.values)
    for role in StaffRole:
        assert allowed(role) == {each.value for each in STAFF[role]}
    assert "support: look_inside" in capsys.readouterr().out


def test_it_runs_twice_and_changes_nothing_the_second_time():
    make()
    make()
    assert JournalEntry.objects.filter(kind="staff-groups-made").count() == 1
    assert Permission.objects.filter(codename__in=list(StaffPermission)).count() == len(StaffPermission)


def test_what_was_given_or_taken_by_hand_is_put_right_and_members_stay():
    world = World()
    sam = world.user("sam", role=StaffRole.SUPPORT)
    group = Group.objects.get(name="support")
    group.permissions.set(Permission.objects.filter(codename="place_overrides"))
    with pytest.raises(CommandError, match="differ"):
        make("--check")
    # By hand it gives nothing: the policy is the only source.
    assert not staff_may(sam, StaffPermission.PLACE_OVERRIDES)
    make()
    assert allowed("support") == {"look_inside"}
    assert list(group.user_set.all()) == [sam]
    make("--check")


def test_the_group_is_the_role():
    world = World()
    petra = world.user("petra", role=StaffRole.PROGRAMME_MANAGER)
    assert staff_may(petra, StaffPermission.PUBLISH_EDITIONS)
    users.appoint(user=petra, role=StaffRole.SPECIALIST, on=world.on, by=None)
    assert set(petra.groups.values_list("name", flat=True)) == {"specialist"}
    assert not staff_may(petra, StaffPermission.PUBLISH_EDITIONS)
    petra.groups.clear()
    fresh = type(petra).objects.get(pk=petra.pk)
    assert not any(staff_may(fresh, each) for each in StaffPermission)


def test_who_is_not_of_the_staff_gains_nothing_by_a_group():
    world = World()
    world.user("petra", role=StaffRole.PROGRAMME_MANAGER)
    erik = world.user("erik")
    erik.groups.add(Group.objects.get(name="programme-manager"))
    assert not any(staff_may(erik, each) for each in StaffPermission)
