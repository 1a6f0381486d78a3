"""What memberships keep of their own: offers as published, orders, add-ons and what people were reminded of."""

from memberships.models.offers import OfferEdition
from memberships.models.orders import AddOn, Order, OrderKind, OrderState, ProofType
from memberships.models.reminders import RenewalReminder

__all__ = [
    "AddOn",
    "OfferEdition",
    "Order",
    "OrderKind",
    "OrderState",
    "ProofType",
    "RenewalReminder",
]
