"""What waits for the vendor's staff: counted when it is looked at, since each has an index of nothing else."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from competencies.models import CreditReport
from memberships.models import Order

LOOKED_AT = 10_000
"""So many rows of a queue are counted; beyond that it is only said that there are more."""


@dataclass(frozen=True, slots=True)
class Queues:
    """Open orders with and without proof of payment; reports of missing credit and disputed figures not answered.

    A number over `LOOKED_AT` says no more than that.
    """

    paid: int
    unpaid: int
    missing: int
    disputed: int


def queues() -> Queues:
    """As they are now, in four queries."""
    reports = CreditReport.objects.waiting()
    return Queues(
        paid=_length(Order.objects.paid()),
        unpaid=_length(Order.objects.open().filter(proof="")),
        missing=_length(reports.about_achievements()),
        disputed=_length(reports.about_figures()),
    )


def _length(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: LOOKED_AT + 1].count()
