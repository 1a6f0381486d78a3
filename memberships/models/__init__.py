"""What memberships keep of their own: offers as published, orders, add-ons and what people were reminded of."""

from memberships.models.calendars import CalendarAddress
from memberships.models.notices import OF_RENEWALS, OF_RISK, NoticeKind, RenewalNotice
from memberships.models.offers import OfferEdition
from memberships.models.orders import AddOn, Order, OrderKind, OrderState, ProofType

__all__ = [
    "OF_RENEWALS",
    "OF_RISK",
    "AddOn",
    "CalendarAddress",
    "NoticeKind",
    "OfferEdition",
    "Order",
    "OrderKind",
    "OrderState",
    "ProofType",
    "RenewalNotice",
]
