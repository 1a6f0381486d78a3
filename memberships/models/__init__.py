"""What memberships keep of their own: offers, orders, notices, benefits, profiles, requests of customers."""

from memberships.models.benefits import Entitlement, SeatAssignment
from memberships.models.calendars import CalendarAddress
from memberships.models.keys import KeyFile, KeyFileState, KeyGrant, KeyPool, ProductKey
from memberships.models.listings import DisplayNews, Filing, Listing
from memberships.models.notices import OF_RENEWALS, OF_RISK, NoticeKind, RenewalNotice
from memberships.models.offers import OfferEdition
from memberships.models.orders import AddOn, Order, OrderKind, OrderState, ProofType
from memberships.models.profiles import Logo, LogoType, Profile, ProfileLocation
from memberships.models.referrals import (
    CompanySize,
    Currency,
    CustomerRequest,
    Referral,
    ReferralNote,
    ReferralReason,
    ReferralState,
)

__all__ = [
    "OF_RENEWALS",
    "OF_RISK",
    "AddOn",
    "CalendarAddress",
    "CompanySize",
    "Currency",
    "CustomerRequest",
    "DisplayNews",
    "Entitlement",
    "Filing",
    "KeyFile",
    "KeyFileState",
    "KeyGrant",
    "KeyPool",
    "Listing",
    "Logo",
    "LogoType",
    "NoticeKind",
    "OfferEdition",
    "Order",
    "OrderKind",
    "OrderState",
    "ProductKey",
    "Profile",
    "ProfileLocation",
    "ProofType",
    "Referral",
    "ReferralNote",
    "ReferralReason",
    "ReferralState",
    "RenewalNotice",
    "SeatAssignment",
]
