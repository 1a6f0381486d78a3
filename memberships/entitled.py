"""From the database to everything that the Benefits page shows of an organisation (E5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from competencies.programme import Programme
from memberships.holding import add_ons_of, list_of, rights_of
from memberships.models import Entitlement, KeyGrant, KeyPool, OfferEdition
from memberships.offers import OfferList
from memberships.offers.published import offers_of
from memberships.offers.rights import Right
from memberships.position import term_of
from partners.models import Organisation, Term


@dataclass(frozen=True, slots=True)
class Entitled:
    """What an organisation's offers bring, and what it has activated of that.

    `active`: by the benefit's key. `grants`: of product keys, by the id of their entitlement. `wanted`: the
    benefits of which somebody waits for a key while none is left.
    """

    term: Term | None
    edition: OfferEdition
    offers: OfferList
    rights: Mapping[str, Right]
    active: Mapping[str, Entitlement]
    grants: Mapping[int, KeyGrant]
    wanted: frozenset[str]


def entitled(organisation: Organisation, programme: Programme, *, on: date) -> Entitled:
    """As the organisation's last review says; a fixed number of queries. Raises NoOffers."""
    term = term_of(organisation, on=on)
    edition = list_of(term, on=on)
    brought = rights_of(
        organisation,
        programme,
        edition,
        level=term.level if term else "",
        on=on,
        add_ons=add_ons_of(term),
    )
    rows = Entitlement.objects.in_force(on).of(organisation).select_related("term").order_by("pk")
    active = {each.benefit: each for each in rows}
    grants = KeyGrant.objects.filter(entitlement__in=active.values()).select_related("by")
    wanted = KeyPool.objects.filter(benefit__in=active, wanted_on__isnull=False)
    return Entitled(
        term,
        edition,
        offers_of(edition),
        brought,
        active,
        {each.entitlement_id: each for each in grants},
        frozenset(wanted.values_list("benefit", flat=True)),
    )
