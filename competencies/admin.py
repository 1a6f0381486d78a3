"""Competencies in the staff's admin: editions, transcripts, figures, and what they attain (A3)."""

from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.db.models import Model
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
from partners.access import StaffPermission
from partners.staff import ActingAdmin, Asked, DayField, OrganisationField, ReadOnlyAdmin, StaffAction


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
    search_fields = ["=transcript__mcid", "=credential"]
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
    search_fields = ["=user__email", "=organisation__mpn_id"]
    ordering = ["-pk"]


@admin.register(Association)
class AssociationAdmin(ReadOnlyAdmin):
    """Which achievements count where."""

    list_display = ["achievement", "affiliation", "starts_on", "until"]
    list_select_related = ["achievement", "affiliation"]
    search_fields = ["=affiliation__user__email", "=affiliation__organisation__mpn_id"]
    ordering = ["-pk"]


@admin.register(Reading)
class ReadingAdmin(ActingAdmin):
    """Readings of metrics."""

    list_display = ["organisation", "metric", "on", "amount"]
    list_select_related = ["organisation"]
    search_fields = ["=organisation__mpn_id", "=metric"]
    ordering = ["-pk"]
    adding = StaffAction(
        "record", _("Record a reading"), ReadingForm, StaffPermission.LOAD_FACTS, _with(readings.record)
    )


@admin.register(Attestation)
class AttestationAdmin(ActingAdmin):
    """Attestations."""

    list_display = ["organisation", "attestation", "reference", "starts_on", "until"]
    list_select_related = ["organisation"]
    search_fields = ["=organisation__mpn_id", "=attestation"]
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

    list_display = ["organisation", "reviewed_on", "next_review_on", "rules_version"]
    list_select_related = ["organisation"]
    search_fields = ["=organisation__mpn_id"]
    ordering = ["-pk"]


@admin.register(Attainment)
class AttainmentAdmin(ReadOnlyAdmin):
    """Levels attained and lost."""

    list_display = ["organisation", "competency", "level", "starts_on", "until", "lapses_on"]
    list_select_related = ["organisation"]
    list_filter = ["level"]
    search_fields = ["=organisation__mpn_id", "=competency"]
    ordering = ["-pk"]
