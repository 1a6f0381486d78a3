"""A partner as customers see it: on its page, in results, on its badge (F1, F2)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils.translation import get_language, pgettext

from competencies.presenters.levels import LevelName
from competencies.presenters.words import in_language
from competencies.programme import Competency, Programme
from memberships.directory.display import Display, Shown
from memberships.models import Listing
from memberships.profiles import links, vocabulary
from partners import days
from partners.countries import country_name
from partners.days import Day


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the portal, as a partner typed it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Office:
    """A location; of its contact nothing is shown."""

    city: str
    address: str
    country: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A displayed competency. `year`: "’14", of its attainment."""

    level: LevelName
    name: str
    attained: Day
    year: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: where it is, and its size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Partner:
    """The whole page. `level` and `until` are None without a term that displays something."""

    key: str
    name: str
    logo: Picture | None
    city: str
    country: str
    joined: str
    mpn_id: int
    level: LevelName | None
    last_day: Day | None
    proofs: tuple[Proof, ...]
    paragraphs: tuple[str, ...]
    industries: str
    services: str
    languages: str
    website: Link | None
    linkedin: Link | None
    offices: tuple[Office, ...]
    as_of: Day


def partner(
    listing: Listing, display: Display | None, programme: Programme, *, as_of: date, logo_url: str = ""
) -> Partner:
    """The page of a listing, which may be one that is not published yet; then `logo_url` says where its logo is."""
    organisation, offices = listing.organisation, _offices(listing)
    return Partner(
        key=str(listing.public_id),
        name=listing.name,
        logo=picture(listing.public_id, listing.logo, logo_url),
        city=offices[0].city if offices else "",
        country=country_name(listing.country),
        joined=days.full(organisation.joined_on),
        mpn_id=organisation.mpn_id,
        level=level_name(display.level, programme) if display else None,
        last_day=days.written(days.last_day(display.until), as_of=as_of) if display else None,
        proofs=tuple(proof(one, programme, as_of) for one in display.shown) if display else (),
        paragraphs=tuple(part.strip() for part in listing.description.split("\n") if part.strip()),
        industries=listed(vocabulary.named(vocabulary.industries(), listing.industries)),
        services=listed(vocabulary.named(vocabulary.services(), listing.services)),
        languages=listed(vocabulary.named(vocabulary.languages(), listing.languages)),
        website=_link(listing.website),
        linkedin=_link(listing.linkedin),
        offices=offices,
        as_of=days.written(as_of, as_of=as_of),
    )


class Drawing(Protocol):
    """A logo, or what is read of one."""

    @property
    def digest(self) -> str:
        """Of its content."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""


def picture(key: uuid.UUID, logo: Drawing | None, url: str = "") -> Picture | None:
    """The logo; by its digest in the address, it may be kept for ever."""
    if logo is None:
        return None
    return Picture(url or reverse("memberships:logo", args=[key, logo.digest]), logo.width, logo.height)


def proof(shown: Shown, programme: Programme, as_of: date) -> Proof:
    """A displayed competency, named as the latest edition does that knows it."""
    return Proof(
        level=level_name(shown.level, programme),
        name=competency_name(shown.competency, programme),
        attained=days.written(shown.attained_on, as_of=as_of),
        year=f"’{shown.attained_on:%y}",
    )


def competency_name(key: str, programme: Programme) -> str:
    """In the reader's language; a competency that no edition knows stays a key."""
    found = known(key, programme)
    return in_language(found.name, get_language() or "en") if found else key


def known(key: str, programme: Programme) -> Competency | None:
    """The competency as the latest edition has it that knows it."""
    return next(
        (each.competencies[key] for each in reversed(programme.editions) if key in each.competencies), None
    )


def level_name(key: str, programme: Programme) -> LevelName:
    """A level of the programme and its name."""
    names = {level.key: level.name for level in programme.editions[-1].levels}
    return LevelName(key, in_language(names[key], get_language() or "en") if key in names else key)


def listed(names: Sequence[str]) -> str:
    """ "A, B, C"."""
    return pgettext("between the parts of a list", ", ").join(names)


def _offices(listing: Listing) -> tuple[Office, ...]:
    return tuple(
        Office(each["city"], each["address"], country_name(each["country"])) for each in listing.locations
    )


def _link(url: str) -> Link | None:
    return Link(url, links.shown(url)) if url else None
