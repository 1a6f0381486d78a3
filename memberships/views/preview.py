"""A profile as customers would read it, before it is published (F1)."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override

from competencies.published import current_programme
from memberships.actions.profiles import as_published
from memberships.directory.display import displays
from memberships.models import Profile
from memberships.presenters.partner import partner
from partners.forms import languages


def previewed(profile: Profile, *, language: str, as_of: date) -> dict[str, Any]:
    """The page's body in a language of the portal, else in the reader's own, and the languages to choose from."""
    if language not in dict(languages()):
        language = get_language() or "en"
    programme = current_programme()
    display = displays([profile.organisation_id], programme.level_keys, as_of=as_of)
    logo = reverse("memberships:profile_logo", args=[profile.organisation.public_id, profile.public_id])
    with override(language):
        seen = partner(
            as_published(profile, on=as_of),
            display.get(profile.organisation_id),
            programme,
            as_of=as_of,
            logo_url=logo,
        )
        body = render_to_string("memberships/directory/partner_body.html", {"partner": seen, "preview": True})
    return {"body": body, "language": language, "languages": languages()}
