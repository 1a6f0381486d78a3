"""The badge that a partner puts on its own site: a picture of what its term displays now (F2)."""

import uuid

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from competencies.published import current_programme
from competencies.views.frame import needs_programme
from memberships.directory.display import displays
from memberships.presenters.badge import badge_of
from memberships.presenters.partner import partner
from memberships.views.partner import listing_or_404
from partners.caching import for_everybody
from partners.clock import today

FRESH = 300
"""Seconds that a copy of it may live."""


# A picture needs nothing, and may stand on any site.
@require_safe
@for_everybody
@csp({"default-src": ["'none'"]})
@cache_control(public=True, max_age=FRESH)
@needs_programme
def badge(request: HttpRequest, partner_id: uuid.UUID, language: str) -> HttpResponse:
    """An SVG in that language, the same for everybody who asks; after the term it says so."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    listing = listing_or_404(partner_id)
    programme, as_of = current_programme(), today()
    display = displays([listing.organisation_id], programme.level_keys, as_of=as_of)
    with override(language):
        seen = partner(listing, display.get(listing.organisation_id), programme, as_of=as_of)
        drawing = render_to_string("memberships/directory/badge.svg", {"badge": badge_of(seen)})
    own = {"Cross-Origin-Resource-Policy": "cross-origin", "Content-Language": language}
    return HttpResponse(drawing, content_type="image/svg+xml", headers=own)
