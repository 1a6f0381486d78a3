"""Passwords that are long enough and guessed all the same."""

import string

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partners.models import User

_PADDING = string.digits + string.punctuation + string.whitespace
_MOST_PARTS = 2


class PaddedPasswordValidator(CommonPasswordValidator):
    """Refuses what is made of common passwords: one repeated, two put together, or one with digits around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError; Django's own list decides what is common."""
        word = _unit(password.lower().strip()).strip(_PADDING)
        if not word or self._made_of_common(word, _MOST_PARTS):
            raise ValidationError(_("This password is made of common ones. Choose another."), "padded")

    def get_help_text(self) -> str:
        """The rule, for forms."""
        return _("Your password can’t be put together from commonly used ones.")

    def _made_of_common(self, word: str, parts: int) -> bool:
        if word in self.passwords:
            return True
        splits = range(1, len(word)) if parts > 1 else ()
        return any(
            word[:at] in self.passwords and self._made_of_common(word[at:], parts - 1) for at in splits
        )


def _unit(password: str) -> str:
    """The shortest text whose repetition the password is: "ab" of "abababab"."""
    at = (password + password).find(password, 1)
    return password[:at] if at > 0 else password
