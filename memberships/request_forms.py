"""The form by which a customer asks partners for information (F4, F5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from memberships.actions.requests import Asked, Choice
from memberships.models import CompanySize, Listing
from memberships.models.referrals import LONGEST_TEXT
from memberships.presenters.requests import offices
from memberships.referrals import limits
from partners.forms import LanguageField, every_country, plain_name


class RequestForm(forms.Form):
    """What a customer says; a location for each partner that has several.

    `leave_empty` and `stamp` tell people from machines: whoever is caught is told what to do, nothing is lost.
    """

    sought = forms.CharField(
        label=_("What do you need help with?"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "What is to be done, by when, for how many people. Up to 2,000 characters. Every partner that you "
            "ask reads it at once, so leave out what says who you are."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=every_country)
    company_size = forms.ChoiceField(
        label=_("Size of your company"),
        required=False,
        choices=lambda: [("", _("Not said")), *CompanySize.choices],
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_(
            "Name, company and address are shown to a partner only once it says that it is interested."
        ),
    )
    company = forms.CharField(
        label=_("Company"),
        max_length=200,
        required=False,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link to confirm it. Before that nobody gets your request."),
    )
    language = LanguageField(label=_("Language in which we write to you"))
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, chosen: Sequence[Listing], at: datetime, language: str) -> None:
        initial = {"stamp": limits.stamp(at), "language": language}
        super().__init__(data, initial=initial, use_required_attribute=False)
        self._chosen, self._at = chosen, at
        places = {_location(each): offices(each) for each in chosen if len(each.locations) > 1}
        for each in chosen:
            if offered := places.get(_location(each)):
                label = gettext("Office of %(partner)s") % {"partner": each.name}
                self.fields[_location(each)] = forms.TypedChoiceField(
                    label=label, choices=offered, coerce=int, required=False
                )
        self.order_fields([*places, *self.base_fields])

    def clean_leave_empty(self) -> str:
        """Only a machine fills in what nobody sees."""
        if self.cleaned_data["leave_empty"]:
            raise forms.ValidationError(gettext("Empty this field, then send the form again."))
        return ""

    def clean(self) -> dict[str, Any]:
        """A form that was sent at once, or long after it was shown, is sent once more by its button."""
        given = super().clean() or {}
        age = limits.age(given.get("stamp", ""), self._at)
        if age is None or age > limits.OLDEST:
            self._stamp_anew()
            self.add_error(None, gettext("This form was open for too long. Send it again; nothing is lost."))
        elif age < limits.QUICKEST:
            self.add_error(
                None, gettext("That was faster than anybody types. Wait a moment, then send it again.")
            )
        return given

    @property
    def asked(self) -> Asked:
        """What a valid form says."""
        names = ("name", "email", "country", "sought", "language", "company", "company_size")
        return Asked(**{name: self.cleaned_data[name] for name in names})

    @property
    def choices(self) -> list[Choice]:
        """The partners, each at the location chosen."""
        return [Choice(each, self.cleaned_data.get(_location(each)) or 0) for each in self._chosen]

    def _stamp_anew(self) -> None:
        self.data = {**self.data.dict(), "stamp": limits.stamp(self._at)}  # type: ignore[attr-defined]


def office_in(posted: QueryDict, listing: Listing) -> int:
    """The office of a partner that was chosen outside the form, by its place; the first where none was."""
    named = posted.get(_location(listing), "")
    places = {str(place): place for place, _name in offices(listing)}
    return places.get(named, 0)


def _location(listing: Listing) -> str:
    return f"location-{listing.public_id}"
