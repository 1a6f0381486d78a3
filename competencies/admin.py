"""Competencies in the staff's admin: editions, transcripts, figures, overrides, and what they attain (A3)."""

from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies import (
    clock_admin,  # noqa: F401 registers the sweeps
    credit_admin,  # noqa: F401 registers the reports of missing credit
)
from competencies.actions import achievements, attestations, editions, overrides, readings
from competencies.feeds import admin as feeds_admin  # noqa: F401 registers the feeds
from competencies.models import (
    Achievement,
    Affiliation,
    Association,
    Attainment,
    Attestation,
    Override,
    ProgrammeEdition,
    Reading,
    Standing,
    Transcript,
)
from competencies.programme import ProgrammeError
from competencies.programme.document import MAX_BYTES
from competencies.staff_filters import (
    AttainedFilter,
    CompetencyFilter,
    EndingFilter,
    LapseFilter,
    LevelFilter,
    RiskFilter,
)
from competencies.transcript_admin import by_mcid
from partners.access import StaffPermission
from partners.refusals import Refused
from partners.staff import ActingAdmin, Asked, DayField, OrganisationField, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_email, by_mpn_id


class EditionForm(forms.Form):
    """An edition's file."""

    document = forms.FileField(label=_("Programme file (YAML)"))

    def clean_document(self) -> str:
        """Its text; a file that is too large is not read."""
        upload = self.cleaned_data["document"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(gettext("This file is over 1 MiB. Choose another."))
        content: bytes = upload.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(gettext("This file is not UTF-8 text. Choose another.")) from error


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


class OverrideForm(forms.Form):
    """A competency level counted as achieved for a while."""

    organisation = OrganisationField(label=_("MPN ID"))
    competency = forms.CharField(label=_("Competency"), max_length=80)
    level = forms.CharField(label=_("Level"), max_length=40)
    starts_on = DayField(label=_("From"), required=False, help_text=_("Today if left empty."))
    until = DayField(label=_("Until"), required=False, help_text=_("Three months later if left empty."))
    reason = forms.CharField(label=_("Reason, which the partner reads"), widget=forms.Textarea)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason, which the partner reads"), widget=forms.Textarea)


def _with(action: Callable[..., Model]) -> Callable[[Asked], Model]:
    """Hand the answers of a form to the action that takes them by the same names."""

    def run(asked: Asked) -> Model:
        return action(on=asked.on, by=asked.by, **asked.answers)

    return run


def _publish(asked: Asked) -> Model:
    """All problems of a bad file are shown, one a line (D1)."""
    try:
        return editions.publish(on=asked.on, by=asked.by, **asked.answers)
    except ProgrammeError as error:
        raise Refused("bad-file", "\n".join(str(problem) for problem in error.problems)) from error


def _end_override(asked: Asked) -> Model:
    return overrides.end(override=asked.row, on=asked.on, by=asked.by, **asked.answers)


@admin.register(ProgrammeEdition)
class ProgrammeEditionAdmin(ActingAdmin):
    """Published editions; they never change."""

    list_display = ["edition", "programme", "effective_from", "published_on", "published_by"]
    list_select_related = ["published_by"]
    ordering = ["-effective_from"]
    adding = StaffAction(
        "publish",
        _("Publish an edition"),
        EditionForm,
        StaffPermission.PUBLISH_EDITIONS,
        _publish,
    )


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


@admin.register(Override)
class OverrideAdmin(ActingAdmin):
    """Overrides, placed and ended by specialists (D4)."""

    list_display = ["organisation", "competency", "level", "starts_on", "until", "ended_on", "placed_by"]
    list_select_related = ["organisation", "placed_by"]
    list_filter = [EndingFilter]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    adding = StaffAction(
        "place",
        _("Place an override"),
        OverrideForm,
        StaffPermission.PLACE_OVERRIDES,
        _with(overrides.place),
    )
    acting = (
        StaffAction("end", _("End it early"), ReasonForm, StaffPermission.PLACE_OVERRIDES, _end_override),
    )

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Those that end soon in the order in which they do, as their index has them."""
        return ("until", "pk") if EndingFilter.parameter_name in request.GET else ("-pk",)


@admin.register(Reading)
class ReadingAdmin(ActingAdmin):
    """Readings of metrics."""

    list_display = ["organisation", "metric", "on", "amount"]
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


@admin.register(Attainment)
class AttainmentAdmin(ReadOnlyAdmin):
    """Levels attained and lost."""

    list_display = ["organisation", "competency", "level", "starts_on", "until", "lapses_on"]
    list_select_related = ["organisation"]
    list_filter = [CompetencyFilter, LevelFilter, AttainedFilter]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who attains a level now by organisation: PostgreSQL would else walk all rows, the latest first."""
        asked = {CompetencyFilter.parameter_name, LevelFilter.parameter_name} <= request.GET.keys()
        now = request.GET.get(AttainedFilter.parameter_name) == "now"
        return ("-organisation_id", "-pk") if asked and now else ("-pk",)
