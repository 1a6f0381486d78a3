"""What memberships keep of their own: offers as published, orders, add-ons, notices, benefits and product keys."""

from memberships.models.benefits import Entitlement, SeatAssignment
from memberships.models.calendars import CalendarAddress
from memberships.models.keys import KeyFile, KeyFileState, KeyGrant, KeyPool, ProductKey
from memberships.models.notices import OF_RENEWALS, OF_RISK, NoticeKind, RenewalNotice
from memberships.models.offers import OfferEdition
from memberships.models.orders import AddOn, Order, OrderKind, OrderState, ProofType

__all__ = [
    "OF_RENEWALS",
    "OF_RISK",
    "AddOn",
    "CalendarAddress",
    "Entitlement",
    "KeyFile",
    "KeyFileState",
    "KeyGrant",
    "KeyPool",
    "NoticeKind",
    "OfferEdition",
    "Order",
    "OrderKind",
    "OrderState",
    "ProductKey",
    "ProofType",
    "RenewalNotice",
    "SeatAssignment",
]
