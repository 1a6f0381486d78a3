"""Logins in the staff's admin: second factors, sessions, the groups of the staff, looks of support (A3)."""

from collections.abc import Mapping
from typing import Any

import django.contrib.auth.admin  # noqa: F401 registers groups to be edited; taken out below
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partners.access import StaffPermission
from partners.actions import factors, sessions, support
from partners.clock import now
from partners.models import StaffRole, SupportGrant, User
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_beginning, by_email, by_mpn_id

admin.site.unregister(Group)

MAY: Mapping[str, Any] = {
    StaffPermission.PLACE_OVERRIDES: _("place overrides"),
    StaffPermission.PUBLISH_EDITIONS: _("publish editions"),
    StaffPermission.LOAD_FACTS: _("load feeds and record facts"),
    StaffPermission.MANAGE_ORGANISATIONS: _("enrol organisations, appoint admins"),
    StaffPermission.START_TERMS: _("start and end terms"),
    StaffPermission.MANAGE_TRANSCRIPTS: _("move and merge transcripts"),
    StaffPermission.ANSWER_CREDIT: _("answer reports of missing credit"),
    StaffPermission.REMOVE_FACTORS: _("remove second factors"),
    StaffPermission.PUBLISH_OFFERS: _("publish offers"),
    StaffPermission.SETTLE_ORDERS: _("settle orders"),
    StaffPermission.ERASE_PEOPLE: _("erase personal data"),
    StaffPermission.FILL_KEY_POOLS: _("fill pools of product keys"),
    StaffPermission.SEND_AGAIN: _("send messages again"),
    StaffPermission.CORRECT_MARKETS: _("correct markets"),
    StaffPermission.END_SESSIONS: _("end sessions"),
    StaffPermission.CLOSE_REQUESTS: _("close requests of customers as misuse, and read who asks"),
    StaffPermission.WITHDRAW_PROFILES: _("withdraw marketing profiles"),
    StaffPermission.LOOK_INSIDE: _("see an organisation's pages as support"),
}
"""What each permission is called."""


class FactorsForm(forms.Form):
    """Why somebody's factors go."""

    reason = forms.CharField(
        label=_("Reason, and how you made sure who asks"), max_length=500, widget=forms.Textarea
    )


def _remove_factors(asked: Asked) -> Model:
    return factors.remove_all(user=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _end_look(asked: Asked) -> Model:
    return support.end(grant=asked.row, on=asked.on, at=now(), by=asked.by)


def _end_sessions(asked: Asked) -> Model:
    return sessions.end_all(user=asked.row, reason=asked.reason, on=asked.on, by=asked.by)


@admin.register(User)
class UserAdmin(ActingAdmin):
    """Logins, found by address; without passwords. Second factors are removed for who has lost them."""

    list_display = ["email", "name", "is_active", "is_staff"]
    fields = ["email", "name", "language", "is_active", "is_staff", "groups", "date_joined", "last_login"]
    finds = (by_email("pk"), by_beginning("name", _("beginning of the name")))
    list_filter = ["groups", "is_active"]
    ordering = ["-pk"]
    acting = (
        StaffAction(
            "factors",
            _("Remove the second factors"),
            FactorsForm,
            StaffPermission.REMOVE_FACTORS,
            _remove_factors,
        ),
        StaffAction(
            "sessions",
            _("End all sessions"),
            PressForm,
            StaffPermission.END_SESSIONS,
            _end_sessions,
        ),
    )


@admin.register(SupportGrant)
class SupportGrantAdmin(ActingAdmin):
    """Who of support looked inside which organisation, when and why; programme managers may end it."""

    list_display = ["organisation", "user", "starts_at", "until", "ended_at", "reason"]
    list_select_related = ["organisation", "user"]
    finds = (by_mpn_id(), by_email())
    ordering = ["-pk"]
    acting = (StaffAction("end", _("End it"), PressForm, StaffPermission.MANAGE_ORGANISATIONS, _end_look),)

    def titled(self, row: SupportGrant) -> str:
        """Who looked, and where."""
        return gettext("%(who)s at %(organisation)s") % {"who": row.user, "organisation": row.organisation}

    def fitting(self, row: SupportGrant) -> set[str]:
        """One that is over ends no more."""
        over = row.ended_at is not None or row.until <= now()
        return set() if over else super().fitting(row)


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    """The groups of the staff, made by `manage.py make_staff_groups`; who is in one is its role (A3)."""

    list_display = ["called", "allowed"]
    list_display_links = None
    fields = ["called", "allowed"]
    readonly_fields = ["called", "allowed"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """With the permissions of each."""
        return super().get_queryset(request).prefetch_related("permissions")

    @admin.display(description=pgettext_lazy("what a thing is called", "name"))
    def called(self, group: Group) -> str:
        """What its members are."""
        return str(StaffRole(group.name).label) if group.name in StaffRole.values else group.name

    @admin.display(description=_("may"))
    def allowed(self, group: Group) -> str:
        """What the database says that its members may do, as the command wrote it."""
        comma = pgettext("between the parts of a list", ", ")
        return comma.join(str(MAY.get(each.codename, each.name)) for each in group.permissions.all())
