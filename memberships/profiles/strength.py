"""What makes a profile strong: said beside the form, whether it is there or missing (F1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from memberships.models import Profile, ProfileLocation

ENOUGH_TEXT = 300
"""From so many characters on a description tells something."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the things that help a customer to choose; `why` also says what to do where it is missing."""

    met: bool
    what: str
    why: str


def points(profile: Profile, locations: Sequence[ProfileLocation], *, displays: bool) -> tuple[Point, ...]:
    """All of them, in the order of what customers look at. `displays`: whether the term shows a competency."""
    return (
        Point(
            len(profile.description) >= ENOUGH_TEXT,
            _("A description of at least 300 characters"),
            _("Customers search in it. Say for whom you work, what you do, and what it was good for."),
        ),
        Point(displays, _("A displayed competency"), _("Gold stands before silver, and silver before none.")),
        Point(profile.logo_id is not None, _("A logo"), _("It is what is recognised first in a list.")),
        Point(
            bool(profile.industries),
            _("The industries of your customers"),
            _("Customers filter by them. Up to five; fewer say more."),
        ),
        Point(bool(profile.services), _("Your services"), _("Customers search for what they need done.")),
        Point(
            bool(profile.languages), _("The languages in which you work"), _("Name those of your projects.")
        ),
        Point(bool(profile.website), _("A website"), _("Who compares partners reads on there.")),
        Point(
            len(locations) > 0,
            _("A location with its contact"),
            _("Requests go to the contact of the location that the customer chooses."),
        ),
    )


def verdict(found: Sequence[Point]) -> str:
    """How many of them are there, in words."""
    met = sum(point.met for point in found)
    return _("%(met)d of %(all)d things that help customers choose") % {"met": met, "all": len(found)}
