"""The rows of the people's list, in the reader's words (B4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partners import days
from partners.models import Invitation, Organisation, Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an account: `todo` where something is still to be done, `reminded` the day of the reminder."""

    name: str
    url: str
    email: str
    roles: str
    joined: str
    state: str
    todo: bool
    reminded: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited; `key` is the invitation's public id."""

    name: str
    email: str
    roles: str
    sent: str
    state: str
    expired: bool
    key: str


def members(
    accounts: Sequence[Any], organisation: Organisation, reminded: Mapping[int, date], *, contacts: bool
) -> list[Member]:
    """The rows; `contacts`: whether the reader may see addresses."""
    return [
        Member(
            name=account.user.name or (account.user.email if contacts else _("Somebody")),
            url=reverse("competencies:person", args=[organisation.public_id, account.public_id]),
            email=account.user.email if contacts else "",
            roles=role_words(each.role for each in account.roles.all()),
            joined=days.short(account.starts_on),
            state=_state(account),
            todo=not account.associated,
            reminded=_reminded(reminded.get(account.user_id)),
        )
        for account in accounts
    ]


def guests(invitations: Sequence[Invitation], *, as_of: date) -> list[Guest]:
    """The rows of open invitations."""
    return [
        Guest(
            name=each.name,
            email=each.email,
            roles=role_words(each.roles),
            sent=days.short(each.sent_on),
            state=_waits(each, as_of),
            expired=each.expired(as_of),
            key=str(each.public_id),
        )
        for each in invitations
    ]


def role_words(roles: Any) -> str:
    """The roles in the order of the programme, as a list."""
    order = list(Role)
    known = sorted((Role(role) for role in roles), key=order.index)
    return pgettext("between the parts of a list", ", ").join(str(role.label) for role in known)


def _state(account: Any) -> str:
    if account.associated:
        return _("associated")
    return _("nothing associated yet") if account.claimed else _("transcript not claimed yet")


def _reminded(on: date | None) -> str:
    return _("reminded on %(day)s") % {"day": days.short(on)} if on else ""


def _waits(invitation: Invitation, as_of: date) -> str:
    last = days.last_day(invitation.expires_on)
    if invitation.expired(as_of):
        return _("expired on %(day)s") % {"day": days.short(invitation.expires_on)}
    return _("works until %(day)s, %(hint)s") % {
        "day": days.short(last),
        "hint": days.hint(last, as_of=as_of),
    }
