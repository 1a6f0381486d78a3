"""allauth's forms of second factors, in the portal's words, and proof against malformed answers of a browser."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

CODE_LENGTH, NAME_LENGTH = 20, 60


def code_field(label: Any, help_text: Any) -> forms.CharField:
    """Where a code is typed; phones offer digits, and what a message brought."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=CODE_LENGTH, widget=forms.TextInput(attrs=attrs)
    )


_CODE = code_field(
    _("Code"), _("The six digits that your authenticator app shows now, or one of your recovery codes.")
)
_NAME = forms.CharField(
    label=_("Name of the passkey"),
    help_text=_("So that you know it again, such as “Work laptop”."),
    max_length=NAME_LENGTH,
    required=False,
)


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """The second step of signing in."""

    code = _CODE


class ConfirmingCodeForm(ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """Proof by somebody who is signed in."""

    code = _CODE


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth is not typed
    """The first code of a new authenticator app."""

    code = code_field(_("Code from the app"), _("The six digits that it shows now."))


def answered(clean: Callable[[], Any]) -> Any:
    """What `clean` makes of a browser's answer; one that is malformed is simply wrong.

    The libraries behind it take well-formed answers apart and stumble over others in ways of their own.
    """
    try:
        return clean()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A new passkey; it also opens the sign-in by itself unless its owner says no."""

    name = _NAME
    passwordless = forms.BooleanField(
        label=_("Also sign in with this passkey alone, without a password"), required=False, initial=True
    )

    def clean(self) -> Any:
        """Its credential, checked."""
        return answered(super().clean)


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """Another name."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=NAME_LENGTH)


class PasskeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """Signing in by a passkey alone."""

    def clean_credential(self) -> Any:
        """Whose it is."""
        return answered(super().clean_credential)


class PasskeyProofForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        """Whose it is."""
        return answered(super().clean_credential)


class ConfirmingPasskeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """Proof by somebody who is signed in."""

    def clean_credential(self) -> Any:
        """Whose it is."""
        return answered(super().clean_credential)
