"""Second factors of somebody who has lost them."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from partners import security
from partners.actions import events, sessions
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused
from partners.security import Event


@transaction.atomic
def remove_all(*, user: User, reason: str, on: date, by: User) -> User:
    """Take away app, passkeys and recovery codes, and end all sessions; the password stays.

    For staff that has made sure who asks. Refused if there is nothing to remove, or for one's own.
    """
    if user == by:
        raise Refused("own-factors", _("Your own are changed under “Your account”."))
    count, _rows = Authenticator.objects.filter(user=user).delete()
    if not count:
        raise Refused("no-factor", _("This person has no second factor. There is nothing to remove."))
    sessions.end_others(user=user, keep=None)
    events.record(Kind.FACTORS_REMOVED, on=on, by=by, data={"person": user.pk, "reason": reason})
    transaction.on_commit(lambda: security.note(Event.FACTOR_REMOVED, by=by, person=user.pk, kind="all"))
    return user
