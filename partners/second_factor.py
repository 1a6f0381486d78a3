"""Who must prove with a second factor that it is them, and what is done where one is missing."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings

from partners.models import Account, Role, User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes are no factor of their own: they stand in for one that is lost."""


def has_one(user: User) -> bool:
    """Whether the user has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def required_of(user: User, *, as_of: date) -> bool:
    """Whether the user must have one: staff, and admins of an organisation on the day."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if user.is_staff:
        return True
    return Account.objects.visible_to(user, as_of=as_of).of_role(Role.ADMIN).exists()
