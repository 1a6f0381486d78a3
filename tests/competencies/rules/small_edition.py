"""One competency in a few words, and what the rules say of it: for cases that are written by hand."""

from datetime import date

from .answers import document, judged
from .worlds.programmes import named

CODES = ("a", "b", "c", "d")


def edition(*requires, key="one", effective_from="2016-01-01", credentials=None, level="silver", **more):
    """An edition whose competency `work` attains the level by one path with these nodes."""
    listed = {code: {} for code in CODES} | (credentials or {})
    return {
        "format": 1,
        "programme": "small",
        "edition": key,
        "effective_from": effective_from,
        "name": {"en": "Small"},
        "levels": [named("silver"), named("gold")],
        "markets": [named("developed"), named("developing")],
        "centres": [named("centre")],
        "credentials": [
            {"code": code, "kind": "exam", "title": {"en": code}} | ends for code, ends in listed.items()
        ],
        "metrics": [
            named("sales") | {"unit": "USD", "kind": "flow"},
            named("seats") | {"unit": "seats", "kind": "stock"},
        ],
        "attestations": [named("reseller")],
        "competencies": [
            named("work")
            | {
                "centre": "centre",
                "paths": [named("path") | {"level": level, "requires": list(requires)}],
            }
        ],
    } | more


def person(who, *codes, earned="2016-01-01", **more):
    """Somebody who holds these codes, associated since they were earned."""
    associated = {"associated": [{"from": earned}]}
    held = [{"credential": code, "earned_on": earned} | associated | more for code in codes]
    return {"id": who, "achievements": held}


def answer(on, *editions, **facts):
    """The full answer for an organisation of the developed market with these facts."""
    line = {"organisation": "contoso", "market": "developed"} | facts
    return document(judged(line, *editions).explained(date.fromisoformat(on)))


def entry(on, *editions, **facts):
    """The first entry of that answer."""
    return answer(on, *editions, **facts)["competencies"][0]


def node(on, *editions, **facts):
    """The first node of its first path."""
    return entry(on, *editions, **facts)["paths"][0]["requirements"][0]


def reading(day, amount, metric="sales"):
    return {"metric": metric, "on": day, "amount": amount}
