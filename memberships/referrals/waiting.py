"""What waits for the partner's word, and until when: for Home (F4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from memberships.models import Referral, ReferralState
from partners.models import Organisation

SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Referrals of one state whose time runs: how many, when that of the first is over, and whether within a day."""

    state: ReferralState
    count: int
    due_at: datetime
    soon: bool


def waiting(organisation: Organisation, *, at: datetime) -> tuple[Waiting, ...]:
    """New ones and those that are evaluated; one query, whatever their number."""
    timed = ReferralState.NEW, ReferralState.EVALUATING
    rows = Referral.objects.of(organisation).filter(state__in=timed, due_at__gt=at).order_by()
    found = rows.values("state").annotate(count=Count("pk"), first=Min("due_at")).order_by("first")
    return tuple(
        Waiting(ReferralState(row["state"]), row["count"], row["first"], row["first"] - at <= SOON)
        for row in found
    )
