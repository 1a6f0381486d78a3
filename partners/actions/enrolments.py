"""A firm enrols itself (B1): it asks, confirms its address, is approved where that is needed, and finishes."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from partners import messages
from partners.actions import accounts, events, organisations, users
from partners.clock import now
from partners.journal import Kind
from partners.models import Account, Enrolment, EnrolmentState, MessageKind, Role, User
from partners.models.enrolments import APPROVED_VALID, VALID
from partners.refusals import Refused


@transaction.atomic
def ask(
    *,
    legal_name: str,
    display_name: str,
    country: str,
    city: str,
    name: str,
    email: str,
    language: str,
    on: date,
) -> Enrolment:
    """Note what a firm says of itself, and mail the link that confirms the address.

    It is no organisation before `finish`, and nothing of it stands in the journal before the address is confirmed.
    """
    enrolment = Enrolment.objects.create(
        legal_name=legal_name.strip(),
        display_name=display_name.strip() or legal_name.strip(),
        country=country,
        city=city.strip(),
        name=name.strip(),
        email=email.strip().lower(),
        language=language,
        asked_on=on,
        expires_on=on + VALID,
    )
    _write(MessageKind.ENROLMENT_CONFIRM, enrolment, on)
    return enrolment


@transaction.atomic
def confirm(*, enrolment: Enrolment, version: int, needs_approval: bool, on: date) -> Enrolment:
    """The address is confirmed. Without `needs_approval` it may be finished at once.

    Confirmed twice, nothing happens the second time. Refused if the link is too old.
    """
    _lock(enrolment)
    refuse_dead(enrolment, version, on)
    if enrolment.state != EnrolmentState.ASKED:
        return enrolment
    enrolment.state = EnrolmentState.CONFIRMED if needs_approval else EnrolmentState.APPROVED
    enrolment.confirmed_on = on
    enrolment.save(update_fields=["state", "confirmed_on"])
    _record(Kind.ENROLMENT_CONFIRMED, enrolment, on, None)
    return enrolment


@transaction.atomic
def approve(*, enrolment: Enrolment, on: date, by: User) -> Enrolment:
    """Staff lets the firm in; a new link is mailed by which it finishes."""
    _lock_waiting(enrolment)
    enrolment.version += 1
    _decide(enrolment, EnrolmentState.APPROVED, on, by, valid=APPROVED_VALID)
    _write(MessageKind.ENROLMENT_APPROVED, enrolment, on)
    _record(Kind.ENROLMENT_APPROVED, enrolment, on, by)
    return enrolment


@transaction.atomic
def refuse(*, enrolment: Enrolment, reason: str, on: date, by: User) -> Enrolment:
    """Staff does not let the firm in; the reason is mailed."""
    if not reason.strip():
        raise Refused("no-reason", _("Enter the reason: it is mailed to the firm."))
    _lock_waiting(enrolment)
    enrolment.reason = reason.strip()
    _decide(enrolment, EnrolmentState.REFUSED, on, by, valid=VALID)
    _write(MessageKind.ENROLMENT_REFUSED, enrolment, on)
    _record(Kind.ENROLMENT_REFUSED, enrolment, on, by)
    return enrolment


@transaction.atomic
def finish(*, enrolment: Enrolment, version: int, user: User, on: date) -> Account:
    """Make the organisation, with the contact as its admin. Refused if the link is too old or was used."""
    _lock(enrolment)
    refuse_dead(enrolment, version, on)
    if enrolment.state != EnrolmentState.APPROVED:
        raise Refused("not-approved", _("This enrolment waits for approval. You will get a mail."))
    if user.email != enrolment.email:
        raise Refused("not-yours", _("This enrolment is of another address. Sign in with that one."))
    organisation = organisations.enrol(
        legal_name=enrolment.legal_name,
        display_name=enrolment.display_name,
        country=enrolment.country,
        city=enrolment.city,
        on=on,
        by=user,
    )
    enrolment.state, enrolment.organisation = EnrolmentState.ENROLLED, organisation
    enrolment.save(update_fields=["state", "organisation"])
    return accounts.open_account(organisation=organisation, user=user, roles=[Role.ADMIN], on=on, by=user)


@transaction.atomic
def finish_as_new(*, enrolment: Enrolment, version: int, password: str, language: str, on: date) -> Account:
    """The same with a login of its own, made with this password. Refused for an address that has one."""
    _lock(enrolment)
    refuse_dead(enrolment, version, on)
    user = users.add(
        email=enrolment.email, name=enrolment.name, password=password, language=language, on=on, by=None
    )
    return finish(enrolment=enrolment, version=version, user=user, on=on)


def refuse_dead(enrolment: Enrolment, version: int, on: date) -> None:
    """Raise Refused for a link that does not work on the day, and say why."""
    if enrolment.state == EnrolmentState.ENROLLED:
        raise Refused("used", _("This organisation has been enrolled already. Sign in."))
    if enrolment.state == EnrolmentState.REFUSED:
        raise Refused("refused", _("This enrolment was refused. The mail about it says why."))
    if version != enrolment.version:
        raise Refused("replaced", _("A newer link was sent to you. Use the one of the latest mail."))
    if enrolment.state != EnrolmentState.CONFIRMED and enrolment.expired(on):
        raise Refused("expired", _("This link has expired. Enrol anew."))


def _lock(enrolment: Enrolment) -> None:
    """Hold the enrolment as it is now, so that of two at once the second sees what the first did."""
    locked = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    for column in ("state", "version", "expires_on", "confirmed_on"):
        setattr(enrolment, column, getattr(locked, column))


def _lock_waiting(enrolment: Enrolment) -> None:
    _lock(enrolment)
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise Refused("not-waiting", _("This enrolment does not wait for approval."))


def _decide(enrolment: Enrolment, state: EnrolmentState, on: date, by: User, *, valid: timedelta) -> None:
    enrolment.state, enrolment.decided_on, enrolment.decided_by = state, on, by
    enrolment.expires_on = on + valid
    enrolment.save(update_fields=["state", "version", "decided_on", "decided_by", "expires_on", "reason"])


def _write(kind: MessageKind, enrolment: Enrolment, on: date) -> None:
    about = f"enrolment:{enrolment.public_id.hex}:{enrolment.version}"
    data = {"enrolment": str(enrolment.public_id), "version": enrolment.version}
    message = messages.message_to_address(
        kind, address=enrolment.email, organisation=None, on=on, about=about, data=data, now=now()
    )
    messages.write([message])


def _record(kind: Kind, enrolment: Enrolment, on: date, by: User | None) -> None:
    events.record(kind, on=on, by=by, data={"enrolment": enrolment.pk})
