"""Ordinary partners without a story of their own, from the tables in `memberships/demo/data`.

Everything of their people and figures comes by the vendor's files.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from memberships.demo.world import World
from partners.models import Role

DATA = Path(__file__).parent.parent / "data"


def tell(world: World) -> None:
    """Days in the tables count back from today; an anniversary counts ahead."""
    for row in _rows("partners"):
        partner = world.partner(
            row["name"],
            legal_name=row["legal_name"],
            country=row["country"],
            city=row["city"],
            joined=int(row["joined"]),
        )
        if row["levels"]:
            partner.terms(int(row["anniversary"]), *row["levels"].split())
    for row in _rows("people"):
        world.partner_named(row["partner"]).certified(
            row["name"], row["credentials"], since=int(row["since"]), roles=[Role(row["role"])]
        )
    for row in _rows("readings"):
        world.partner_named(row["partner"]).monthly(
            row["metric"],
            int(row["amount"]),
            months=int(row["months"]),
            stop=int(row["stop"]),
            by_file=True,
        )


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
