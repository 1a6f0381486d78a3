"""The link between a login and the provider of OpenID Connect."""

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from partners import security
from partners.actions import sessions
from partners.models import User
from partners.refusals import Refused
from partners.security import Event


def unlink(*, user: User, keep: str | None) -> None:
    """Remove it, and end the other sessions. Refused if it is the only way in."""
    if not user.has_usable_password():
        message = _(
            "Without it you could not sign in any more. Set a password first, by “I have forgotten my password”."
        )
        raise Refused("only-way-in", message)
    SocialAccount.objects.filter(user=user).delete()
    security.note(Event.PROVIDER_UNLINKED, by=user)
    sessions.end_others(user=user, keep=keep)
