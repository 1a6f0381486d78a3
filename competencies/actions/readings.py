"""Readings of metrics, as the vendor reports them (C2)."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from competencies.actions.reckoning import refuse_early
from competencies.models import Reading
from competencies.review import changing
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, User
from partners.refusals import Refused

_LARGEST = Decimal("9999999999999.99")


def record(
    *, organisation: Organisation, metric: str, day: date, amount: Decimal, on: date, by: User | None
) -> Reading:
    """What a metric read on `day`; recorded again it is replaced. Metrics that no edition knows are kept.

    `amount` has at most two decimal places and thirteen digits before them; it may be negative (a credit).
    """
    _refuse_amount(amount)
    refuse_early(day)
    with changing([organisation.pk], on=on) as because:
        known = Reading.objects.filter(organisation=organisation, metric=metric, on=day)
        before = known.values_list("amount", flat=True).first()
        reading, _new = Reading.objects.update_or_create(
            organisation=organisation, metric=metric, on=day, defaults={"amount": amount}
        )
        details = {"metric": metric, "day": day.isoformat(), "amount": str(amount)}
        if before is not None:
            details["before"] = str(before)
        event = events.record(Kind.READING_RECORDED, on=on, by=by, organisation=organisation, data=details)
        cause = Cause(Reason.READING_RECORDED, {"event": event.pk, "metric": metric, "day": day.isoformat()})
        because[organisation.pk].append(cause)
    return reading


def _refuse_amount(amount: Decimal) -> None:
    if not amount.is_finite() or abs(amount) > _LARGEST or amount != round(amount, 2):
        raise Refused("bad-amount", _("An amount has at most 13 digits and two decimal places. Correct it."))
