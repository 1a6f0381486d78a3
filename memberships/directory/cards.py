"""What a list shows of listings, read by statements of our own.

A page of the directory is asked for more often than any other. The two statements here are the same whatever is
filtered by, and building them through models would take longer than the database takes to answer them.
"""

import json
import uuid
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from memberships.directory.filters import Wanted
from memberships.directory.positions import spans

_COLUMNS = """listing.public_id, listing.name, listing.country, listing.description, listing.industries,
    listing.languages, listing.locations, listing.shown, listing.shown_until, logo.digest, logo.width, logo.height"""
_LOGO = "LEFT JOIN memberships_logo AS logo ON logo.id = listing.logo_id"


class Mark(NamedTuple):
    """A logo, by its digest, and its size."""

    digest: str
    width: int
    height: int


class Card(NamedTuple):
    """One listing as lists show it; `position` where it was found."""

    position: int
    public_id: uuid.UUID
    name: str
    country: str
    description: str
    industries: tuple[str, ...]
    languages: tuple[str, ...]
    city: str
    shown: list[list[str]]
    shown_until: date | None
    logo: Mark | None


def filed_cards(
    wanted: Wanted, levels: Sequence[str], *, behind: int, most: int, counted: int
) -> tuple[list[Card], int]:
    """The first listings of the filters behind a position (-1 for none), and how many there are in all, up to a number.

    Asked in one statement, for each one is a way to the database and back.
    """
    where, values = _where(wanted, levels)
    # The condition is put together from texts of this module; every value is a parameter.
    statement = f"""SELECT ({_count(where)}) AS counted, filing.position, {_COLUMNS} FROM memberships_filing AS filing
        JOIN memberships_listing AS listing ON listing.id = filing.listing_id {_LOGO}
        WHERE {where} AND filing.position > %s ORDER BY filing.position LIMIT %s"""  # noqa: S608
    rows = _rows(statement, [*values, counted, *values, behind, most])
    if rows:
        return [_card(row[1:]) for row in rows], int(rows[0][0])
    return [], 0 if behind < 0 else int(_rows(_count(where), [*values, counted])[0][0])


def _count(where: str) -> str:
    inner = f"SELECT 1 FROM memberships_filing AS filing WHERE {where} LIMIT %s"  # noqa: S608 as above
    return f"SELECT count(*) FROM ({inner}) AS counted"  # noqa: S608 as above


def cards_of(places: Collection[tuple[int, int]]) -> list[Card]:
    """Listings by (id, position), in the given order; one that is gone meanwhile is left out."""
    if not places:
        return []
    holders = ", ".join(["%s"] * len(places))
    statement = f"""SELECT listing.id, {_COLUMNS} FROM memberships_listing AS listing {_LOGO}
        WHERE listing.id IN ({holders})"""  # noqa: S608 as above
    found = {row[0]: row[1:] for row in _rows(statement, [key for key, _position in places])}
    return [_card((position, *found[key])) for key, position in places if key in found]


def _where(wanted: Wanted, levels: Sequence[str]) -> tuple[str, list[Any]]:
    """One range of one index; levels that are no neighbours are ranges of it."""
    parts, values = ["filing.competency = %s", "filing.industry = %s"], [wanted.competency, wanted.industry]
    if wanted.country:
        parts.append("filing.country = %s")
        values.append(wanted.country)
    if ranges := spans(wanted.levels, levels):
        parts.append(f"({' OR '.join(['filing.position >= %s AND filing.position < %s'] * len(ranges))})")
    return " AND ".join(parts), [*values, *(end for each in ranges for end in each)]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _card(row: tuple[Any, ...]) -> Card:
    position, key, name, country, description, industries, languages, locations, shown, until, *logo = row
    offices = json.loads(locations)
    return Card(
        position,
        key if isinstance(key, uuid.UUID) else uuid.UUID(key),
        name,
        country,
        description,
        _keys(industries),
        _keys(languages),
        offices[0]["city"] if offices else "",
        json.loads(shown),
        date.fromisoformat(until) if isinstance(until, str) else until,
        Mark(*logo) if logo[0] else None,
    )


@lru_cache(maxsize=4096)
def _keys(listed: str) -> tuple[str, ...]:
    """Of a vocabulary, as the database has them: the same few stand together again and again."""
    return tuple(json.loads(listed))
