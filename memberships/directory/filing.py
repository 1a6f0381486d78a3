"""Listings are filed: for each combination of filters, under all their words, at their place (F3)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import product

from competencies.programme import Programme
from memberships.directory import tokens
from memberships.directory.display import Display, as_data, displays
from memberships.directory.positions import position
from memberships.models import Filing, Listing, Profile
from memberships.profiles import vocabulary
from partners.models import Term


def file_all(listings: Collection[Listing], programme: Programme, *, as_of: date) -> None:
    """Bring these listings, which are locked or new, to what their organisations display on the day.

    As many queries for many as for one. Call it inside a transaction.
    """
    levels = programme.level_keys
    organisations = {each.organisation_id for each in listings}
    found = displays(organisations, levels, as_of=as_of)
    coming = _coming(organisations, as_of)
    profiles = Profile.objects.in_bulk([each.profile_id for each in listings])
    for each in listings:
        answers = profiles[each.profile_id].responsiveness
        _fill(each, found.get(each.organisation_id), programme)
        each.position = position(each.pk, each.level, levels, answers)
        days = [day for day in (each.shown_until, coming.get(each.organisation_id)) if day]
        each.stale_on = min(days, default=None)
    Listing.objects.bulk_update(
        listings, ["level", "shown", "shown_until", "position", "words", "stale_on"], batch_size=200
    )
    Filing.objects.filter(listing__in=[each.pk for each in listings]).delete()
    rows = [row for each in listings for row in _filings(each, levels, profiles[each.profile_id])]
    Filing.objects.bulk_create(rows, batch_size=2000)


def _coming(organisations: Collection[int], as_of: date) -> dict[int, date]:
    """When the next term of each begins that has not begun: a renewal confirmed before its day."""
    rows = Term.objects.filter(organisation__in=organisations, starts_on__gt=as_of, ended_on=None)
    return dict(rows.order_by("-starts_on").values_list("organisation", "starts_on"))


def _fill(listing: Listing, display: Display | None, programme: Programme) -> None:
    shown = display.shown if display else ()
    listing.shown = as_data(display)
    listing.shown_until = display.until if display else None
    listing.level = shown[0].level if shown else ""
    listing.words = words_of(listing, programme)


def _filings(listing: Listing, levels: Sequence[str], profile: Profile) -> Iterable[Filing]:
    under = {"": listing.position}
    for competency, level, _since in listing.shown:
        under[competency] = position(listing.pk, level, levels, profile.responsiveness)
    for (competency, place), industry in product(under.items(), ["", *listing.industries]):
        yield Filing(
            listing=listing, competency=competency, industry=industry, country=listing.country, position=place
        )


def words_of(listing: Listing, programme: Programme) -> frozenset[str]:
    """Everything it is found by: its name, what it does, its text, and what it is filtered by."""
    does = tokens.words(" ".join(_does(listing, programme)))
    about = tokens.words(" ".join([listing.description, *(each["city"] for each in listing.locations)]))
    named = tokens.name_words(listing.name)
    plain = {word.removeprefix(tokens.NAME) for word in named if word.startswith(tokens.NAME)}
    marked = {tokens.DOES + word for word in does | plain}
    return frozenset(named | plain | does | about | marked | set(_filters(listing)))


def _does(listing: Listing, programme: Programme) -> Iterable[str]:
    """The names of what it has proven, offers and serves, in every language."""
    for competency, _level, _since in listing.shown:
        edition = next(
            (each for each in reversed(programme.editions) if competency in each.competencies), None
        )
        if edition:
            yield from edition.competencies[competency].name.values()
    for names, keys in (
        (vocabulary.services(), listing.services),
        (vocabulary.industries(), listing.industries),
    ):
        for key in keys:
            yield from names.get(key, {}).values()


def _filters(listing: Listing) -> Iterable[str]:
    yield under_country(listing.country)
    yield from map(under_industry, listing.industries)
    yield under_level(listing.level)
    for competency, level, _since in listing.shown:
        yield under_competency(competency)
        yield under_competency(competency, level)


def under_country(country: str) -> str:
    """The word of a country; no text has a word like it."""
    return f"@{country}"


def under_industry(industry: str) -> str:
    """The word of an industry."""
    return f"#{industry}"


def under_level(level: str) -> str:
    """The word of the highest level displayed."""
    return f"^{level}"


def under_competency(competency: str, level: str = "") -> str:
    """The word of a displayed competency, at a level or at any."""
    return f"${competency}.{level}" if level else f"${competency}"
