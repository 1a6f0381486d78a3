"""The form of the settings: a choice of three for each kind of message."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from partners.models import MessageKind, MessagePreference, User, Way


class WaysForm(forms.Form):
    """A field for each kind, named for it; it starts with what the user chose before."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, user: User, kinds: Sequence[MessageKind]
    ) -> None:
        super().__init__(data)
        chosen = dict(MessagePreference.objects.filter(user=user).values_list("kind", "way"))
        self._kinds = kinds
        for kind in kinds:
            self.fields[kind.value] = forms.ChoiceField(
                label=_names()[kind],
                choices=Way.choices,
                initial=chosen.get(kind.value, Way.AT_ONCE),
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose how you want to be told."),
                    "invalid_choice": _("Choose one of the three."),
                },
            )

    def ways(self) -> dict[MessageKind, Way]:
        """What was chosen."""
        return {kind: Way(self.cleaned_data[kind.value]) for kind in self._kinds}


class _Names(dict[MessageKind, str]):
    """A kind without words of its own is called as the staff calls it."""

    def __missing__(self, kind: MessageKind) -> str:
        return str(kind.label)


def _names() -> _Names:
    return _Names(
        {
            MessageKind.RENEWAL_RISK: _("The renewal of the membership is at risk, or no longer"),
            MessageKind.RISK_REMINDER: _(
                "The renewal is still at risk 90, 30 or 7 days before the anniversary"
            ),
            MessageKind.LEVEL_LOST: _("A competency level was lost, where no membership depends on it"),
            MessageKind.OVERRIDE_ENDING: _("An override is about to end"),
            MessageKind.EDITION_LOSSES: _(
                "A coming edition of the programme would cost levels or the renewal"
            ),
            MessageKind.PROFILE_WITHDRAWN: _("The vendor has withdrawn your marketing profile"),
            MessageKind.BENEFITS_ENDED: _("Benefits of the membership have ended, or seats were freed"),
        }
    )
