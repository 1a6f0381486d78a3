"""Marketing profiles: begun, saved, published and withdrawn by partners (F1).

What is saved is seen by nobody outside until it is published; publishing makes a copy of it that customers find.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.published import current_programme
from memberships.directory.filing import file_all
from memberships.models import Listing, Logo, Profile, ProfileLocation
from memberships.models.profiles import LONGEST_DESCRIPTION, MOST_INDUSTRIES, MOST_LOCATIONS
from memberships.profiles import links, notices, vocabulary
from memberships.profiles.logos import encoded, row_of
from partners.actions import events
from partners.journal import Kind
from partners.models import CountryMarket, JournalEntry, Organisation, User
from partners.refusals import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """A location as it was typed, with the contact to whom requests of customers go."""

    city: str
    country: str
    contact_name: str
    contact_email: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a profile says. `industries`, `services` and `languages`: keys of the vocabulary."""

    description: str = ""
    website: str = ""
    linkedin: str = ""
    industries: Collection[str] = ()
    services: Collection[str] = ()
    languages: Collection[str] = ()
    locations: Sequence[Place] = ()


def begin(*, organisation: Organisation, country: str, on: date, by: User) -> Profile:
    """Begin the profile of a country, empty. Refused: an unknown country, or one that has a profile."""
    if not CountryMarket.objects.filter(country=country).exists():
        raise Refused("unknown-country", _("Choose a country from the list."))
    try:
        with transaction.atomic():
            made = Profile.objects.create(organisation=organisation, country=country)
            _tell(Kind.PROFILE_SAVED, made, on, by)
    except IntegrityError:
        raise Refused("profile-exists", _("There is a profile of this country already. Open it.")) from None
    return made


@transaction.atomic
def save(
    *,
    profile: Profile,
    content: Content,
    on: date,
    by: User,
    logo: bytes | None = None,
    no_logo: bool = False,
) -> Profile:
    """Keep what a profile says. `logo`: an upload that takes the place of the one before; `no_logo`: it goes.

    Customers go on reading what was published before. Refused: over 1,000 characters, over five industries or
    locations, an address of no acceptable form, a logo that is none.
    """
    row = Profile.objects.select_for_update().get(pk=profile.pk)
    for name, value in _checked(content).items():
        setattr(row, name, value)
    before = row.logo
    if logo is not None:
        row.logo = row_of(encoded(logo))
        row.logo.save(force_insert=True)
    elif no_logo:
        row.logo = None
    row.unpublished = True
    row.save()
    _place(row, content.locations)
    if before != row.logo:
        _forget(before)
    _tell(Kind.PROFILE_SAVED, row, on, by)
    return row


@transaction.atomic
def publish(*, profile: Profile, on: date, by: User) -> Listing:
    """Let customers find the profile as it is saved now. Refused: without a description, or without a location."""
    rows = Profile.objects.select_for_update(of=("self",)).select_related("organisation", "logo")
    row = rows.get(pk=profile.pk)
    locations = list(row.locations.all())
    if not row.description:
        raise Refused("no-description", _("Describe first what you do for customers, and save it."))
    if not locations:
        raise Refused("no-location", _("Add a location with its contact first, and save it."))
    before = (
        Listing.objects.select_for_update(of=("self",)).filter(profile=row).select_related("logo").first()
    )
    listing = before or Listing(profile=row, words=(), public_id=row.public_id)
    replaced = before.logo if before else None
    _copy(row, locations, listing, on)
    listing.save()
    file_all([listing], current_programme(), as_of=on)
    Profile.objects.filter(pk=row.pk).update(unpublished=False)
    if replaced != row.logo:
        _forget(replaced)
    _tell(Kind.PROFILE_PUBLISHED, row, on, by)
    return listing


@transaction.atomic
def withdraw(*, profile: Profile, on: date, by: User) -> Profile:
    """Let customers find it no more; what is saved stays. Refused: it is not published."""
    row = _unlisted(profile)
    _tell(Kind.PROFILE_WITHDRAWN, row, on, by)
    return row


@transaction.atomic
def withdraw_by_staff(*, profile: Profile, reason: str, on: date, by: User) -> Profile:
    """The same by the vendor: who looks after the profile is told why, and may publish it again once it is mended.

    Refused: it is not published.
    """
    row = _unlisted(profile)
    notices.tell_of_withdrawal(_tell(Kind.PROFILE_WITHDRAWN, row, on, by, reason=reason), row, on=on)
    return row


@transaction.atomic
def keep_responsiveness(figures: Mapping[int, int | None], *, on: date) -> None:
    """Keep how reliably requests are answered, in thousandths by the ids of profiles; it moves their listings (F4).

    A figure made of facts that are in the journal: it has no entry of its own.
    """
    rows = list(Profile.objects.select_for_update().filter(pk__in=figures).order_by("pk"))
    for row in rows:
        row.responsiveness = figures[row.pk]
    Profile.objects.bulk_update(rows, ["responsiveness"])
    Listing.objects.filter(profile__in=figures).update(stale_on=on)


def as_published(profile: Profile, *, on: date) -> Listing:
    """The listing that publishing would make now; it is not written."""
    listing = Listing(profile=profile, public_id=profile.public_id, words=())
    _copy(profile, list(profile.locations.all()), listing, on)
    return listing


def _checked(content: Content) -> dict[str, Any]:
    description = content.description.replace("\r\n", "\n").strip()
    if len(description) > LONGEST_DESCRIPTION:
        message = _("The description has %(count)d characters; 1,000 are possible. Shorten it.")
        raise Refused("too-long", message % {"count": len(description)})
    industries = vocabulary.in_order(vocabulary.industries(), content.industries)
    if len(industries) > MOST_INDUSTRIES:
        raise Refused("too-many-industries", _("Choose five industries at most."))
    if len(content.locations) > MOST_LOCATIONS:
        raise Refused("too-many-locations", _("Name five locations at most."))
    return {
        "description": description,
        "website": links.website(content.website),
        "linkedin": links.linkedin(content.linkedin),
        "industries": industries,
        "services": vocabulary.in_order(vocabulary.services(), content.services),
        "languages": vocabulary.in_order(vocabulary.languages(), content.languages),
    }


def _place(profile: Profile, places: Sequence[Place]) -> None:
    """The locations in their order; a request of a customer may still name one that stays at its place."""
    profile.locations.filter(place__gte=len(places)).delete()
    for number, each in enumerate(places):
        ProfileLocation.objects.update_or_create(
            profile=profile,
            place=number,
            defaults={
                "city": each.city, "address": each.address, "country": each.country,
                "contact_name": each.contact_name, "contact_email": each.contact_email,
            },
        )  # fmt: skip


def _copy(profile: Profile, locations: Sequence[ProfileLocation], listing: Listing, on: date) -> None:
    for name in ("country", "description", "website", "linkedin", "industries", "services", "languages"):
        setattr(listing, name, getattr(profile, name))
    listing.organisation, listing.logo = profile.organisation, profile.logo
    listing.name, listing.published_on = profile.organisation.display_name, on
    listing.locations = [
        {
            "location": str(each.public_id), "city": each.city, "address": each.address,
            "country": each.country, "name": each.contact_name, "email": each.contact_email,
        }
        for each in locations
    ]  # fmt: skip


def _unlisted(profile: Profile) -> Profile:
    row = Profile.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=profile.pk)
    listing = Listing.objects.filter(profile=row).select_related("logo").first()
    if listing is None:
        raise Refused("not-published", _("This profile is not published. There is nothing to withdraw."))
    listing.delete()
    Profile.objects.filter(pk=row.pk).update(unpublished=True)
    _forget(listing.logo)
    return row


def _forget(logo: Logo | None) -> None:
    """Remove a logo that neither the saved nor the published profile shows any more."""
    if logo and not (logo.profiles.exists() or logo.listings.exists()):
        logo.delete()


def _tell(kind: Kind, profile: Profile, on: date, by: User, **why: str) -> JournalEntry:
    details = {"profile": profile.pk, "country": profile.country, **why}
    return events.record(kind, on=on, by=by, organisation=profile.organisation, data=details)
