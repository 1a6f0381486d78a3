"""Find a partner: which listings a customer is shown, and in which order (F3).

Without text, what is found is a range of one index, whatever is filtered by. With text, there are classes of relevance:
the words are the partner's name, then what it has proven, offers or serves, then anything it says. Only if
nothing has the words, names are looked for that are nearly spelt so. Within a class: level, then responsiveness.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from memberships.directory import tokens
from memberships.directory.cards import Card, cards_of, filed_cards
from memberships.directory.filters import Filter, Wanted, filed
from memberships.directory.positions import listing_at
from memberships.directory.relevance import Place, matching

PAGE = 20
"""So many listings stand on a page."""

COUNTED = 1000
"""Beyond so many nobody counts: "1,000+"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. `count`: of all, counted up to `COUNTED` + 1. `near`: nothing had the words themselves.

    `places`: of the listings in their order; `more`: whether others come behind the last of them.
    """

    listings: tuple[Card, ...]
    places: tuple[Place, ...]
    count: int
    more: bool
    near: bool = False


def search(wanted: Wanted, levels: Sequence[str], *, after: Place | None = None) -> Found:
    """A page of listings, behind a place if one is given. `levels`: of competencies, the lowest first."""
    query = tokens.asked(wanted.text)
    if not query:
        return _by_filters(wanted, levels, after)
    matches = matching(query, filed(wanted, levels), Filter.of(wanted, levels))
    places = matches.page(after, PAGE + 1)
    shown = places[:PAGE]
    listings = cards_of([(listing_at(place.position), place.position) for place in shown])
    count = matches.count(COUNTED + 1)
    return Found(tuple(listings), tuple(shown), count, len(places) > PAGE, matches.near)


def _by_filters(wanted: Wanted, levels: Sequence[str], after: Place | None) -> Found:
    behind = after.position if after else -1
    found, count = filed_cards(wanted, levels, behind=behind, most=PAGE + 1, counted=COUNTED + 1)
    shown = found[:PAGE]
    places = tuple(Place(0, card.position) for card in shown)
    return Found(tuple(shown), places, count, len(found) > PAGE)
