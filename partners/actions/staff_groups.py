"""Django's groups of the vendor's staff, made by the one table of what each may do (A3)."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from partners.access import STAFF, StaffPermission
from partners.actions import events
from partners.journal import Kind
from partners.models import StaffRole, User

Table = Mapping[str, frozenset[str]]
"""Names of groups, each with the names of its permissions."""


def wanted() -> Table:
    """The groups by the policy."""
    return {role.value: frozenset(each.value for each in allowed) for role, allowed in STAFF.items()}


def standing() -> Table:
    """The groups as the database has them; what is not there is not in it."""
    groups = Group.objects.filter(name__in=StaffRole.values).prefetch_related("permissions")
    return {group.name: frozenset(each.codename for each in group.permissions.all()) for group in groups}


@transaction.atomic
def make(*, on: date, by: User | None) -> bool:
    """Bring groups and their permissions to the policy; members stay. False if nothing was to be done."""
    if standing() == wanted():
        return False
    kind = ContentType.objects.get_for_model(User)
    rows = {
        each.value: Permission.objects.get_or_create(
            content_type=kind, codename=each.value, defaults={"name": each.name.replace("_", " ").lower()}
        )[0]
        for each in StaffPermission
    }
    for role, allowed in STAFF.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.set([rows[each.value] for each in allowed])
    table = {name: sorted(allowed) for name, allowed in wanted().items()}
    events.record(Kind.STAFF_GROUPS_MADE, on=on, by=by, data={"groups": table})
    return True


def of(role: StaffRole, *, on: date) -> Group:
    """The group of a role; all of them are brought to the policy first."""
    make(on=on, by=None)
    return Group.objects.get(name=role.value)
