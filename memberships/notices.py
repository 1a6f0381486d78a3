"""Messages about orders and renewals: a row for each reader, handed over later (E2, E3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from memberships.models import OF_RISK, KeyPool, NoticeKind, Order
from partners import messages
from partners.access import readers_of_risk
from partners.clock import now
from partners.models import MessageKind, StaffRole, Term, User


def tell_of_order(kind: MessageKind, orders: Sequence[Order], *, on: date) -> None:
    """Tell the admins and membership managers of each order's organisation what became of it, once."""
    readers = readers_of_risk({each.organisation_id for each in orders}, as_of=on)
    moment = now()
    messages.write(
        messages.message(
            kind,
            recipient=reader,
            organisation=order.organisation_id,
            on=on,
            about=f"order:{order.pk}",
            data={"order": order.pk},
            now=moment,
        )
        for order in orders
        for reader in readers.get(order.organisation_id, ())
    )


def tell_of_renewal(terms: Sequence[Term], notice: NoticeKind, *, on: date) -> None:
    """Tell the readers of these terms' organisations that the renewal comes, runs out, or did not come (E3)."""
    readers = readers_of_risk({each.organisation_id for each in terms}, as_of=on)
    kind = MessageKind.MEMBERSHIP_OVER if notice is NoticeKind.OVER else MessageKind.RENEWAL_DUE
    moment = now()
    messages.write(
        messages.message(
            kind,
            recipient=reader,
            organisation=term.organisation_id,
            on=on,
            about=f"term:{term.pk}:{notice.value}",
            data={"term": term.pk, "which": notice.value},
            now=moment,
        )
        for term in terms
        for reader in readers.get(term.organisation_id, ())
    )


def tell_of_risk(
    found: Sequence[tuple[Term, Collection[Sequence[str]]]], notice: NoticeKind, *, on: date
) -> None:
    """Remind the readers of these terms' organisations of the alerts (competency and level) that still stand (E4)."""
    readers = readers_of_risk({term.organisation_id for term, _ in found}, as_of=on)
    moment = now()
    messages.write(
        messages.message(
            MessageKind.RISK_REMINDER,
            recipient=reader,
            organisation=term.organisation_id,
            on=on,
            about=f"term:{term.pk}:{notice.value}",
            data={"term": term.pk, "days": OF_RISK[notice], "alerts": [list(each) for each in alerts]},
            now=moment,
        )
        for term, alerts in found
        for reader in readers.get(term.organisation_id, ())
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an organisation's benefits on a day; `about` names it, once for each reader.

    What has ended is found by the day when the message is read, so that nothing is left out.

    `freed`: how many seats were freed, by the id of an entitlement that goes on with fewer.
    """

    organisation: int
    about: str
    freed: Mapping[int, int]


def tell_of_benefits(changed: Sequence[Changed], *, on: date) -> None:
    """Tell the readers that benefits have ended, or go on with fewer seats than were in use (E5)."""
    readers = readers_of_risk({each.organisation for each in changed}, as_of=on)
    moment = now()
    messages.write(
        messages.message(
            MessageKind.BENEFITS_ENDED,
            recipient=reader,
            organisation=each.organisation,
            on=on,
            about=each.about,
            data={"freed": [[pk, count] for pk, count in sorted(each.freed.items())]},
            now=moment,
        )
        for each in changed
        for reader in readers.get(each.organisation, ())
    )


def tell_of_wanted_keys(pool: KeyPool, *, on: date) -> None:
    """Tell the programme managers that somebody waits for a key while none is left: once for each such wait."""
    managers = User.objects.filter(is_active=True, is_staff=True, groups__name=StaffRole.PROGRAMME_MANAGER)
    moment = now()
    messages.write(
        messages.message_to_address(
            MessageKind.KEYS_WANTED,
            address=each.email,
            organisation=None,
            on=on,
            about=f"pool:{pool.pk}:{moment.isoformat()}:{each.pk}",
            data={"pool": pool.pk, "reader": each.pk},
            now=moment,
        )
        for each in managers
    )
