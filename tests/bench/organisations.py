"""Seeded organisations for the bench: 12 people and 30 achievements each, as JSON Lines."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from competencies.programme import Edition, read_edition

SEED = 42
PEOPLE = 12
ACHIEVEMENTS = 30
PROGRAMME = Path("competencies/data/programmes/mpn-2017-12.yaml")
DAY = "2018-06-06"


def write(path: Path, lines: int) -> Path:
    """Write so many organisations to the file, unless it has them already; the same ones every time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half_written = path.with_suffix(".part")
        with half_written.open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in organisations(lines))
        half_written.rename(path)
    return path


def organisations(count: int) -> Iterator[dict[str, Any]]:
    """Achievements are drawn from every credential of the edition, some far more often than others."""
    edition = read_edition(PROGRAMME.read_bytes())
    draw = random.Random(SEED)
    for number in range(count):
        yield {
            "organisation": f"organisation-{number}",
            "market": draw.choice([market.key for market in edition.markets]),
            "people": _people(draw, list(edition.credentials)),
            "readings": [_reading(draw, edition) for _ in range(draw.randint(0, 6))],
            "attestations": [],
            "overrides": [],
            "membership": _membership(draw),
        }


def _people(draw: random.Random, codes: list[str]) -> list[dict[str, Any]]:
    people = [{"id": f"person-{number}", "achievements": []} for number in range(PEOPLE)]
    for _ in range(ACHIEVEMENTS):
        draw.choice(people)["achievements"].append(_achievement(draw, codes))
    return people


def _achievement(draw: random.Random, codes: list[str]) -> dict[str, Any]:
    earned_on = _day(draw, 2014, 2017)
    left = draw.random() < 0.1
    return {
        # The smaller of two numbers: popularity falls off along the list, as it does among real exams.
        "credential": codes[min(draw.randrange(len(codes)), draw.randrange(len(codes)))],
        "earned_on": earned_on,
        "expires_on": _day(draw, 2017, 2020) if draw.random() < 0.2 else None,
        "revoked_on": _day(draw, 2016, 2019) if draw.random() < 0.03 else None,
        "associated": [{"from": earned_on, "until": _day(draw, 2016, 2019) if left else None}]
        if draw.random() < 0.9
        else [],
    }


def _reading(draw: random.Random, edition: Edition) -> dict[str, Any]:
    amount = f"{draw.randint(1, 90_000)}.00"
    return {"metric": draw.choice(list(edition.metrics)), "on": _day(draw, 2016, 2018), "amount": amount}


def _membership(draw: random.Random) -> dict[str, Any]:
    days = {"from": "2017-09-01", "until": "2018-09-01", "grace_until": "2018-10-01"}
    return {"level": draw.choice(["silver", "gold"]), **days, "held": []}


def _day(draw: random.Random, first: int, last: int) -> str:
    return f"{draw.randint(first, last)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
