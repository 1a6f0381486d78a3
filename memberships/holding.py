"""From the database to which benefits an organisation may have (E5)."""

from collections.abc import Collection
from datetime import date

from competencies.models import Attainment
from competencies.programme import Programme
from memberships.models import AddOn, OfferEdition, Order, OrderKind
from memberships.offers import NoOffers
from memberships.offers.published import edition_on, offers_of
from memberships.offers.rights import Holding, Right, rights
from partners.models import Organisation, Term


def list_of(term: Term | None, *, on: date) -> OfferEdition:
    """The list of offers whose benefits a term brings: a later one changes nothing of what was bought.

    That of the order; of a term that staff started, that of its first day, or the first of all. Without a
    term, that of the day. Raises NoOffers.
    """
    if term is None:
        return edition_on(on)
    order = Order.objects.filter(term=term).exclude(kind=OrderKind.ADD_ON).select_related("edition").first()
    found = (
        order.edition
        if order is not None
        else OfferEdition.objects.in_force(term.starts_on).first()
        or OfferEdition.objects.order_by("effective_from").first()
    )
    if found is None:
        raise NoOffers("no offers have been published")
    return found


def add_ons_of(term: Term | None) -> set[str]:
    """The keys of the add-ons that run beside a term."""
    return set(AddOn.objects.filter(term=term).values_list("offer", flat=True)) if term else set()


def rights_of(
    organisation: Organisation,
    programme: Programme,
    edition: OfferEdition,
    *,
    level: str,
    on: date,
    add_ons: Collection[str] = (),
) -> dict[str, Right]:
    """What a term of the level and these add-ons bring, judged by what is attained on the day.

    As the last review says: review it first if it is due (D2).
    """
    attained = Attainment.objects.in_force(on).filter(organisation=organisation)
    levels = [each.key for each in programme.edition_on(on).levels]
    holding = Holding(level, add_ons, set(attained.values_list("competency", "level")), levels)
    return rights(offers_of(edition), holding)
