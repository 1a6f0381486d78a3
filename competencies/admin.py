"""Competencies in the staff's admin: editions, transcripts, figures, and what they attain (A3)."""

from collections.abc import Callable
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies import (
    clock_admin,  # noqa: F401 registers the sweeps
    credit_admin,  # noqa: F401 registers the reports of missing credit
    edition_admin,  # noqa: F401 registers editions and their drafts
    effect_admin,  # noqa: F401 registers effects of editions
    markets_admin,  # noqa: F401 registers the table of markets
    override_admin,  # noqa: F401 registers overrides
    transcript_admin,  # noqa: F401 registers transcripts
)
from competencies.actions import achievements, attestations, readings
from competencies.curing import cures_of
from competencies.feeds import admin as feeds_admin  # noqa: F401 registers the feeds
from competencies.models import (
    Achievement,
    Affiliation,
    Association,
    Attainment,
    Attestation,
    Reading,
    Standing,
    Transcript,
)
from competencies.presenters import alerts
from competencies.published import published
from competencies.staff_filters import (
    AttainedFilter,
    CompetencyFilter,
    LapseFilter,
    LevelFilter,
    RiskFilter,
    attestation_names,
    competency_names,
    level_names,
    metric_names,
)
from competencies.transcript_admin import by_mcid
from competencies.views.loading import words_of
from partners.access import StaffPermission
from partners.clock import today
from partners.staff import ActingAdmin, Asked, ReadOnlyAdmin, StaffAction
from partners.staff_fields import DayField, OrganisationField
from partners.staff_lists import by_email, by_mpn_id


class AchievementForm(forms.Form):
    """An achievement as the vendor's system gives it."""

    transcript = forms.CharField(label=_("MCID"), max_length=40)
    credential = forms.CharField(label=_("Credential"), max_length=80)
    earned_on = DayField(label=_("Earned on"))
    expires_on = DayField(label=_("Expires on"), required=False)
    revoked_on = DayField(label=_("Revoked on"), required=False)

    def clean_transcript(self) -> Transcript:
        """The transcript with this MCID."""
        found = Transcript.objects.known_as(self.cleaned_data["transcript"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("No transcript has this MCID. Record it first."))
        return found


class ReadingForm(forms.Form):
    """What a metric read on a day."""

    organisation = OrganisationField(label=_("MPN ID"))
    metric = forms.CharField(label=_("Metric"), max_length=80)
    day = DayField(label=_("Day of the reading"))
    amount = forms.DecimalField(label=_("Amount"), max_digits=15, decimal_places=2)


class AttestationForm(forms.Form):
    """The vendor's word that an organisation is something."""

    organisation = OrganisationField(label=_("MPN ID"))
    attestation = forms.CharField(label=_("Attestation"), max_length=80)
    reference = forms.CharField(label=_("Reference"), max_length=120)
    starts_on = DayField(label=_("From"))
    until = DayField(label=_("Until"), required=False)


def _with(action: Callable[..., Model]) -> Callable[[Asked], Model]:
    """Hand the answers of a form to the action that takes them by the same names."""

    def run(asked: Asked) -> Model:
        return action(on=asked.on, by=asked.by, **asked.answers)

    return run


@admin.register(Achievement)
class AchievementAdmin(ActingAdmin):
    """Earned credentials."""

    list_display = ["credential", "transcript", "earned_on", "expires_on", "revoked_on"]
    list_select_related = ["transcript"]
    finds = (by_mcid("transcript"),)
    ordering = ["-pk"]
    adding = StaffAction(
        "record",
        _("Record an achievement"),
        AchievementForm,
        StaffPermission.LOAD_FACTS,
        _with(achievements.record),
    )


@admin.register(Affiliation)
class AffiliationAdmin(ReadOnlyAdmin):
    """Whose achievements count where."""

    list_display = ["user", "organisation", "starts_on", "until"]
    list_select_related = ["user", "organisation"]
    finds = (by_email(), by_mpn_id())
    ordering = ["-pk"]


@admin.register(Association)
class AssociationAdmin(ReadOnlyAdmin):
    """Which achievements count where."""

    list_display = ["achievement", "affiliation__user", "affiliation__organisation", "starts_on", "until"]
    list_select_related = ["achievement", "affiliation__user", "affiliation__organisation"]
    finds = (by_email("affiliation__user"), by_mpn_id("affiliation__organisation"))
    ordering = ["-pk"]


@admin.register(Reading)
class ReadingAdmin(ActingAdmin):
    """Readings of metrics."""

    list_display = ["organisation", "metric", "on", "amount"]
    names: ClassVar = {"metric": metric_names}
    list_select_related = ["organisation"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    adding = StaffAction(
        "record", _("Record a reading"), ReadingForm, StaffPermission.LOAD_FACTS, _with(readings.record)
    )


@admin.register(Attestation)
class AttestationAdmin(ActingAdmin):
    """Attestations."""

    list_display = ["organisation", "attestation", "reference", "starts_on", "until"]
    names: ClassVar = {"attestation": attestation_names}
    list_select_related = ["organisation"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    adding = StaffAction(
        "record",
        _("Record an attestation"),
        AttestationForm,
        StaffPermission.LOAD_FACTS,
        _with(attestations.record),
    )


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    """The result of the last review of each organisation."""

    list_display = [
        "organisation", "risk_kind", "risk_on", "reviewed_on", "next_review_on", "rules_version",
    ]  # fmt: skip
    list_select_related = ["organisation"]
    list_filter = [RiskFilter, LapseFilter]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    fields = [
        "organisation",
        "reviewed_on",
        "next_review_on",
        "rules_version",
        "risk_kind",
        "risk_on",
        "told",
    ]
    readonly_fields = ["told"]

    def titled(self, row: Standing) -> str:
        """Whose it is."""
        return str(row.organisation)

    @admin.display(description=_("what the partner is told"))
    def told(self, row: Standing) -> SafeString | str:
        """Each level at risk: when it lapses, what changed, and what would cure it (E4)."""
        on = today()
        risks, cures = alerts.entries(row.risk), cures_of(row, as_of=on)
        if not risks:
            return "–"
        people = set().union(*(alerts.people_in(each, cures) for each in risks))
        words = words_of(row.organisation, published().programme, as_of=on, people=people)
        lines = (
            (alerts.sentence(each, words), alerts.changed(each, words), alerts.cure(each, cures, words))
            for each in risks
        )
        return format_html_join("", "<p>{}<br>{}<br>{}</p>", lines)


@admin.register(Attainment)
class AttainmentAdmin(ReadOnlyAdmin):
    """Levels attained and lost."""

    list_display = ["organisation", "competency", "level", "starts_on", "until", "lapses_on"]
    names: ClassVar = {"competency": competency_names, "level": level_names}
    list_select_related = ["organisation"]
    list_filter = [CompetencyFilter, LevelFilter, AttainedFilter]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who attains a level now by organisation: PostgreSQL would else walk all rows, the latest first."""
        asked = {CompetencyFilter.parameter_name, LevelFilter.parameter_name} <= request.GET.keys()
        now = request.GET.get(AttainedFilter.parameter_name) == "now"
        return ("-organisation_id", "-pk") if asked and now else ("-pk",)
