"""Offers: what can be bought, at which price, and what it brings, as dated and published data (E1).

`model` and `reading` are pure: a file becomes an `OfferList` or a list of its problems. `published` knows which
list is in force on a day, `availability` says what of it an organisation can buy, and why the rest cannot be.
"""

from memberships.offers.availability import Availability, How, Position, Why, availability
from memberships.offers.model import Benefit, Discount, Offer, OfferKind, OfferList, Price
from memberships.offers.published import NoOffers, offers_on
from memberships.offers.reading import OffersError, read_offers

__all__ = [
    "Availability",
    "Benefit",
    "Discount",
    "How",
    "NoOffers",
    "Offer",
    "OfferKind",
    "OfferList",
    "OffersError",
    "Position",
    "Price",
    "Why",
    "availability",
    "offers_on",
    "read_offers",
]
