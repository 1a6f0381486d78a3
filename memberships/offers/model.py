"""What a file of offers states (E1)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from competencies.programme import Text

CENT = Decimal("0.01")


class OfferKind(StrEnum):
    """A membership starts a term; an add-on runs beside a term of its level."""

    MEMBERSHIP = "membership"
    ADD_ON = "add-on"


class Group(StrEnum):
    """The groups in which benefits are shown (E5)."""

    SOFTWARE = "software"
    CLOUD_SERVICES = "cloud-services"
    DEVELOPER_SUBSCRIPTIONS = "developer-subscriptions"
    SUPPORT_AND_ADVICE = "support-and-advice"
    GO_TO_MARKET = "go-to-market"
    DISCOUNTS_AND_OFFERS = "discounts-and-offers"


class Gives(StrEnum):
    """How a benefit is taken up (E5): by switching it on, by product keys, or by seats for employees."""

    ACTIVATION = "activation"
    KEYS = "keys"
    SEATS = "seats"


@dataclass(frozen=True, slots=True)
class Price:
    """A price for a year, without tax. `example`: no source gives it, so the portal says that it is made up."""

    currency: str
    amount: Decimal
    example: bool = False


@dataclass(frozen=True, slots=True)
class Discount:
    """For who has a running membership at the level `coming_from`: so many per cent off."""

    coming_from: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Condition:
    """A competency that must be attained, at a level or a higher one."""

    competency: str
    level: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """What an offer brings: how much in number and words, and what is asked for besides the membership.

    `example`: no source gives it, so the portal says that it is made up.
    """

    key: str
    group: Group
    name: Text
    gives: Gives = Gives.ACTIVATION
    quantity: int | None = None
    amount: Text | None = None
    needs: Condition | None = None
    example: bool = False

    @property
    def by_order(self) -> bool:
        """Whether an order applies it, so that there is nothing to activate: discounts."""
        return self.group is Group.DISCOUNTS_AND_OFFERS and self.gives is Gives.ACTIVATION


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to buy. `needs_competency`: the level at which, or higher, one competency must be attained.

    `level`: of the membership; an add-on's is the one beside which it runs. No prices: it is free.
    """

    key: str
    kind: OfferKind
    level: str
    name: Text
    prices: tuple[Price, ...] = ()
    needs_competency: str | None = None
    discount: Discount | None = None
    benefits: tuple[Benefit, ...] = ()
    note: Text | None = None
    source: str | None = None

    def price(self, currency: str) -> Price | None:
        """The price in the currency; None if it has none in it."""
        return next((each for each in self.prices if each.currency == currency), None)


@dataclass(frozen=True, slots=True)
class OfferList:
    """All offers that apply from a day on, the lowest first."""

    key: str
    effective_from: date
    name: Text
    offers: tuple[Offer, ...]

    def offer(self, key: str) -> Offer | None:
        """The offer of that key."""
        return next((each for each in self.offers if each.key == key), None)


def less(amount: Decimal, percent: Decimal) -> Decimal:
    """The amount with so many per cent taken off, to the cent."""
    return (amount * (100 - percent) / 100).quantize(CENT, ROUND_HALF_UP)
