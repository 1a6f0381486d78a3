"""Overrides in the staff's admin: placed after a look at what holds without them, ended early, listed (D4)."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from competencies.actions import overrides
from competencies.models import CreditReport, Override
from competencies.models.overrides import OverrideQuerySet
from competencies.presenters.without import SHOWN, as_if_not_placed, others, without_it
from competencies.presenters.words import in_language
from competencies.programme import Edition
from competencies.published import NoProgramme, published
from competencies.staff_filters import (
    CompetencyFilter,
    EndingFilter,
    competency_names,
    level_in,
    level_names,
)
from competencies.views.loading import situation_of
from competencies.views.standing import overrides_now
from partners import days
from partners.access import StaffPermission
from partners.clock import today
from partners.models import Organisation
from partners.previews import PreviewedAction, PreviewingAdmin, Seen
from partners.staff import Asked
from partners.staff_fields import DayField, OrganisationField
from partners.staff_lists import by_mpn_id

_UNKNOWN = {"invalid_choice": _("The programme has no such competency at this level. Choose another.")}


def _editions() -> list[Edition]:
    """The edition in force today and those to come, by which an override may be judged."""
    try:
        programme = published().programme
    except NoProgramme:
        return []
    now = programme.edition_on(today())
    return [each for each in programme.editions if each.effective_from >= now.effective_from]


def competencies() -> list[tuple[str, str]]:
    """Every competency that an override may be of, by name."""
    language = get_language() or "en"
    named = {
        key: in_language(each.name, language)
        for edition in reversed(_editions())
        for key, each in edition.competencies.items()
    }
    return [("", "---------"), *sorted(named.items(), key=lambda each: each[1])]


def levels() -> list[tuple[str, str]]:
    """The levels of competencies, lowest first."""
    language = get_language() or "en"
    named = [
        (each.key, in_language(each.name, language)) for edition in _editions()[:1] for each in edition.levels
    ]
    return [("", "---------"), *named]


class OfALevelForm(forms.Form):
    """Which level an override is of, until when, and why."""

    competency = forms.ChoiceField(label=_("Competency"), choices=competencies, error_messages=_UNKNOWN)
    level = forms.ChoiceField(label=_("Level"), choices=levels, error_messages=_UNKNOWN)
    until = DayField(
        label=_("Until, the first day on which it no longer counts"),
        required=False,
        help_text=_("Three months after it begins if left empty; six at most."),
    )
    reason = forms.CharField(
        label=_("Reason, which the partner reads"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class OverrideForm(OfALevelForm):
    """A competency level of an organisation counted as achieved for a while."""

    organisation = OrganisationField(label=_("MPN ID"))
    starts_on = DayField(label=_("From"), required=False, help_text=_("Today if left empty."))

    field_order = ["organisation", "competency", "level", "starts_on", "until", "reason"]


class EndForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason, which the partner reads"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


def seen_before(
    organisation: Organisation,
    competency: str,
    level: str,
    asked: Asked,
    *,
    ending: Override | None = None,
    answering: CreditReport | None = None,
) -> Seen:
    """What holds today without the override, and what else is open; of one that ends, as if it had not been placed."""
    programme = published().programme
    situation = situation_of(organisation, programme, as_of=asked.on, only=[competency])
    if ending is not None:
        situation = as_if_not_placed(situation, ending, programme)
    placed = [each for each in overrides_now(organisation, as_of=asked.on) if each != ending]
    waiting = CreditReport.objects.waiting().filter(organisation=organisation).order_by("pk")
    reports = [each for each in waiting[: 3 * SHOWN] if each != answering]
    context = {
        "name": organisation.display_name,
        "level": without_it(competency, level, situation),
        "others": others(placed, reports, situation.words),
    }
    return Seen(context, f"{sorted(asked.answers.items(), key=str)} {context}")


def _before_placing(asked: Asked) -> Seen:
    given = asked.answers
    overrides.refuse_impossible(
        given["competency"], given["level"], given.get("starts_on"), given.get("until"), on=asked.on
    )
    return seen_before(given["organisation"], given["competency"], given["level"], asked)


def _before_ending(asked: Asked) -> Seen:
    row: Override = asked.row
    return seen_before(row.organisation, row.competency, row.level, asked, ending=row)


def _place(asked: Asked) -> Model:
    return overrides.place(on=asked.on, by=asked.by, **asked.answers)


def _end(asked: Asked) -> Model:
    return overrides.end(override=asked.row, on=asked.on, by=asked.by, **asked.answers)


class StateFilter(admin.SimpleListFilter):
    """Where an override is between its beginning and its end."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Those that count or will, those about to end, those that are over."""
        return [
            ("open", _("counts, or will")),
            ("ending", _("ends within 14 days")),
            ("ended", _("ended")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """The rows of that state."""
        return _of_state(cast(OverrideQuerySet, queryset), self.value(), today())


def _of_state(rows: OverrideQuerySet, state: str | None, as_of: date) -> OverrideQuerySet:
    if state == "open":
        return rows.open_on(as_of)
    if state == "ending":
        return rows.ending(as_of, within=ENDING)
    return rows.over(as_of) if state == "ended" else rows


ENDING = 14
"""What ends within so many days is about to end."""


@admin.register(Override)
class OverrideAdmin(PreviewingAdmin):
    """Overrides, placed and ended by specialists; never deleted or lengthened (D4)."""

    list_display = ["organisation", "competency", "level", "starts_on", "until", "ended_on", "placed_by"]
    list_select_related = ["organisation", "placed_by"]
    list_filter = [StateFilter, EndingFilter, CompetencyFilter]
    finds = (by_mpn_id(),)
    names: ClassVar = {"competency": competency_names, "level": level_names}
    adding = PreviewedAction(
        "place",
        _("Place an override"),
        OverrideForm,
        StaffPermission.PLACE_OVERRIDES,
        _place,
        preview=_before_placing,
        template="admin/override_preview.html",
    )
    acting = (
        PreviewedAction(
            "end",
            _("End it early"),
            EndForm,
            StaffPermission.PLACE_OVERRIDES,
            _end,
            preview=_before_ending,
            template="admin/override_preview.html",
        ),
    )

    def titled(self, row: Override) -> str:
        """Of whom, of what, and its last day."""
        return gettext("%(organisation)s: %(level)s, until %(day)s") % {
            "organisation": row.organisation,
            "level": level_in(row.competency, row.level),
            "day": days.full(days.last_day(row.last_until)),
        }

    def fitting(self, row: Override) -> set[str]:
        """One that is over ends no more."""
        return super().fitting(row) if row.last_until > today() else set()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The first to end first where that is what matters, else the latest placed."""
        soon = request.GET.get("state") in {"open", "ending"} or EndingFilter.parameter_name in request.GET
        return ("until", "pk") if soon else ("-pk",)
