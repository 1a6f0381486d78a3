"""A partner's page, its logo and its badge, for customers (F1, F2, F3)."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from competencies.published import current_programme
from competencies.views.frame import needs_programme
from memberships.directory.display import displays
from memberships.directory.filters import Wanted
from memberships.models import Listing
from memberships.presenters.partner import partner
from memberships.presenters.structured import json_ld, preview_of
from memberships.views import asking
from partners.clock import today

FOREVER = 365 * 24 * 3600


@require_safe
@needs_programme
def detail(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """Everything that is published of a partner, and what its term displays today.

    Partners that the address names were chosen before: this one is added to them in a comparison.
    """
    listing = listing_or_404(partner_id)
    programme, as_of = current_programme(), today()
    display = displays([listing.organisation_id], programme.level_keys, as_of=as_of)
    seen = partner(listing, display.get(listing.organisation_id), programme, as_of=as_of)
    url = request.build_absolute_uri(reverse("memberships:partner", args=[listing.public_id]))
    image = request.build_absolute_uri(seen.logo.url) if seen.logo else ""
    before = [key for key in asking.keys(request.GET) if key != seen.key][: asking.MOST_COMPARED - 1]
    context = {
        "partner": seen,
        "compare": urlencode({"partner": [*before, seen.key]}, doseq=True),
        "back": asking.address(Wanted(), compared=before),
        "preview_card": preview_of(seen, url=url, image=image),
        "structured": json_ld(seen, listing, url=url, image=image),
    }
    return render(request, "memberships/directory/partner.html", context)


@require_safe
@cache_control(public=True, max_age=FOREVER, immutable=True)
def logo(request: HttpRequest, partner_id: uuid.UUID, digest: str) -> HttpResponse:
    """The published logo, as the portal itself has encoded it; another one has another address."""
    rows = Listing.objects.filter(public_id=partner_id, logo__digest=digest).select_related("logo")
    found = rows.defer("words").first()
    if found is None or found.logo is None:
        raise Http404
    return HttpResponse(bytes(found.logo.content), content_type=found.logo.content_type)


def listing_or_404(public_id: uuid.UUID) -> Listing:
    """A published profile; one that is withdrawn does not exist."""
    rows = Listing.objects.select_related("organisation", "logo").defer("words", "logo__content")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
