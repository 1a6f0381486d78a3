"""Benefits: what the organisation may use, what it has activated, its product keys (E5)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from competencies.presenters.situation import Situation
from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import situation_of, standing_of
from memberships.actions import benefits, keys
from memberships.entitled import entitled
from memberships.models import Entitlement
from memberships.offers import NoOffers, Position, offers_on
from memberships.position import position_of
from memberships.presenters.benefits import facts, groups, upgrades
from memberships.presenters.offers import offer_rows
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.confirming import require_confirmation
from partners.models import Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Every benefit by its group, and what the next level would bring."""
    own = organisation_for(request, organisation, Permission.SEE_BENEFITS)
    return _page(request, own)


@login_required
@require_POST
def activate(request: SignedInRequest, organisation: uuid.UUID, benefit: str) -> HttpResponse:
    """Activate one."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    try:
        benefits.activate(organisation=own, benefit=benefit, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The benefit is activated."))
    return redirect("memberships:benefits", own.public_id)


@sensitive_variables()
@login_required
@never_cache
@require_POST
@needs_programme
def reveal_key(request: SignedInRequest, organisation: uuid.UUID, entitlement: uuid.UUID) -> HttpResponse:
    """Show a product key on the page that answers, and nowhere else, to who has just confirmed who they are."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    found = get_object_or_404(Entitlement.objects.of(own), public_id=entitlement)
    require_confirmation(request)
    try:
        secret = keys.reveal(entitlement=found, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("memberships:benefits", own.public_id)
    if secret is None:
        return redirect("memberships:benefits", own.public_id)
    return _page(request, own, shown=(found.pk, secret))


@sensitive_variables()
def _page(
    request: SignedInRequest, own: Organisation, *, shown: tuple[int, str] | None = None
) -> HttpResponse:
    as_of = today()
    rules = published()
    standing = standing_of(own, rules, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, about={})
    position = position_of(own, rules.programme, on=as_of)
    context = {
        "manages": Permission.MANAGE_MEMBERSHIP in permissions_of(request.account),
        **_context(own, position, situation, shown),
    }
    answer = framed(request, "memberships/benefits.html", context, standing=standing, situation=situation)
    # Said for this page in any case, which may show a product key.
    answer["Cache-Control"] = "no-store"
    return answer


@sensitive_variables()
def _context(
    own: Organisation, position: Position, situation: Situation, shown: tuple[int, str] | None
) -> dict[str, object]:
    """What the page shows; nothing before any offers are published."""
    try:
        found = entitled(own, situation.programme, on=situation.on)
        offers = offers_on(situation.on)
    except NoOffers:
        return {}
    sections = groups(found, position, situation, shown=shown)
    rows = [row for group in sections for row in group.rows]
    return {
        "groups": sections,
        "facts": facts(found, situation),
        "upgrades": upgrades(offer_rows(offers, position, situation), position, offers),
        "revealed": next((row for row in rows if row.secret), None),
        "examples": any(row.example for row in rows),
    }
