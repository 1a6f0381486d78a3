"""Transcripts in the staff's admin: recorded, given to another user, merged (A3, C3)."""

from django import forms
from django.contrib import admin
from django.db.models import Model, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.actions import transcript_merges, transcript_moves, transcripts
from competencies.models import Transcript, TranscriptAlias
from partners.access import StaffPermission
from partners.staff import ActingAdmin, Asked, ReadOnlyAdmin, StaffAction
from partners.staff_fields import UserField
from partners.staff_lists import Find, by_email


class TranscriptForm(forms.Form):
    """A transcript as the vendor's system gives it."""

    mcid = forms.CharField(label=_("MCID"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Email address"), required=False)
    access_code = forms.CharField(label=_("Access code"), required=False, widget=forms.PasswordInput)


class MoveForm(forms.Form):
    """Whose it becomes."""

    user = UserField(
        label=_("Email address of the login"),
        help_text=_("What counts by this transcript stops counting today; the new owner associates it anew."),
    )


class MergeForm(forms.Form):
    """Which one becomes part of this one."""

    other = forms.CharField(
        label=_("MCID of the other transcript"),
        max_length=40,
        help_text=_(
            "This transcript stays. The other's MCID becomes its alias, under which later files load."
        ),
    )

    def clean_other(self) -> Transcript:
        """The transcript with this MCID."""
        found = Transcript.objects.filter(mcid=self.cleaned_data["other"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("No transcript has this MCID. Check it."))
        return found


def _record(asked: Asked) -> Model:
    return transcripts.record(on=asked.on, by=asked.by, **asked.answers)


def _move(asked: Asked) -> Model:
    return transcript_moves.move(transcript=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _merge(asked: Asked) -> Model:
    return transcript_merges.merge(transcript=asked.row, on=asked.on, by=asked.by, **asked.answers)


def by_mcid(path: str) -> Find:
    """Rows of the transcript with the MCID, or with an alias of it; the path leads to it."""

    def condition(word: str) -> Q | None:
        keys = list(Transcript.objects.known_as(word).values_list("pk", flat=True))
        return Q(**{f"{path}__in": keys}) if keys else None

    return Find(_("MCID"), condition)


@admin.register(Transcript)
class TranscriptAdmin(ActingAdmin):
    """People's records, found by MCID."""

    list_display = ["mcid", "name", "user", "claimed_on"]
    list_select_related = ["user"]
    finds = (by_mcid("pk"), by_email())
    ordering = ["-pk"]
    adding = StaffAction(
        "record",
        _("Record a transcript"),
        TranscriptForm,
        StaffPermission.LOAD_FACTS,
        _record,
    )
    acting = (
        StaffAction(
            "move", _("Give it to another user"), MoveForm, StaffPermission.MANAGE_TRANSCRIPTS, _move
        ),
        StaffAction(
            "merge", _("Merge another into it"), MergeForm, StaffPermission.MANAGE_TRANSCRIPTS, _merge
        ),
    )


@admin.register(TranscriptAlias)
class TranscriptAliasAdmin(ReadOnlyAdmin):
    """MCIDs of transcripts that were merged into others."""

    list_display = ["mcid", "transcript", "merged_on"]
    list_select_related = ["transcript"]
    finds = (by_mcid("transcript"),)
    ordering = ["-pk"]
