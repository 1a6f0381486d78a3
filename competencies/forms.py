"""Forms of the pages about one's own achievements, and about figures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies import evidence
from competencies.presenters.words import in_language
from competencies.programme import Edition
from partners.refusals import Refused

ACCEPTED = "application/pdf,image/png,image/jpeg"


# Beside which field a refusal is told.
_BESIDE = {"day-not-come": "day", "too-early": "day", "bad-evidence": "file"}


class ClaimForm(forms.Form):
    """MCID and access code, and the switch of A7."""

    mcid = forms.CharField(
        label=_("MCID"),
        max_length=40,
        help_text=_("The number of your transcript in the certification system."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    access_code = forms.CharField(
        label=_("Access code"),
        max_length=200,
        help_text=_("You choose it in the certification system when you share your transcript."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shares = forms.BooleanField(required=False)

    def __init__(self, *args: Any, organisation: str, offers_sharing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shares"].label = gettext(
            "Let %(organisation)s see my whole transcript, also what does not count there"
        ) % {"organisation": organisation}
        if not offers_sharing:
            del self.fields["shares"]


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EvidenceField(forms.FileField):
    """A file of at most 5 MB; what it is is judged by its content."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Its content."""
        upload: UploadedFile[Any] = super().clean(data, initial)
        if upload.size is None or upload.size > evidence.LARGEST:
            raise forms.ValidationError(gettext("This file is over 5 MB. Choose a smaller one."))
        content: bytes = upload.read()
        if evidence.judged(content) is None:
            raise forms.ValidationError(
                gettext("This file is no PDF, PNG or JPEG, or it is damaged. Choose another.")
            )
        return content


class _ReportForm(forms.Form):
    """What both kinds of reports ask for."""

    note = forms.CharField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What else the vendor's staff should know."),
    )
    file = EvidenceField(
        label=_("Evidence"),
        help_text=_("PDF, PNG or JPEG, at most 5 MB. Only you and the vendor's staff can read it."),
    )

    def refused(self, refusal: Refused) -> None:
        """Tell a refusal beside the field that it is about, or above the form."""
        self.add_error(_BESIDE.get(refusal.code), str(refusal))
        self._ask_for_file()

    def _clean_form(self) -> None:
        """A browser does not keep a file: whoever corrects another field chooses it again."""
        super()._clean_form()  # type: ignore[misc]  # of Django's own forms, untyped
        self._ask_for_file()

    def _ask_for_file(self) -> None:
        if self.errors and "file" not in self.errors and "file" in self.cleaned_data:
            self.add_error(
                "file", gettext("Choose the file once more: it is not kept while something is wrong.")
            )


class MissingForm(_ReportForm):
    """An achievement that is not shown."""

    credential = forms.CharField(
        label=_("Exam or certification"),
        max_length=80,
        help_text=_("Its code, such as one from the list."),
        widget=forms.TextInput(attrs={"list": "credentials", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("Earned on"), widget=DayInput(), help_text=_("As the score report or certificate says.")
    )

    field_order = ["credential", "day", "file", "note"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition

    def clean_credential(self) -> str:
        """The code as the edition writes it, in whatever case it was typed; another one stays as it is."""
        typed: str = self.cleaned_data["credential"]
        return next((code for code in self.edition.credentials if code.lower() == typed.lower()), typed)


class DisputeForm(_ReportForm):
    """A figure that should be another."""

    metric = forms.ChoiceField(label=_("Figure"))
    day = forms.DateField(label=_("Day of the reading"), widget=DayInput())
    amount = forms.DecimalField(
        label=_("Should be"),
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    field_order = ["metric", "day", "amount", "file", "note"]

    def __init__(self, *args: Any, edition: Edition, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric"].choices = list(_metrics(edition, language))  # type: ignore[attr-defined]


def _metrics(edition: Edition, language: str) -> Iterable[tuple[str, str]]:
    return (
        (metric.key, f"{in_language(metric.name, language)} ({metric.unit})")
        for metric in edition.metrics.values()
    )
