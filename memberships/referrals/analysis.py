"""What became of a partner's referrals within a year: counts and values, without anybody's name (F4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum

from memberships.models import Referral, ReferralState
from partners.models import Organisation

YEAR = timedelta(days=365)
WITHIN = (4, 24, 48, 72)
"""Hours within which an answer came."""

_SILENT = (ReferralState.NEW, ReferralState.MISSED, ReferralState.SKIPPED)
_INTERESTED = Q(answered_at__isnull=False) & ~Q(state__in=_SILENT)
_ACCEPTED = Q(accepted_at__isnull=False)
_WON = Q(state=ReferralState.WON)


@dataclass(frozen=True, slots=True)
class Worth:
    """Values in whole units of one currency: of what was accepted, won, and lost after it was accepted."""

    currency: str
    accepted: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """`answered`: how many answers came within each of `WITHIN` hours, not within the one before.

    `unanswered`: missed. `mean`: of the time to answer, None without any. `reasons`: how often, by code.
    """

    sent: int
    interested: int
    accepted: int
    won: int
    worth: tuple[Worth, ...]
    answered: tuple[int, ...]
    unanswered: int
    mean: timedelta | None
    reasons: Mapping[str, int]


def counted(organisation: Organisation, *, at: datetime) -> QuerySet[Referral]:
    """The referrals that an analysis counts: those of the last 365 days that were no misuse, the latest first."""
    rows = Referral.objects.of(organisation).exclude(state=ReferralState.CLOSED)
    return rows.filter(sent_at__gt=at - YEAR)


def analysed(organisation: Organisation, *, at: datetime) -> Analysis:
    """Three queries, whatever the number of referrals."""
    rows = counted(organisation, at=at).order_by()
    took = ExpressionWrapper(F("answered_at") - F("sent_at"), output_field=DurationField())
    upto = {
        f"within_{hours}": Count("pk", filter=Q(answered_at__lte=F("sent_at") + timedelta(hours=hours)))
        for hours in WITHIN
    }
    found = rows.aggregate(
        sent=Count("pk"),
        interested=Count("pk", filter=_INTERESTED),
        accepted=Count("pk", filter=_ACCEPTED),
        won=Count("pk", filter=_WON),
        missed=Count("pk", filter=Q(state=ReferralState.MISSED)),
        mean=Avg(took),
        **upto,
    )
    sums = [found[f"within_{hours}"] for hours in WITHIN]
    reasons = (
        rows.exclude(reason="").values("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    )
    return Analysis(
        sent=found["sent"],
        interested=found["interested"],
        accepted=found["accepted"],
        won=found["won"],
        worth=_worth(rows),
        answered=tuple(here - before for here, before in zip(sums, [0, *sums], strict=False)),
        unanswered=found["missed"],
        mean=found["mean"],
        reasons={row["reason"]: row["count"] for row in reasons},
    )


def _worth(rows: QuerySet[Referral]) -> tuple[Worth, ...]:
    sums = (
        rows.filter(_ACCEPTED)
        .values("currency")
        .annotate(
            accepted=Sum("value"),
            won=Sum("value", filter=_WON),
            lost=Sum("value", filter=Q(state=ReferralState.LOST)),
        )
        .order_by("currency")
    )
    return tuple(
        Worth(row["currency"], row["accepted"] or 0, row["won"] or 0, row["lost"] or 0) for row in sums
    )
