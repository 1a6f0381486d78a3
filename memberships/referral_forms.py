"""What a partner fills in about a referral (F4)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from memberships.actions.referrals import LARGEST_VALUE, Estimate
from memberships.models import Currency, Referral, ReferralReason, ReferralState
from memberships.models.referrals import ENDED, LONGEST_TEXT


class DayInput(forms.DateInput):
    """A day, chosen or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _value_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Estimated value"),
        min_value=1,
        max_value=LARGEST_VALUE,
        help_text=_("A whole number, without cents."),
        error_messages={
            "min_value": _("Enter the value as a whole number above 0."),
            "max_value": _("Enter a value of at most 1,000,000,000,000."),
        },
    )


class EstimateForm(forms.Form):
    """What it may bring, and when."""

    value = _value_field()
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    closes_on = forms.DateField(label=_("Closing day"), widget=DayInput())

    @property
    def estimate(self) -> Estimate:
        """What a valid form says."""
        return Estimate(**self.cleaned_data)


class DeclineForm(forms.Form):
    """Why it is declined."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=lambda: [("", _("Choose a reason")), *ReferralReason.choices],
        help_text=_("The customer does not read it."),
    )


class _ValueForm(forms.Form):
    """What it is worth, in the currency of its estimate."""

    value = _value_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.initial.get("currency")
        if named:
            text = gettext("In %(currency)s, without cents.") % {"currency": named}
            self.fields["value"].help_text = text


class WonForm(_ValueForm):
    """What it brought."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = gettext("Value")


class LostForm(DeclineForm, _ValueForm):
    """Why it came to nothing, and what it would have brought."""


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(
        label=pgettext_lazy("what is noted", "Note"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only your organisation reads it. It is removed with the details of the customer."),
    )


class NothingForm(forms.Form):
    """A button that needs no words."""


class ArchiveForm(forms.Form):
    """What the archive is filtered by."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=lambda: [("", _("All")), *((each.value, each.label) for each in map(ReferralState, ENDED))],
    )
    since = forms.DateField(label=_("Received from"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Received until"), required=False, widget=DayInput())

    @property
    def asked(self) -> tuple[str, date | None, date | None]:
        """State and days; what is no state or day filters nothing."""
        self.full_clean()
        given = self.cleaned_data if self.is_bound else {}
        return given.get("state", ""), given.get("since"), given.get("until")


def known(referral: Referral) -> dict[str, Any]:
    """What the forms show of an estimate that was made."""
    return {
        "value": referral.value,
        "currency": referral.currency or Currency.USD,
        "closes_on": referral.closes_on,
    }
