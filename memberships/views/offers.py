"""Offers: what the organisation can buy today, and exactly what is missing for the rest (E1)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import situation_of, standing_of
from memberships.models import Order
from memberships.offers import NoOffers, offers_on
from memberships.position import position_of
from memberships.presenters.offers import facts, offer_rows
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Every offer of the day with what may be done with it; judged by the organisation's last review."""
    own = organisation_for(request, organisation, Permission.SEE_OFFERS)
    as_of = today()
    rules = published()
    standing = standing_of(own, rules, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, about={})
    position = position_of(own, rules.programme, on=as_of)
    try:
        rows = offer_rows(offers_on(as_of), position, situation)
    except NoOffers:
        rows = []
    open_order = Order.objects.of(own).open().of_memberships().first() if position.ordered else None
    context = {
        "rows": rows,
        "facts": facts(position, situation),
        "open_order": open_order,
        "examples": any(row.example for row in rows),
    }
    return framed(request, "memberships/offers.html", context, standing=standing, situation=situation)
