"""Organisations of the real programme in a few words, and how the rules judge them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from competencies.facts import read_facts
from competencies.programme import Programme, read_edition
from competencies.rules import Case

DATA = Path(__file__).parents[4] / "competencies" / "data" / "programmes"

SUMMER_2017 = date(2017, 8, 1)  # judged by edition 2017-07
SPRING_2018 = date(2018, 3, 1)  # judged by edition 2017-12


@cache
def edition(name):
    return read_edition((DATA / f"mpn-{name}.yaml").read_bytes(), name=name)


@cache
def programme(*names):
    return Programme.of([edition(name) for name in names])


@dataclass(frozen=True)
class Least:
    """The least that attains a level by a path: people by the codes each holds, figures, attestations."""

    competency: str
    path: str
    level: str
    people: tuple[tuple[int, str], ...] = ()
    figures: dict[str, int] = field(default_factory=dict)
    attestations: tuple[str, ...] = ()
    market: str = "developed"

    def __str__(self):
        holding = "+".join(f"{number}x{codes.replace(' ', '&')}" for number, codes in self.people)
        return f"{self.path} {self.market} {holding}"


def facts(least, on):
    """The organisation on a day: everything earned and associated long ago, figures of the month before."""
    people = [
        {
            "id": f"{group}-{number}",
            "achievements": [
                {"credential": code, "earned_on": "2016-01-04", "associated": [{"from": "2016-02-01"}]}
                for code in codes.split()
            ],
        }
        for group, (count, codes) in enumerate(least.people)
        for number in range(count)
    ]
    return {
        "organisation": "contoso",
        "market": least.market,
        "people": people,
        "readings": [
            {"metric": metric, "on": (on - timedelta(days=30)).isoformat(), "amount": amount}
            for metric, amount in least.figures.items()
        ],
        "attestations": [{"attestation": kind, "from": "2016-06-01"} for kind in least.attestations],
    }


def verdict(least, on, *editions):
    """The verdict on the entry, or None where the edition of the day has no such level."""
    rules = programme(*(editions or ("2017-07", "2017-12")))
    outcome = Case(read_facts(facts(least, on), rules), rules).outcome(on)
    for entry in outcome.competencies:
        if (entry.competency, entry.level) == (least.competency, least.level):
            return entry
    return None


def attains(least, on, *editions):
    """Whether the level is attained by just that path."""
    entry = verdict(least, on, *editions)
    return entry is not None and entry.attained and least.path in entry.via
