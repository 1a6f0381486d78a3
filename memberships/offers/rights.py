"""Which benefits an organisation may have, how much of each, and what is missing (E5). Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from memberships.offers.model import Benefit, Condition, Offer, OfferKind, OfferList


@dataclass(frozen=True, slots=True)
class Holding:
    """What an organisation has of a list of offers: the level of its term, empty without one, and its add-ons.

    `attained`: pairs of competency and level. `levels`: those that competencies have, the lowest first.
    """

    level: str
    add_ons: Collection[str]
    attained: Collection[tuple[str, str]]
    levels: Sequence[str]

    def meets(self, condition: Condition | None) -> bool:
        """Whether the competency is attained at the level or a higher one."""
        if condition is None:
            return True
        enough = self.levels[self.levels.index(condition.level) :] if condition.level in self.levels else ()
        return any((condition.competency, level) in self.attained for level in enough)


@dataclass(frozen=True, slots=True)
class Right:
    """A benefit that what was bought brings. `lacking`: what is attained too little for it; None if nothing.

    `quantity`: of all that bring it together. `free`: it comes without any term, and so outlasts every one.
    """

    benefit: Benefit
    offer: Offer
    quantity: int | None
    lacking: Condition | None = None
    free: bool = False


def rights(offers: OfferList, holding: Holding) -> dict[str, Right]:
    """By the benefit's key, in the order of the list: everything that the organisation's offers bring.

    What several bring adds up, as far as each one's condition is met.
    """
    found: dict[str, Right] = {}
    for offer in offers.offers:
        if _is_held(offer, holding):
            for right in _brought(offer, holding):
                known = found.get(right.benefit.key)
                found[right.benefit.key] = right if known is None else _together(known, right)
    return found


def _is_held(offer: Offer, holding: Holding) -> bool:
    if offer.kind is OfferKind.ADD_ON:
        return offer.level == holding.level and offer.key in holding.add_ons
    return not offer.prices or offer.level == holding.level


def _brought(offer: Offer, holding: Holding) -> Iterator[Right]:
    for benefit in offer.benefits:
        lacking = None if holding.meets(benefit.needs) else benefit.needs
        yield Right(benefit, offer, benefit.quantity, lacking, free=not offer.prices)


def _together(one: Right, other: Right) -> Right:
    if one.lacking is not None:
        return other
    if other.lacking is not None:
        return one
    # Without a number it is as much as anybody wants.
    both = one.quantity is not None and other.quantity is not None
    quantity = (one.quantity or 0) + (other.quantity or 0) if both else None
    paid = other if one.free else one
    return replace(paid, quantity=quantity, free=one.free and other.free)


def defined(offers: OfferList, key: str, level: str = "") -> Benefit | None:
    """What the list says of the benefit of that key: with the level, else wherever it stands first."""
    found = [
        (offer.level != level, each) for offer in offers.offers for each in offer.benefits if each.key == key
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None
