"""From the database to the position of an organisation among the offers."""

from datetime import date

from competencies.models import Attainment
from competencies.programme import Programme
from memberships.levels import levels_in_order
from memberships.models import AddOn, Order, OrderKind
from memberships.offers import Position
from partners.models import Organisation, Term


def position_of(organisation: Organisation, programme: Programme, *, on: date) -> Position:
    """Where it stands on the day, as its last review says; review it first if it is due (D2)."""
    term = term_of(organisation, on=on)
    attained = Attainment.objects.in_force(on).filter(organisation=organisation)
    orders = Order.objects.open().filter(organisation=organisation).values_list("kind", "offer")
    ordered = list(orders)
    return Position(
        on=on,
        order=levels_in_order(programme),
        levels=[each.key for each in programme.edition_on(on).levels],
        attained=set(attained.values_list("level", flat=True)),
        level=term.level if term else "",
        until=term.until if term else None,
        ordered=any(kind != OrderKind.ADD_ON for kind, _offer in ordered),
        ordered_add_ons={offer for kind, offer in ordered if kind == OrderKind.ADD_ON},
        add_ons=set(AddOn.objects.filter(term=term).values_list("offer", flat=True)) if term else set(),
    )


def term_of(organisation: Organisation, *, on: date) -> Term | None:
    """Its term in force, or in grace."""
    return Term.objects.in_force_or_grace(on).filter(organisation=organisation).first()
