"""Who may do what inside an organisation, and the only way a view gets hold of one (A5, A6)."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest

from partners.clock import now, today
from partners.models import (
    Account,
    Message,
    MessageKind,
    Organisation,
    Role,
    StaffRole,
    SupportGrant,
    User,
)
from partners.models.accounts import gathered
from partners.models.prepared import Prepared

__all__ = [
    "ROLES",
    "STAFF",
    "TO_CUSTOMERS",
    "Look",
    "Permission",
    "Role",
    "StaffPermission",
    "accounts_of",
    "kinds_read_by",
    "needed_to_read",
    "organisation_for",
    "permissions_of",
    "readers_of_risk",
    "readers_with",
    "roles_of",
    "staff_may",
    "unread_of",
]


class Permission(StrEnum):
    """What a page or an action inside an organisation may ask for."""

    SEE_OWN_ACHIEVEMENTS = auto()
    SEE_COMPETENCIES = auto()
    SEE_REPORTS = auto()
    SEE_CONTACTS = auto()  # emails and MCIDs of people
    SEE_RISK = auto()  # the alert of E4
    SEE_OFFERS = auto()
    SEE_BENEFITS = auto()
    SEE_HISTORY = auto()
    MANAGE_MEMBERSHIP = auto()  # orders and benefits
    MANAGE_PEOPLE = auto()
    MANAGE_PROFILE = auto()
    MANAGE_REFERRALS = auto()


_OWN = frozenset({Permission.SEE_OWN_ACHIEVEMENTS})
_REPORTS = _OWN | {Permission.SEE_COMPETENCIES, Permission.SEE_REPORTS, Permission.SEE_HISTORY}
_MEMBERSHIP = {
    Permission.SEE_OFFERS,
    Permission.SEE_BENEFITS,
    Permission.MANAGE_MEMBERSHIP,
    Permission.SEE_RISK,
}

# The policy of A5: role → what it may do.
ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.MEMBERSHIP_MANAGER: _REPORTS | _MEMBERSHIP,
    Role.REFERRALS_MANAGER: _OWN | {Permission.MANAGE_PROFILE, Permission.MANAGE_REFERRALS},
    Role.REPORT_VIEWER: _REPORTS,
    Role.EMPLOYEE: _OWN,
}


class StaffPermission(StrEnum):
    """What the vendor's staff may do in the admin; whoever is staff may look."""

    PLACE_OVERRIDES = auto()
    PUBLISH_EDITIONS = auto()
    LOAD_FACTS = auto()
    MANAGE_ORGANISATIONS = auto()
    START_TERMS = auto()
    MANAGE_TRANSCRIPTS = auto()  # whose they are
    ANSWER_CREDIT = auto()  # reports of missing credit
    REMOVE_FACTORS = auto()  # second factors of somebody who has lost them
    PUBLISH_OFFERS = auto()
    SETTLE_ORDERS = auto()  # and see the proof of payment
    ERASE_PEOPLE = auto()  # personal data of somebody who asked for it
    FILL_KEY_POOLS = auto()  # product keys
    SEND_AGAIN = auto()  # messages of which nobody knows whether they went out
    CORRECT_MARKETS = auto()  # the table of countries
    END_SESSIONS = auto()  # of somebody whose browser is in the wrong hands
    CLOSE_REQUESTS = auto()  # of customers, as misuse; and read who asks
    WITHDRAW_PROFILES = auto()  # what customers find of a partner
    LOOK_INSIDE = auto()  # an organisation's pages, by a grant; it changes nothing


_SPECIALISTS = frozenset({StaffPermission.PLACE_OVERRIDES, StaffPermission.ANSWER_CREDIT})
_SUPPORT = frozenset({StaffPermission.LOOK_INSIDE})

# The policy of A3: group of the staff → what its members may do. Support looks but changes nothing.
STAFF: Mapping[StaffRole, frozenset[StaffPermission]] = {
    StaffRole.SPECIALIST: _SPECIALISTS,
    StaffRole.PROGRAMME_MANAGER: frozenset(StaffPermission) - _SUPPORT - {StaffPermission.PLACE_OVERRIDES},
    StaffRole.SUPPORT: _SUPPORT,
}


def staff_may(user: User, permission: StaffPermission) -> bool:
    """Whether a member of staff may do something of this kind (A3): by group only, superusers included."""
    if not (user.is_active and user.is_staff):
        return False
    return any(permission in STAFF[role] for role in user.staff_roles)


def accounts_of(user: User, *, as_of: date) -> list[Account]:
    """The user's accounts of the day with organisation and roles, by the organisation's name, in one query."""
    return Account.objects.visible_to(user, as_of=as_of).with_roles()


# Which permission reads messages of a kind (A5, A7); the others need to see the risk.
_READ_BY: Mapping[MessageKind, Permission] = {
    MessageKind.TO_ASSOCIATE: Permission.SEE_OWN_ACHIEVEMENTS,
    MessageKind.CREDIT_ANSWERED: Permission.SEE_OWN_ACHIEVEMENTS,
    MessageKind.CREDIT_CLOSED: Permission.SEE_OWN_ACHIEVEMENTS,
    MessageKind.REFERRAL_NEW: Permission.MANAGE_REFERRALS,
    MessageKind.REFERRAL_REMINDER: Permission.MANAGE_REFERRALS,
    MessageKind.REFERRAL_OVER: Permission.MANAGE_REFERRALS,
    # Whoever manages the profile manages referrals, too; one permission less is counted on every page.
    MessageKind.PROFILE_WITHDRAWN: Permission.MANAGE_REFERRALS,
}

TO_CUSTOMERS = frozenset(
    {MessageKind.REQUEST_CONFIRM, MessageKind.REQUEST_CONFIRMED, MessageKind.REQUEST_ANSWERED}
)
"""Messages to customers: of the staff only those read their addresses who may read who asks (F4)."""

# A digest is made of others, and these go to addresses, which may have no login.
_NOT_LISTED = {
    MessageKind.DIGEST,
    MessageKind.INVITATION,
    MessageKind.ENROLMENT_CONFIRM,
    MessageKind.ENROLMENT_APPROVED,
    MessageKind.ENROLMENT_REFUSED,
    MessageKind.KEYS_WANTED,  # to the vendor's staff
    *TO_CUSTOMERS,
}

UNREAD_AT_MOST = 100
"""Beyond so many unread messages nobody counts."""


def needed_to_read(kind: MessageKind) -> Permission:
    """What a reader must be allowed to read messages of the kind, and to learn that there are any."""
    return _READ_BY.get(kind, Permission.SEE_RISK)


def kinds_read_by(account: Account) -> list[MessageKind]:
    """The kinds of messages that the account's roles read."""
    allowed = permissions_of(account)
    return [kind for kind in MessageKind if kind not in _NOT_LISTED and needed_to_read(kind) in allowed]


def unread_of(account: Account) -> int:
    """How many messages of the organisation wait unread for the account, at most `UNREAD_AT_MOST`.

    Counted with the accounts that `organisation_for` reads; what no role reads any more does not count.
    """
    counts: Mapping[Permission, int] = vars(account).get("unread", {})
    allowed = permissions_of(account)
    return min(UNREAD_AT_MOST, sum(count for needed, count in counts.items() if needed in allowed))


class _Count(Subquery):
    """How many rows a subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


_NEEDED = sorted({needed_to_read(kind) for kind in MessageKind if kind not in _NOT_LISTED})


@Prepared
def _rows_with_unread(user: int, as_of: date) -> QuerySet[Account, Any]:
    counts = {f"unread_{each}": _Count(_unread(each)) for each in _NEEDED}
    return Account.objects.in_force(as_of).filter(user_id=user).annotate(**counts).joined_to_roles()


def _accounts_with_unread(user: User, *, as_of: date) -> list[Account]:
    """The same accounts, each with its unread messages by the permission that they need."""
    accounts = gathered(_rows_with_unread(user=user.pk, as_of=as_of))
    for account in accounts:
        found = {each: getattr(account, f"unread_{each}") for each in _NEEDED}
        vars(account).update(unread=found)
    return accounts


def _unread(needed: Permission) -> QuerySet[Message, Any]:
    kinds = [kind for kind in MessageKind if kind not in _NOT_LISTED and needed_to_read(kind) == needed]
    rows = Message.objects.unread().filter(
        recipient=OuterRef("user"), organisation=OuterRef("organisation"), kind__in=kinds
    )
    return rows.order_by().values("pk")[:UNREAD_AT_MOST]


def roles_of(account: Account) -> frozenset[Role]:
    """The roles of an account."""
    return frozenset(map(Role, account.role_names))


def permissions_of(account: Account) -> frozenset[Permission]:
    """Everything that the account's roles allow together."""
    return frozenset(permission for role in roles_of(account) for permission in ROLES[role])


def readers_of_risk(organisations: Collection[int], *, as_of: date) -> dict[int, list[int]]:
    """Who is told of risk to the renewal (E4): ids of users by the id of their organisation, in one query."""
    return readers_with(Permission.SEE_RISK, organisations, as_of=as_of)


def readers_with(
    permission: Permission, organisations: Collection[int], *, as_of: date
) -> dict[int, list[int]]:
    """Whose roles allow something: ids of users by the id of their organisation, in one query."""
    roles = [role for role, allowed in ROLES.items() if permission in allowed]
    accounts = Account.objects.in_force(as_of).filter(
        organisation__in=organisations, user__is_active=True, roles__role__in=roles
    )
    found: dict[int, list[int]] = defaultdict(list)
    rows = accounts.order_by("organisation", "user").values_list("organisation_id", "user_id")
    for organisation, user in rows.distinct():
        found[organisation].append(user)
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """One of support looks inside by a grant; `minutes` are left, begun ones counted (A3)."""

    grant: SupportGrant
    minutes: int


def organisation_for(request: HttpRequest, public_id: uuid.UUID, permission: Permission) -> Organisation:
    """The organisation of a page, if the signed-in user may see that page of it (A6).

    Raises Http404 when the user has no account there on the day, whether or not it exists and staff
    included, unless support has a grant; PermissionDenied (403) when no role of the account has the
    permission, or a grant does not cover the request. One query reads all accounts of the user: the one
    here is left on `request.account`, all on `request.accounts` for the switcher; a grant on `request.look`.
    """
    user = request.user
    accounts = _accounts_with_unread(user, as_of=today()) if isinstance(user, User) else []
    account = next((each for each in accounts if each.organisation.public_id == public_id), None)
    if account is None:
        account = _look_inside(request, public_id)
        accounts = [*accounts, account]
    if permission not in permissions_of(account):
        raise PermissionDenied
    # An HttpRequest has no such attributes to assign to.
    vars(request).update(account=account, accounts=accounts)
    return account.organisation


def _look_inside(request: HttpRequest, public_id: uuid.UUID) -> Account:
    """An account that exists for this request only: what the organisation's admins see, to read and no more.

    Raises Http404 without a grant, PermissionDenied for whatever would change something or leave as a file.
    """
    user, at = request.user, now()
    if not (isinstance(user, User) and staff_may(user, StaffPermission.LOOK_INSIDE)):
        raise Http404
    grants = SupportGrant.objects.in_force(user, at=at).filter(organisation__public_id=public_id)
    grant = grants.select_related("organisation").first()
    if grant is None:
        raise Http404
    vars(request).update(look=Look(grant, -((at - grant.until) // timedelta(minutes=1))))
    if request.method not in {"GET", "HEAD"} or _is_file(request):
        raise PermissionDenied
    account = Account(user=user, organisation=grant.organisation, starts_on=today())
    account.role_names = frozenset({Role.ADMIN.value})
    return account


def _is_file(request: HttpRequest) -> bool:
    """Whether the address is one of a file: those, and only those, end with a kind of file."""
    match = request.resolver_match
    return match is not None and "." in match.route.rpartition("/")[2]
