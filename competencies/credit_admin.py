"""Missing credit in the staff's admin: look at the evidence, answer, place an override meanwhile (C7, E7)."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.actions import credit
from competencies.actions.overrides import refuse_impossible
from competencies.models import CreditReport
from competencies.override_admin import OfALevelForm, seen_before
from competencies.staff_filters import metric_names
from competencies.views.credit import attachment
from partners.access import StaffPermission, staff_may
from partners.models import User
from partners.previews import PreviewedAction, PreviewingAdmin, Seen
from partners.staff import Asked, StaffAction
from partners.staff_lists import by_email, by_mpn_id


class AnswerForm(forms.Form):
    """What the reporter reads."""

    text = forms.CharField(
        label=_("Answer, which the person reads"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class MeanwhileForm(OfALevelForm, AnswerForm):
    """An override for the reporter's organisation, and the answer."""

    field_order = ["competency", "level", "until", "reason", "text"]


def _answer(asked: Asked) -> Model:
    return credit.answer(report=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _before_override(asked: Asked) -> Seen:
    report: CreditReport = asked.row
    given = asked.answers
    refuse_impossible(given["competency"], given["level"], None, given.get("until"), on=asked.on)
    return seen_before(report.organisation, given["competency"], given["level"], asked, answering=report)


def _place_override(asked: Asked) -> Model:
    return credit.place_override(report=asked.row, on=asked.on, by=asked.by, **asked.answers)


@admin.register(CreditReport)
class CreditReportAdmin(PreviewingAdmin):
    """Reports, the latest first; those that wait are found by the filter."""

    list_display = ["__str__", "kind", "state", "reporter", "organisation", "reported_on", "settled_on"]
    list_select_related = ["reporter", "organisation"]
    list_filter = ["state", "kind"]
    finds = (by_email("reporter"), by_mpn_id())
    ordering = ["-pk"]
    fields = [
        "kind", "reporter", "organisation", "credential", "metric", "day", "amount", "shown", "note",
        "saved_evidence", "reported_on", "state", "settled_on", "answer", "answered_by", "override",
    ]  # fmt: skip
    readonly_fields = ["saved_evidence"]
    names: ClassVar = {"metric": metric_names}
    acting = (
        StaffAction("answer", _("Answer it"), AnswerForm, StaffPermission.ANSWER_CREDIT, _answer),
        PreviewedAction(
            "override",
            _("Place an override meanwhile"),
            MeanwhileForm,
            StaffPermission.PLACE_OVERRIDES,
            _place_override,
            preview=_before_override,
            template="admin/override_preview.html",
        ),
    )

    def fitting(self, row: CreditReport) -> set[str]:
        """What has come or was withdrawn is answered no more."""
        return super().fitting(row) if row.is_open else set()

    @admin.display(description=_("evidence"))
    def saved_evidence(self, report: CreditReport) -> str:
        """A link to save it, while it is kept."""
        if not report.evidence:
            return gettext("removed")
        url = reverse("admin:competencies_creditreport_evidence", args=[report.pk])
        return format_html('<a href="{}">{}</a>', url, report.get_evidence_type_display())

    def get_urls(self) -> list[URLPattern]:
        """The address of the evidence besides."""
        view = self.admin_site.admin_view(self._evidence)
        return [
            path("<int:object_id>/evidence/", view, name="competencies_creditreport_evidence"),
            *super().get_urls(),
        ]

    def _evidence(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """For whoever answers reports: support looks, but takes no evidence away (A3)."""
        if not (isinstance(request.user, User) and staff_may(request.user, StaffPermission.ANSWER_CREDIT)):
            raise PermissionDenied
        report = CreditReport.objects.filter(pk=object_id).first()
        if report is None:
            raise Http404
        return attachment(report)
