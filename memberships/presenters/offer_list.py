"""A list of offers before it is published: what it sells, and what differs from the list before it (E1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from memberships.offers import Offer, OfferList
from memberships.presenters.orders import money, text


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer: its name, its prices, and how many benefits it brings."""

    name: str
    price: str
    benefits: str


def offer_lines(offers: OfferList) -> list[OfferLine]:
    """Every offer in the order of the file."""
    return [
        OfferLine(
            text(each.name),
            _price(each),
            ngettext("%(count)d benefit", "%(count)d benefits", len(each.benefits))
            % {"count": len(each.benefits)},
        )
        for each in offers.offers
    ]


def differences(before: OfferList | None, after: OfferList) -> list[str]:
    """What the list changes, line by line; nothing for the first list of all."""
    if before is None:
        return []
    old, new = {each.key: each for each in before.offers}, {each.key: each for each in after.offers}
    gone = [_("%(offer)s: no longer sold") % {"offer": text(old[key].name)} for key in old if key not in new]
    come = [_("%(offer)s: new") % {"offer": text(new[key].name)} for key in new if key not in old]
    both = [line for key in new if key in old for line in _changes(old[key], new[key])]
    return [*come, *both, *gone]


def _changes(before: Offer, after: Offer) -> Iterator[str]:
    shown = {"offer": text(after.name)}
    if _price(before) != _price(after):
        prices = {"after": _price(after), "before": _price(before)}
        yield _("%(offer)s: %(after)s instead of %(before)s") % {**shown, **prices}
    if before.discount != after.discount:
        yield _("%(offer)s: another discount") % shown
    old, new = {each.key: each for each in before.benefits}, {each.key: each for each in after.benefits}
    for key in [*new, *(each for each in old if each not in new)]:
        benefit = {**shown, "benefit": text((new.get(key) or old[key]).name)}
        if key not in old:
            yield _("%(offer)s: %(benefit)s added") % benefit
        elif key not in new:
            yield _("%(offer)s: %(benefit)s taken out") % benefit
        elif old[key] != new[key]:
            yield _("%(offer)s: %(benefit)s changed") % benefit


def _price(offer: Offer) -> str:
    """ "475 USD", in each currency; "free" without a price."""
    prices = [money(each.amount, each.currency) for each in offer.prices]
    return pgettext("between the parts of a list", ", ").join(prices) or _("free")
