"""Whether an offer can be bought today, as what, or why not (E1, E3). Pure; orders and pages ask the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from memberships.offers.model import Offer, OfferKind, less


class How(StrEnum):
    """As what an offer is bought."""

    FIRST = "first"
    UPGRADE = "upgrade"
    RENEWAL = "renewal"
    ADD_ON = "add-on"


class Why(StrEnum):
    """Why an offer cannot be bought; of several reasons the first of these."""

    INCLUDED = "included"  # free, for every partner
    PRESENT = "present"  # the level of the running term; renewal opens on its anniversary
    LOWER = "lower"  # below the level of the running term
    NO_MEMBERSHIP = "no-membership"  # the add-on needs a running term of its level
    ADDED = "added"  # the add-on runs already
    NOT_ATTAINED = "not-attained"  # no competency at the level or higher
    ORDERED = "ordered"  # an order is open


@dataclass(frozen=True, slots=True)
class Position:
    """Where an organisation stands on the day `on`: its term, what it attains, and what it has ordered.

    `order`: all levels of membership, lowest first. `level` is empty, `until` None without a term in force or
    in grace; from `until` on the term is in grace. `attained`: levels at which some competency is attained.
    `ordered`: whether an order for a membership is open; `ordered_add_ons`, `add_ons`: keys of offers.
    """

    on: date
    order: Sequence[str]
    levels: Sequence[str]
    attained: Collection[str]
    level: str = ""
    until: date | None = None
    ordered: bool = False
    ordered_add_ons: Collection[str] = ()
    add_ons: Collection[str] = ()

    @property
    def in_grace(self) -> bool:
        """Whether the year of the term is over, and it may be renewed (E3)."""
        return self.until is not None and self.until <= self.on

    def rank(self, level: str) -> int:
        """The place of a level of membership."""
        return self.order.index(level) if level in self.order else -1

    def attains(self, level: str) -> bool:
        """Whether some competency is attained at the level or a higher one (E1)."""
        enough = self.levels[self.levels.index(level) :] if level in self.levels else ()
        return any(each in self.attained for each in enough)


@dataclass(frozen=True, slots=True)
class Availability:
    """What may be done with an offer: bought as `how`, or not because of `why`. `percent`: the discount."""

    offer: Offer
    how: How | None = None
    why: Why | None = None
    percent: Decimal = Decimal(0)

    def price(self, currency: str) -> Decimal | None:
        """What is to be paid in the currency."""
        price = self.offer.price(currency)
        return less(price.amount, self.percent) if price else None


def availability(offer: Offer, position: Position) -> Availability:
    """What the organisation in this position may do with the offer."""
    if offer.kind is OfferKind.ADD_ON:
        return _add_on(offer, position)
    if not offer.prices:
        return Availability(offer, why=Why.INCLUDED)
    how, why = _membership(offer, position)
    percent = _percent(offer, position) if how is How.UPGRADE or why is not None else Decimal(0)
    return Availability(offer, how, why, percent)


def _membership(offer: Offer, position: Position) -> tuple[How | None, Why | None]:
    how, why = _kind(offer, position)
    if why is None and offer.needs_competency and not position.attains(offer.needs_competency):
        why = Why.NOT_ATTAINED
    if why is None and position.ordered:
        why = Why.ORDERED
    return (how, None) if why is None else (None, why)


def _kind(offer: Offer, position: Position) -> tuple[How | None, Why | None]:
    if not position.level:
        return How.FIRST, None
    if position.rank(offer.level) > position.rank(position.level):
        return How.UPGRADE, None
    if position.in_grace:
        return How.RENEWAL, None
    return None, Why.PRESENT if offer.level == position.level else Why.LOWER


def _percent(offer: Offer, position: Position) -> Decimal:
    """The discount of the upgrade that this is, or would be."""
    discount = offer.discount
    if discount is None or not position.level or discount.coming_from != position.level:
        return Decimal(0)
    return discount.percent if position.rank(offer.level) > position.rank(position.level) else Decimal(0)


def _add_on(offer: Offer, position: Position) -> Availability:
    # In grace the year to which it belonged is over: it is ordered anew with the next.
    if position.level != offer.level or position.in_grace:
        return Availability(offer, why=Why.NO_MEMBERSHIP)
    if offer.key in position.add_ons:
        return Availability(offer, why=Why.ADDED)
    if offer.key in position.ordered_add_ons:
        return Availability(offer, why=Why.ORDERED)
    return Availability(offer, how=How.ADD_ON)
