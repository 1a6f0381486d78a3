"""One association by the action, commit included."""

from collections.abc import Iterator

from tests.bench.portal.ground import Ground
from tests.bench.row import Row

LIMITS = {"associate": 10.0, "associate-p95": 25.0, "associate-largest": 500.0}


def rows(ground: Ground) -> Iterator[Row]:
    """Milliseconds: of three hundred people here and there, and the longest of nine of the largest organisation."""
    with ground.reviewed() as database:
        ground.stream(database)
        found, _ = ground.probe(database, "associate", str(ground.night))
    detail = f"{found['times']} associations"
    yield Row("associate", found["median"], "ms", LIMITS["associate"], detail)
    yield Row("associate-p95", found["p95"], "ms", LIMITS["associate-p95"], detail)
    detail = f"the longest of nine, among {found['people']:,} people"
    yield Row("associate-largest", found["largest"], "ms", LIMITS["associate-largest"], detail)
