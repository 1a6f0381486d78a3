"""The part of an erasure that is about the login: who somebody is, and every way in."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.db.models import Q

from partners.actions import sessions
from partners.identifying import INSTEAD, Identifying
from partners.models import Enrolment, Invitation, InvitationRow, Message, MessagePreference, User

ADDRESS = "erased-{key}@erased.invalid"
"""An address that nobody can have, in place of the one that was erased."""


def forget_login(user: User, *, on: date) -> dict[str, int]:
    """Erase the login's own data; the row stays as a pseudonym that nobody can sign in with. In a transaction.

    Returns how many rows of each kind went.
    """
    address = user.email
    removed = {
        "sessions": sessions.end_others(user=user, keep=None),
        "factors": _gone(Authenticator.objects.filter(user=user)),
        "providers": _gone(SocialAccount.objects.filter(user=user)),
        "messages": _gone(Message.objects.filter(Q(recipient=user) | Q(recipient=None, address=address))),
        "invitations": _gone(Invitation.objects.filter(Q(email=address) | Q(account__user=user))),
    }
    _gone(EmailAddress.objects.filter(Q(user=user) | Q(email=address)))
    _gone(MessagePreference.objects.filter(user=user))
    _gone(InvitationRow.objects.filter(email__iexact=address))
    _forget_enrolments(address)
    _forget_user(user, on)
    return removed


def forget_trace(identifying: Identifying) -> None:
    """Take the person out of what the administration keeps of its own deeds."""
    LogEntry.objects.filter(object_repr__in=identifying.texts).update(object_repr=INSTEAD)


def _gone(rows: Any) -> int:
    _total, by_model = rows.delete()
    return int(by_model.get(rows.model._meta.label, 0))


def _forget_enrolments(address: str) -> None:
    """The firm stays; its contact does not, and no link that was mailed works any more."""
    for enrolment in Enrolment.objects.filter(email=address):
        enrolment.name, enrolment.email = "", ADDRESS.format(key=enrolment.public_id.hex)
        enrolment.version += 1
        enrolment.save(update_fields=["name", "email", "version"])


def _forget_user(user: User, on: date) -> None:
    user.email, user.name = ADDRESS.format(key=user.public_id.hex), ""
    user.set_unusable_password()
    user.is_active, user.is_superuser, user.last_login = False, False, None
    user.language, user.erased_on = "en", on
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
