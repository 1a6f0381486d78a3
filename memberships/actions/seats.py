"""Seats of benefits: assigned to employees, taken back, freed with an account; never more than there are (E5)."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from competencies.review.locks import locked
from memberships.models import Entitlement, SeatAssignment
from memberships.offers.model import Gives
from memberships.offers.published import offers_of
from memberships.offers.rights import defined
from partners.actions import events
from partners.journal import Kind
from partners.models import Account, User
from partners.refusals import Refused


@transaction.atomic
def assign(*, entitlement: Entitlement, account: Account, on: date, by: User) -> SeatAssignment:
    """Give a seat to somebody who has an open account in the organisation.

    Refused: the benefit has ended, or gives no seats; the account is over, or of another organisation; the
    person has a seat of it; all seats are taken.
    """
    # The end of an account and of a term take the same lock first.
    locked([entitlement.organisation_id])
    rows = Entitlement.objects.in_force(on).select_related("edition", "term").filter(pk=entitlement.pk)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("over", _("This benefit has ended. Its seats are free."))
    benefit = defined(offers_of(row.edition), row.benefit, row.level)
    if benefit is None or benefit.gives is not Gives.SEATS:
        raise Refused("no-seats", _("This benefit has no seats."))
    if not Account.objects.open().filter(pk=account.pk, organisation=row.organisation_id).exists():
        raise Refused("account-over", _("This person has no account here any more. Choose somebody else."))
    if SeatAssignment.objects.of(row).filter(account=account).exists():
        raise Refused("has-seat", _("This person has a seat already. There is nothing to do."))
    return _assigned(row, account, on, by)


def _assigned(row: Entitlement, account: Account, on: date, by: User) -> SeatAssignment:
    room = Entitlement.objects.filter(Q(quantity=None) | Q(used__lt=F("quantity")), pk=row.pk)
    if not room.update(used=F("used") + 1):
        raise Refused("all-taken", _("All seats are taken. Take one back first."))
    made = SeatAssignment.objects.create(entitlement=row, account=account, starts_on=on, assigned_by=by)
    _tell(Kind.SEAT_ASSIGNED, made, on, by)
    return made


@transaction.atomic
def take_back(*, seat: SeatAssignment, on: date, by: User) -> SeatAssignment:
    """Take a seat back; it is free at once. Refused: it was taken back, or has ended, already."""
    Entitlement.objects.select_for_update().get(pk=seat.entitlement_id)
    if not SeatAssignment.objects.open().filter(pk=seat.pk).update(until=on):
        raise Refused("taken-back", _("This seat has been taken back already. There is nothing to do."))
    Entitlement.objects.filter(pk=seat.entitlement_id).update(used=F("used") - 1)
    seat.refresh_from_db()
    _tell(Kind.SEAT_TAKEN_BACK, seat, on, by)
    return seat


def free(*, account: Account, on: date, by: User | None) -> int:
    """Free the seats of an account that is ended in this transaction; returns how many (B3)."""
    mine = SeatAssignment.objects.open().filter(account=account)
    held = Entitlement.objects.filter(pk__in=mine.values("entitlement")).order_by("pk")
    rows = list(held.select_for_update())
    if not rows:
        return 0
    Entitlement.objects.filter(pk__in=[each.pk for each in rows]).update(used=F("used") - 1)
    freed = mine.update(until=on)
    data = {
        "account": account.pk,
        "person": account.user_id,
        "benefits": [each.benefit for each in rows],
    }
    events.record(Kind.SEATS_FREED, on=on, by=by, organisation=account.organisation, data=data)
    return freed


def _tell(kind: Kind, seat: SeatAssignment, on: date, by: User) -> None:
    entitlement = seat.entitlement
    data = {
        "entitlement": entitlement.pk,
        "benefit": entitlement.benefit,
        "account": seat.account_id,
        "person": seat.account.user_id,
    }
    events.record(kind, on=on, by=by, organisation=entitlement.organisation, data=data)
