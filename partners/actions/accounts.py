"""Users in organisations, with roles (A5, B3)."""

from collections.abc import Collection
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners import security
from partners.actions import events
from partners.journal import Kind
from partners.models import Account, AccountRole, Organisation, Role, User
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
