"""Find a partner: a fixed set of queries with their order, the same on every engine (F3)."""

import pytest

from memberships.directory import positions, relevance, search
from memberships.directory.filters import Filter, Wanted, filed
from memberships.models import Listing
from tests.memberships.directory.conftest import PARTNERS

pytestmark = pytest.mark.django_db
LEVELS = ("silver", "gold")

BY_LEVEL = [
    "Northwind Traders", "雲端先鋒", "Contoso", "Adventure Works", "CRM Brothers", "Trey Research",
    "Fabrikam", "Proseware",
]  # fmt: skip
QUERIES = {
    # Without words: gold, silver, none; who answers more first; who has no record stands in the middle.
    "everything": ({}, BY_LEVEL),
    "a level": ({"levels": {"silver"}}, ["Adventure Works", "CRM Brothers", "Trey Research"]),
    "both levels": ({"levels": {"silver", "gold"}}, BY_LEVEL[:6]),
    "a country": ({"country": "TW"}, ["雲端先鋒", "Trey Research", "Proseware"]),
    "an industry": ({"industry": "retail"}, ["Northwind Traders", "Adventure Works", "CRM Brothers"]),
    "a competency": ({"competency": "cloud"}, BY_LEVEL[:6]),
    "a competency at its own level": ({"competency": "devices", "levels": {"silver"}}, ["Contoso"]),
    "a competency not at that level": ({"competency": "devices", "levels": {"gold"}}, []),
    "competency and country": ({"competency": "cloud", "country": "BE"}, ["Contoso", "CRM Brothers"]),
    "country and industry": (
        {"country": "NL", "industry": "manufacturing"},
        ["Northwind Traders", "Fabrikam"],
    ),
    "level and industry": ({"levels": {"gold"}, "industry": "retail"}, ["Northwind Traders"]),
    "all four": (
        {"competency": "cloud", "levels": {"silver"}, "country": "BE", "industry": "retail"},
        ["CRM Brothers"],
    ),
    # With words: the name, then what is proven, offered or served, then the text; inside each as above.
    "a word": ({"text": "crm"}, ["CRM Brothers", "Northwind Traders", "Contoso", "Fabrikam"]),
    "two words": ({"text": "crm migration"}, ["Northwind Traders", "Contoso"]),
    "another form of the word": ({"text": "migrating"}, ["Northwind Traders", "Contoso"]),
    "a proven competency": ({"text": "cloud", "country": "BE"}, ["Contoso", "CRM Brothers"]),
    "a service": ({"text": "integration"}, ["Adventure Works"]),
    "a city": ({"text": "ghent", "country": "FR"}, ["Adventure Works"]),
    "a word and filters": ({"text": "crm", "industry": "manufacturing"}, ["Northwind Traders", "Fabrikam"]),
    "a word and a level": ({"text": "crm", "levels": {"gold"}}, ["Northwind Traders", "Contoso"]),
    "little words": ({"text": "the migration of a crm"}, ["Northwind Traders", "Contoso"]),
    "nothing like it": ({"text": "submarines"}, []),
    # Chinese: the name, then the proven competency 雲端 of all who have Cloud, found by pairs.
    "雲端": ({"text": "雲端"}, ["雲端先鋒", *[name for name in BY_LEVEL[:6] if name != "雲端先鋒"]]),
    "移轉": ({"text": "移轉", "country": "TW"}, ["Trey Research"]),
    "雲端平台": ({"text": "雲端平台"}, ["Trey Research"]),
    "一個字": ({"text": "端", "country": "TW"}, ["雲端先鋒", "Trey Research", "Proseware"]),
    "both scripts": ({"text": "Trey 雲端"}, ["Trey Research"]),
    # Names with a slip, only where nothing has the words themselves.
    "one letter too many": ({"text": "contosso"}, ["Contoso"]),
    "one letter too few": ({"text": "fabrkam"}, ["Fabrikam"]),
    "two letters swapped": ({"text": "adventrue wroks"}, ["Adventure Works"]),
    "a wrong letter": ({"text": "Narthwind"}, ["Northwind Traders"]),
    "a slip and a filter": ({"text": "contosso", "country": "TW"}, []),
}


def asked(given: dict) -> Wanted:
    return Wanted(**{**given, "levels": frozenset(given.get("levels", ()))})


def names(found: search.Found) -> list[str]:
    return [listing.name for listing in found.listings]


@pytest.fixture(params=[(2000, 3000), (0, 3000), (0, 2)], ids=["few", "many", "far"])
def few(request, monkeypatch):
    """The ways in which matches are read: all at once, walked through in their order, or sorted by the database."""
    few, walked = request.param
    monkeypatch.setattr(relevance, "FEW", few)
    monkeypatch.setattr(relevance, "WALKED", walked)
    return few


def test_the_fixed_queries(directory, few):
    for name, (given, expected) in QUERIES.items():
        found = search.search(asked(given), LEVELS)
        assert names(found) == expected, name
        if few:
            assert (found.count, found.more) == (len(expected), False), name


def test_a_page_goes_on_where_the_last_one_ended(directory, few, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 1)
    for name, (given, expected) in QUERIES.items():
        met, after = [], None
        while True:
            found = search.search(asked(given), LEVELS, after=after)
            met += names(found)
            if not found.more:
                break
            after = found.places[-1]
        assert met == expected, name


def test_it_says_when_only_names_are_like_the_words(directory):
    assert search.search(Wanted("contosso"), LEVELS).near
    assert not search.search(Wanted("contoso"), LEVELS).near


def test_nobody_is_counted_beyond_a_thousand(directory, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 3)
    assert search.search(Wanted(), LEVELS).count == 4
    assert search.search(Wanted("crm"), LEVELS).count == 4


@pytest.mark.parametrize("page", [1, 8])
@pytest.mark.parametrize(
    ("wanted", "most"),
    [(Wanted(), 1), (Wanted("crm"), 10), (Wanted("crm", competency="cloud", industry="retail"), 13)],
)
def test_as_many_queries_for_many(
    directory, few, monkeypatch, django_assert_max_num_queries, page, wanted, most
):
    monkeypatch.setattr(search, "PAGE", page)
    with django_assert_max_num_queries(most):
        assert len(search.search(wanted, LEVELS).listings) <= page


def test_all_partners_are_in_the_directory(directory):
    assert {listing.name for listing in search.search(Wanted(), LEVELS).listings} == set(PARTNERS)


def plan(statement: str, values: list) -> str:
    """How PostgreSQL answers it where it may not simply read or sort everything."""
    from django.db import connection

    with connection.cursor() as cursor:
        # What earlier tests left of its pages would weigh one index against the other.
        cursor.execute("TRUNCATE memberships_filing")
        for setting in ("seqscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{setting} = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.postgres
@pytest.mark.parametrize(("country", "index"), [("", "filing_anywhere"), ("BE", "filing_by_country")])
@pytest.mark.parametrize("levels", [set(), {"gold"}, {"gold", "silver"}])
def test_any_filters_are_one_range_of_an_index(world, country, index, levels):
    wanted = Wanted(competency="cloud", levels=frozenset(levels), country=country, industry="retail")
    ranges = filed(wanted, LEVELS).filter(position__gt=5).values("position")
    read = plan(*ranges.query.sql_with_params())
    assert f"Index Only Scan using {index}" in read
    assert "Filter" not in read


@pytest.mark.postgres
@pytest.mark.parametrize("competency", ["", "cloud"])
def test_what_lies_far_behind_is_looked_up_by_its_words(world, competency):
    """Not met by going through the filings of everybody, for which nobody would wait."""
    passing = Filter.of(Wanted(competency=competency), LEVELS)
    for rows, place, _first in passing.parts(Listing.objects.filter(words__having=["crm"])):
        ordered = rows.annotate(place=place).order_by("place").values_list("place")[:21]
        assert "Bitmap Index Scan on listing_by_words" in plan(*ordered.query.sql_with_params())


@pytest.mark.postgres
def test_words_are_looked_up_in_their_index(world):
    rows = Listing.objects.filter(words__having=["crm", "@BE"]).values("position")
    assert "Bitmap Index Scan on listing_by_words" in plan(*rows.query.sql_with_params())


@pytest.mark.parametrize(
    ("wanted", "ranges"),
    [
        ([], []),
        (["b"], [("b", "b")]),
        (["a", "c"], [("c", "c"), ("a", "a")]),
        (["c", "b"], [("c", "b")]),
        (["a", "b", "c"], [("c", "a")]),
    ],
)
def test_levels_that_are_neighbours_are_one_range(wanted, ranges):
    levels = ("a", "b", "c")
    ends = [(positions.span(first, levels)[0], positions.span(last, levels)[1]) for first, last in ranges]
    assert positions.spans(wanted, levels) == ends
