"""Asking people into an organisation (B2). Nothing here tells whether an address has a login elsewhere (A6)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners import messages
from partners.actions import accounts, events, users
from partners.clock import now
from partners.journal import Kind
from partners.models import (
    Account,
    Invitation,
    InvitationState,
    Message,
    MessageKind,
    Organisation,
    Role,
    User,
)
from partners.models.invitations import VALID
from partners.refusals import Refused


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    roles: Collection[Role],
    language: str,
    on: date,
    by: User,
) -> Invitation:
    """Ask somebody into the organisation; the link is mailed in `language`.

    Refused for a malformed address, without a name or a role, and for an address that has an account here or is
    invited already, also by somebody else at the same moment.
    """
    address = _address(email)
    if not name.strip():
        raise Refused("no-name", _("Enter the name of the person."))
    wanted = accounts.known(roles)
    # Takes turns with the worker that invites the people of a file.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if Account.objects.open().filter(organisation=organisation, user__email=address).exists():
        raise Refused("has-account", _("This person already has an account here."))
    invitation = _created(
        organisation=organisation,
        email=address,
        name=name.strip(),
        roles=wanted,
        language=language,
        invited_by=by,
        sent_on=on,
        expires_on=on + VALID,
    )
    messages.write([letter(invitation, on)])
    _record(Kind.INVITATION_SENT, invitation, on, by, roles=wanted)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, on: date, by: User) -> Invitation:
    """Mail a new link, valid from today; the links sent before stop working. Refused once it is settled."""
    _lock_open(invitation)
    invitation.version += 1
    invitation.sent_on, invitation.expires_on = on, on + VALID
    invitation.save(update_fields=["version", "sent_on", "expires_on"])
    messages.write([letter(invitation, on)])
    _record(Kind.INVITATION_SENT_AGAIN, invitation, on, by, version=invitation.version)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, on: date, by: User) -> Invitation:
    """Take an invitation back: its link stops working. Refused once it is accepted or withdrawn."""
    _lock_open(invitation)
    _settle(invitation, InvitationState.WITHDRAWN, on, None)
    _record(Kind.INVITATION_WITHDRAWN, invitation, on, by)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, version: int, user: User, on: date) -> Account:
    """Let the invited person in, who has signed in or just set a password.

    Refused if the link is too old or was used, and for anybody but the owner of the address. Who was let in
    by other ways meanwhile keeps the roles of that account.
    """
    _lock_open(invitation)
    refuse_dead(invitation, version, on)
    if user.email != invitation.email:
        message = _("This invitation is for another address. Sign in with that one.")
        raise Refused("not-yours", message)
    account = Account.objects.open().filter(user=user, organisation=invitation.organisation_id).first()
    if account is None:
        account = accounts.open_account(
            organisation=invitation.organisation, user=user, roles=invitation.wanted, on=on, by=user
        )
    _settle(invitation, InvitationState.ACCEPTED, on, account)
    _record(Kind.INVITATION_ACCEPTED, invitation, on, user, account=account.pk)
    return account


@transaction.atomic
def accept_as_new(*, invitation: Invitation, version: int, password: str, language: str, on: date) -> Account:
    """Make the invited person's login with this password, and let them in.

    Refused as `accept` is, and for an address that has a login: no link changes a password.
    """
    _lock_open(invitation)
    refuse_dead(invitation, version, on)
    user = users.add(
        email=invitation.email,
        name=invitation.name,
        password=password,
        language=language,
        on=on,
        by=invitation.invited_by,
    )
    return accept(invitation=invitation, version=version, user=user, on=on)


def refuse_dead(invitation: Invitation, version: int, on: date) -> None:
    """Raise Refused for a link that does not work on the day, and say why."""
    if invitation.state == InvitationState.ACCEPTED:
        raise Refused("used", _("This invitation has been accepted already. Sign in."))
    if invitation.state == InvitationState.WITHDRAWN:
        raise Refused("withdrawn", _("This invitation has been withdrawn. Ask who invited you."))
    if version != invitation.version:
        raise Refused("replaced", _("A newer link was sent to you. Use the one of the latest mail."))
    if invitation.expired(on):
        raise Refused("expired", _("This invitation has expired. Ask who invited you to send it again."))


def letter(invitation: Invitation, on: date, *, after: timedelta = timedelta(0)) -> Message:
    """The message that brings the link of this version, handed over `after` that time at the earliest."""
    return messages.message_to_address(
        MessageKind.INVITATION,
        address=invitation.email,
        organisation=invitation.organisation_id,
        on=on,
        about=f"invitation:{invitation.public_id.hex}:{invitation.version}",
        data={"invitation": str(invitation.public_id), "version": invitation.version},
        now=now() + after,
    )


def _created(**columns: Any) -> Invitation:
    try:
        with transaction.atomic():
            return Invitation.objects.create(**columns)
    except IntegrityError as error:
        message = _("This address is invited already. Send that invitation again, or withdraw it first.")
        raise Refused("already-invited", message) from error


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad-email", _("This is not an email address. Correct it.")) from error
    return address


def _lock_open(invitation: Invitation) -> None:
    """Hold the invitation as it is now, so that of two at once the second sees what the first did."""
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    for column in ("state", "version", "sent_on", "expires_on"):
        setattr(invitation, column, getattr(locked, column))
    if invitation.state != InvitationState.OPEN:
        refuse_dead(invitation, invitation.version, invitation.sent_on)


def _settle(invitation: Invitation, state: InvitationState, on: date, account: Account | None) -> None:
    invitation.state, invitation.settled_on, invitation.account = state, on, account
    invitation.save(update_fields=["state", "settled_on", "account"])


def _record(kind: Kind, invitation: Invitation, on: date, by: User, **data: object) -> None:
    details = {"invitation": invitation.pk, **data}
    events.record(kind, on=on, by=by, organisation=invitation.organisation, data=details)
