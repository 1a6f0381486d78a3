"""The offers as published: those of a day, read once for each published list."""

from datetime import date

from competencies.programme import Text
from memberships.models import OfferEdition
from memberships.offers.model import OfferList
from memberships.offers.reading import read_offers


class NoOffers(LookupError):  # noqa: N818 a state of a new portal, not an error
    """No list of offers is in force on the day."""


_cache: dict[tuple[int, object], OfferList] = {}


def edition_on(day: date) -> OfferEdition:
    """The published list in force on the day, in one query. Raises NoOffers if there is none."""
    found = OfferEdition.objects.in_force(day).first()
    if found is None:
        raise NoOffers("no offers are in force; `manage.py load_offers` publishes the packaged ones")
    return found


def offers_on(day: date) -> OfferList:
    """What can be bought on the day. Raises NoOffers."""
    return offers_of(edition_on(day))


def offers_of(edition: OfferEdition) -> OfferList:
    """What a published list states; it was read without fault when it was published."""
    # The time of publication is in the key, since a database that is emptied counts from 1 again.
    key = (edition.pk, edition.published_at)
    if key not in _cache:
        _cache[key] = read_offers(edition.document, name=edition.edition)
    return _cache[key]


def offer_names() -> dict[str, Text]:
    """What every offer that there ever was is called, by its key; a later list has the last word."""
    return {offer.key: offer.name for offers in _all_lists() for offer in offers.offers}


def benefit_names() -> dict[str, Text]:
    """What every benefit that was ever offered is called, by its key."""
    return {
        benefit.key: benefit.name
        for offers in _all_lists()
        for offer in offers.offers
        for benefit in offer.benefits
    }


def _all_lists() -> list[OfferList]:
    """Every list, the earliest first; in one query once they are known."""
    editions = list(OfferEdition.objects.order_by("effective_from").values_list("pk", "published_at"))
    unknown = {key[0] for key in editions if key not in _cache}
    for edition in OfferEdition.objects.filter(pk__in=unknown) if unknown else ():
        offers_of(edition)
    return [_cache[key] for key in editions]
