"""Memberships in the staff's admin: terms (E2)."""

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from memberships.actions import terms
from partners.access import StaffPermission
from partners.models import Term, TermEntry
from partners.staff import ActingAdmin, Asked, OrganisationField, ReadOnlyAdmin, StaffAction


class StartForm(forms.Form):
    """A year of membership."""

    organisation = OrganisationField(label=_("MPN ID"))
    level = forms.CharField(label=_("Level"), max_length=40)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


def _start(asked: Asked) -> Model:
    return terms.start(on=asked.on, by=asked.by, **asked.answers)


def _end(asked: Asked) -> Model:
    return terms.end(term=asked.row, on=asked.on, by=asked.by, **asked.answers)


@admin.register(Term)
class TermAdmin(ActingAdmin):
    """Terms; staff starts and ends them."""

    list_display = ["organisation", "level", "starts_on", "until", "grace_until", "ended_on"]
    list_select_related = ["organisation"]
    list_filter = ["level"]
    search_fields = ["=organisation__mpn_id"]
    ordering = ["-pk"]
    adding = StaffAction("start", _("Start a term"), StartForm, StaffPermission.START_TERMS, _start)
    acting = (StaffAction("end", _("End it early"), ReasonForm, StaffPermission.START_TERMS, _end),)


@admin.register(TermEntry)
class TermEntryAdmin(ReadOnlyAdmin):
    """What each term displays (F2)."""

    list_display = ["term", "competency", "level", "since"]
    list_select_related = ["term"]
    search_fields = ["=term__organisation__mpn_id"]
    ordering = ["-pk"]
