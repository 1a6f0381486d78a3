"""Users in organisations, with roles (A5, B3)."""

from collections.abc import Collection
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners import messages, security
from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import Account, AccountRole, MessageKind, Organisation, Role, User
from partners.refusals import Refused
from partners.security import Event


@transaction.atomic
def open_account(
    *, organisation: Organisation, user: User, roles: Collection[Role], on: date, by: User | None
) -> Account:
    """Let a user into an organisation with these roles, from the day. A return restores nothing (B3)."""
    wanted = known(roles)
    try:
        with transaction.atomic():
            account = Account.objects.create(organisation=organisation, user=user, starts_on=on)
    except IntegrityError as error:
        message = _("This person already has an account here. Change its roles instead.")
        raise Refused("account-open", message) from error
    AccountRole.objects.bulk_create(AccountRole(account=account, role=role) for role in wanted)
    _record(Kind.ACCOUNT_OPENED, account, on, by, roles=wanted)
    _note_roles(account, by, wanted)
    return account


@transaction.atomic
def set_roles(*, account: Account, roles: Collection[Role], on: date, by: User | None) -> Account:
    """Replace the roles of an open account. Refused if the organisation would have no admin left (A5)."""
    wanted = known(roles)
    _lock_open(account)
    if Role.ADMIN not in wanted:
        _refuse_last_admin(account)
    before = sorted(account.roles.values_list("role", flat=True))
    AccountRole.objects.filter(account=account).exclude(role__in=wanted).delete()
    AccountRole.objects.bulk_create(
        [AccountRole(account=account, role=role) for role in wanted], ignore_conflicts=True
    )
    _record(Kind.ROLES_SET, account, on, by, roles=wanted, before=before)
    _note_roles(account, by, wanted)
    return account


@transaction.atomic
def appoint_admin(*, organisation: Organisation, user: User, reason: str, on: date, by: User) -> Account:
    """Make a user admin of an organisation that has none left who can sign in; they are told (A3).

    Whoever has an account there keeps its roles besides; for others one is opened. Refused while there is an
    admin: it is theirs to decide; for a login that is switched off, and for oneself.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if has_admin(organisation):
        message = _("This organisation has an admin, who decides about its accounts.")
        raise Refused("has-admin", message)
    if not user.is_active:
        raise Refused("inactive", _("This login is switched off. Choose somebody who can sign in."))
    if user.pk == by.pk:
        raise Refused("yourself", _("You cannot appoint yourself."))
    account = Account.objects.open().filter(organisation=organisation, user=user).first()
    if account is None:
        account = Account.objects.create(organisation=organisation, user=user, starts_on=on)
    AccountRole.objects.get_or_create(account=account, role=Role.ADMIN)
    vars(account).pop("role_names", None)
    entry = _record(Kind.ADMIN_APPOINTED, account, on, by, reason=reason)
    _note_roles(account, by, sorted(account.role_names))
    told = messages.message(
        MessageKind.ADMIN_APPOINTED, recipient=user.pk, organisation=organisation.pk, on=on,
        about=f"account:{account.pk}:{entry}", data={"account": account.pk}, now=now(),
    )  # fmt: skip
    messages.write([told])
    return account


def has_admin(organisation: Organisation) -> bool:
    """Whether an open account of somebody who can sign in carries the role of admin (A3, A5)."""
    admins = Account.objects.open().of_role(Role.ADMIN)
    return admins.filter(organisation=organisation, user__is_active=True).exists()


@transaction.atomic
def share_transcript(*, account: Account, shares: bool, on: date, by: User) -> Account:
    """The switch of A7: let the organisation see the whole transcript, or no longer. The person decides."""
    _lock_open(account)
    if by.pk != account.user_id:
        raise Refused("not-yours", _("Only the person may decide this. Ask them to do it."))
    Account.objects.filter(pk=account.pk).update(shares_transcript=shares)
    account.shares_transcript = shares
    _record(Kind.SHARING_SET, account, on, by, shares=shares)
    return account


@transaction.atomic
def close(*, account: Account, on: date, by: User | None) -> int:
    """End an account on the day; returns the id of the journal entry.

    Only the account: `competencies.actions.accounts.end_account` also ends what hangs on it. Refused if it
    is over already or belongs to the last admin.
    """
    _lock_open(account)
    _refuse_last_admin(account)
    Account.objects.filter(pk=account.pk).update(until=on, shares_transcript=False)
    account.until, account.shares_transcript = on, False
    _note_roles(account, by, [])
    return _record(Kind.ACCOUNT_ENDED, account, on, by)


def known(roles: Collection[Role]) -> list[str]:
    """The roles as they are stored. Refused without any."""
    if not roles:
        raise Refused("no-role", _("Choose at least one role."))
    return sorted(Role(role).value for role in roles)


def _lock_open(account: Account) -> None:
    """Lock the organisation, so that two admins cannot both leave at once; refuse an account that is over."""
    # No key changes: rows that refer to the organisation may still be written meanwhile.
    Organisation.objects.select_for_update(no_key=True).get(pk=account.organisation_id)
    if not Account.objects.open().filter(pk=account.pk).exists():
        raise Refused("account-over", _("This account has been ended already. There is nothing to do."))


def _refuse_last_admin(account: Account) -> None:
    admins = Account.objects.open().of_role(Role.ADMIN).filter(organisation_id=account.organisation_id)
    if admins.filter(pk=account.pk).exists() and not admins.exclude(pk=account.pk).exists():
        raise Refused(
            "last-admin", _("An organisation keeps at least one admin. Make somebody else one first.")
        )


def _record(kind: Kind, account: Account, on: date, by: User | None, **data: object) -> int:
    details = {"account": account.pk, "person": account.user_id, **data}
    return events.record(kind, on=on, by=by, organisation=account.organisation, data=details).pk


def _note_roles(account: Account, by: User | None, roles: list[str]) -> None:
    """Once it holds: what is rolled back was no change."""
    ids = {"person": account.user_id, "account": account.pk, "organisation": account.organisation_id}
    note = partial(security.note, Event.ROLES_CHANGED, by=by, roles=roles, **ids)
    transaction.on_commit(note)
