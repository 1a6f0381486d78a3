"""Fields of the staff's forms: what staff knows by heart is typed, and no big table is listed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from partners.models import Organisation, User


class OrganisationField(forms.IntegerField):
    """An organisation by its MPN ID, which staff knows; nothing is listed."""

    def clean(self, value: Any) -> Any:
        """The organisation."""
        mpn_id = super().clean(value)
        found = Organisation.objects.filter(mpn_id=mpn_id).first()
        if found is None:
            raise forms.ValidationError(_("No organisation has this MPN ID. Check it."))
        return found


class UserField(forms.EmailField):
    """A user by email address."""

    def clean(self, value: Any) -> Any:
        """The user."""
        email = super().clean(value).lower()
        found = User.objects.filter(email=email).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has a login with this address. Check it."))
        return found


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
