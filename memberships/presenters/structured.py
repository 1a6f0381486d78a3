"""What machines read of a partner's page: schema.org as JSON-LD, and the preview that a link to it gets (F3)."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from memberships.models import Listing
from memberships.presenters.partner import Partner

SHOWN_AT_MOST = 200
"""So many characters of a description stand in a preview."""

# What could end the element, or begin another inside it.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link to the page shows elsewhere. Addresses are whole ones."""

    title: str
    description: str
    url: str
    image: str


def preview_of(partner: Partner, *, url: str, image: str) -> Preview:
    """The name with what is proven, and the beginning of the description."""
    proven = pgettext("between the parts of a list", ", ").join(
        f"{proof.level.name} {proof.name}" for proof in partner.proofs[:3]
    )
    said = " ".join(partner.paragraphs)
    text = _("%(first)s. %(second)s") % {"first": proven, "second": said} if proven else said
    return Preview(partner.name, shortened(text, SHOWN_AT_MOST), url, image)


def shortened(text: str, most: int) -> str:
    """The text, cut at a blank if there is one near the end."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    blank = cut.rfind(" ", most - 30)
    return f"{cut[:blank] if blank > 0 else cut}…"


def json_ld(partner: Partner, listing: Listing, *, url: str, image: str) -> SafeString:
    """The organisation for search engines: data, which no browser runs and the policy therefore lets pass."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": url,
        "url": url,
        "name": partner.name,
        "description": " ".join(partner.paragraphs),
        "identifier": {"@type": "PropertyValue", "propertyID": "MPN ID", "value": str(partner.mpn_id)},
        "address": [_address(each) for each in listing.locations],
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": f"{proof.level.name} {proof.name}",
                "credentialCategory": proof.level.key,
                "dateCreated": proof.attained.date.isoformat(),
            }
            for proof in partner.proofs
        ],
        "sameAs": [link.url for link in (partner.website, partner.linkedin) if link],
        "knowsLanguage": listing.languages,
    }
    if image:
        told["logo"] = image
    text = json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 escaped above; JSON knows these escapes


def _address(location: dict[str, Any]) -> dict[str, str]:
    told = {
        "@type": "PostalAddress",
        "addressLocality": location["city"],
        "addressCountry": location["country"],
        "streetAddress": location["address"],
    }
    return {key: value for key, value in told.items() if value}
