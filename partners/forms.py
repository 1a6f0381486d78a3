"""What people outside are asked: to enrol their firm, and to choose a password (B1, B2)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from partners.countries import country_choices
from partners.models import User


def plain_name(value: str) -> None:
    """A name is one line and leads nowhere: it is mailed to addresses that somebody typed."""
    if not value.isprintable():
        raise forms.ValidationError(_("Write it in one line, without control characters."), "one-line")
    if "://" in value or "www." in value.lower():
        raise forms.ValidationError(_("A name holds no web address. Leave it out."), "web-address")


def languages() -> list[tuple[str, str]]:
    """The languages of the portal, each in its own words."""
    names = {"en": "English", "zh-hant": "繁體中文"}
    return [(code, names.get(code, code)) for code, _name in settings.LANGUAGES]


class LanguageField(forms.ChoiceField):
    """A language of the portal."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(choices=languages(), **arguments)


def every_country() -> list[tuple[str, Any]]:
    """Every country, after a first entry that is none: nobody is put anywhere by default."""
    return [("", _("Choose a country")), *country_choices()]


class EnrolmentForm(forms.Form):
    """A firm that enrols itself."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200, validators=[plain_name])
    display_name = forms.CharField(
        label=_("Display name"),
        max_length=200,
        required=False,
        validators=[plain_name],
        help_text=_("What others read. Leave it empty if it is the legal name."),
    )
    country = forms.ChoiceField(label=_("Country of the head office"), choices=every_country)
    city = forms.CharField(label=_("City of the head office"), max_length=100, validators=[plain_name])
    name = forms.CharField(label=_("Your name"), max_length=150, validators=[plain_name])
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("You will be the organisation’s first admin. We send a link to confirm the address."),
    )
    language = LanguageField(label=_("Language"))


class PasswordForm(forms.Form):
    """The password of a new login, twice. `key` is that of the link."""

    key = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments: Any, user: User, **others: Any) -> None:
        """`user`: the login that is to be made, not saved yet; a password may not be like it."""
        super().__init__(*arguments, **others)
        self._user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        """Long enough, and not easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self._user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        given = super().clean() or {}
        if "password" in given and given["password"] != given.get("again"):
            self.add_error("again", _("The two passwords are not the same."))
        return given


class KeyForm(forms.Form):
    """The key of a link, handed on by a button."""

    key = forms.CharField(widget=forms.HiddenInput)
