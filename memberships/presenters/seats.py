"""Seats and who has them, in the reader's words (E5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from memberships.models import Entitlement, SeatAssignment
from memberships.offers.published import offers_of
from memberships.offers.rights import defined
from memberships.presenters.orders import text
from partners import days
from partners.days import Day
from partners.models import Account


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a seat, or could have one: then `seat` is empty."""

    account: str
    name: str
    email: str
    seat: str
    since: Day | None


def benefit_name(entitlement: Entitlement) -> str:
    """What the list of offers calls the benefit."""
    found = defined(offers_of(entitlement.edition), entitlement.benefit, entitlement.level)
    return text(found.name) if found else entitlement.benefit


def holders(seats: Iterable[SeatAssignment], *, as_of: date, contacts: bool) -> list[Holder]:
    """Those who have these seats."""
    return [_holder(each.account, each, as_of, contacts) for each in seats]


def candidates(
    accounts: Iterable[Account], seats: Mapping[int, SeatAssignment], *, as_of: date, contacts: bool
) -> list[Holder]:
    """People who were looked for; `seats` by the id of the account."""
    return [_holder(each, seats.get(each.pk), as_of, contacts) for each in accounts]


def seats_of(account: Account, *, on: date) -> list[str]:
    """The names of the benefits of which the person has a seat on the day."""
    open_ones = SeatAssignment.objects.open().filter(
        account=account, entitlement__in=Entitlement.objects.in_force(on)
    )
    return sorted(
        benefit_name(each.entitlement)
        for each in open_ones.select_related("entitlement__edition", "entitlement__term")
    )


def _holder(account: Account, seat: SeatAssignment | None, as_of: date, contacts: bool) -> Holder:
    return Holder(
        account=str(account.public_id),
        name=account.user.name or _("Somebody"),
        email=account.user.email if contacts else "",
        seat=str(seat.public_id) if seat else "",
        since=days.written(seat.starts_on, as_of=as_of) if seat else None,
    )
