"""Marketing profiles as their own organisation sees them (F1)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from memberships.models import Listing, Profile
from partners import days
from partners.countries import country_name


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile in the list: for which country, in which state, and where customers find it."""

    key: str
    country: str
    state: str
    published: bool
    changed: bool
    page: str
    badges: tuple[str, ...]


def profile_row(profile: Profile, listing: Listing | None) -> ProfileRow:
    """The profile with the words of its state."""
    published = listing is not None
    return ProfileRow(
        key=str(profile.public_id),
        country=country_name(profile.country),
        state=_state(profile, listing),
        published=published,
        changed=published and profile.unpublished,
        page=reverse("memberships:partner", args=[profile.public_id]) if published else "",
        badges=tuple(
            reverse("memberships:badge", args=[profile.public_id, code]) for code in ("en", "zh-hant")
        )
        if published
        else (),
    )


def _state(profile: Profile, listing: Listing | None) -> str:
    if listing is None:
        return _("Not published: no customer sees it.")
    shown = {"day": days.full(listing.published_on)}
    if profile.unpublished:
        return _("Published on %(day)s; what was saved since is not.") % shown
    return _("Published on %(day)s.") % shown
