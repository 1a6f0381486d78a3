"""Who may do what inside an organisation (A5, A6) and in the admin (A3)."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from partners import access
from partners.access import ROLES, Permission, Role, StaffPermission
from partners.models import Account, Organisation, StaffRole
from tests.world import World

SEE = Permission.SEE_COMPETENCIES


@pytest.fixture
def world(db):
    """As of today, since a request reads the clock."""
    return World()


def organisation_for(user, public_id, permission=SEE):
    request = RequestFactory().get("/")
    request.user = user
    found = access.organisation_for(request, public_id, permission)
    assert request.account.user == user
    return found


def test_a_role_with_the_permission_gets_its_organisation(world):
    contoso = world.organisation("Contoso")
    admin = world.account(contoso, "ada", Role.ADMIN).user
    assert organisation_for(admin, contoso.public_id) == contoso


def test_a_role_without_it_is_forbidden(world):
    contoso = world.organisation("Contoso")
    employee = world.account(contoso, "erik", Role.EMPLOYEE).user
    with pytest.raises(PermissionDenied):
        organisation_for(employee, contoso.public_id)
    assert organisation_for(employee, contoso.public_id, Permission.SEE_OWN_ACHIEVEMENTS) == contoso


def test_a_strangers_organisation_does_not_exist(world):
    contoso = world.organisation("Contoso")
    fay = world.account(world.organisation("Fabrikam"), "fay", Role.ADMIN).user
    staff = world.user("petra", role=StaffRole.PROGRAMME_MANAGER)
    for user in (fay, staff, AnonymousUser()):
        for public_id in (contoso.public_id, uuid.uuid4()):
            with pytest.raises(Http404):
                organisation_for(user, public_id)


def test_an_account_that_is_over_opens_nothing(world):
    contoso = world.organisation("Contoso")
    account = world.account(contoso, "ada", Role.ADMIN)
    Account.objects.filter(pk=account.pk).update(until=world.on)
    with pytest.raises(Http404):
        organisation_for(account.user, contoso.public_id)
    assert access.accounts_of(account.user, as_of=world.on) == []
    Account.objects.filter(pk=account.pk).update(until=world.on + timedelta(days=1))
    assert organisation_for(account.user, contoso.public_id) == contoso


def test_a_user_switches_between_accounts(world, django_assert_num_queries):
    user = world.user("erik")
    for name in ("Fabrikam", "Contoso"):
        world.join(world.organisation(name), user)
    with django_assert_num_queries(1):
        accounts = access.accounts_of(user, as_of=world.on)
        names = [account.organisation.display_name for account in accounts]
        roles = [access.roles_of(account) for account in accounts]
    assert names == ["Contoso", "Fabrikam"]
    assert roles == [{Role.EMPLOYEE}] * 2
    assert list(Organisation.objects.visible_to(user, as_of=world.on).order_by("display_name")) == [
        account.organisation for account in accounts
    ]


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.SEE_OWN_ACHIEVEMENTS, set(Role)),
        (Permission.SEE_COMPETENCIES, {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}),
        (Permission.SEE_REPORTS, {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}),
        (Permission.SEE_RISK, {Role.ADMIN, Role.MEMBERSHIP_MANAGER}),
        (Permission.SEE_CONTACTS, {Role.ADMIN}),
        (Permission.MANAGE_MEMBERSHIP, {Role.ADMIN, Role.MEMBERSHIP_MANAGER}),
        (Permission.MANAGE_PEOPLE, {Role.ADMIN}),
        (Permission.MANAGE_REFERRALS, {Role.ADMIN, Role.REFERRALS_MANAGER}),
    ],
)
def test_the_policy_of_roles(permission, roles):
    assert {role for role in Role if permission in ROLES[role]} == roles


def test_several_roles_are_one_account(world, django_assert_num_queries):
    contoso = world.organisation("Contoso")
    user = world.account(contoso, "rolf", Role.REPORT_VIEWER, Role.REFERRALS_MANAGER).user
    world.join(world.organisation("Fabrikam"), user)
    with django_assert_num_queries(1):
        here, there = access.accounts_of(user, as_of=world.on)
        assert access.roles_of(here) == {Role.REPORT_VIEWER, Role.REFERRALS_MANAGER}
        assert access.roles_of(there) == {Role.EMPLOYEE}


def test_roles_of_one_account_add_up(world):
    account = world.account(world.organisation("Contoso"), "rolf", Role.REPORT_VIEWER, Role.REFERRALS_MANAGER)
    assert access.permissions_of(account) == ROLES[Role.REPORT_VIEWER] | ROLES[Role.REFERRALS_MANAGER]


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (StaffRole.SPECIALIST, {StaffPermission.PLACE_OVERRIDES, StaffPermission.ANSWER_CREDIT}),
        (
            StaffRole.PROGRAMME_MANAGER,
            set(StaffPermission) - {StaffPermission.PLACE_OVERRIDES, StaffPermission.LOOK_INSIDE},
        ),
        (StaffRole.SUPPORT, {StaffPermission.LOOK_INSIDE}),
    ],
)
def test_the_policy_of_staff(world, role, allowed):
    user = world.user("sam", role=role)
    assert {each for each in StaffPermission if access.staff_may(user, each)} == allowed
    user.is_active = False
    assert not any(access.staff_may(user, each) for each in StaffPermission)
