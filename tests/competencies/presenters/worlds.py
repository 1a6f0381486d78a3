"""A small programme with every kind of node, and an organisation that has some of everything."""

from datetime import date
from decimal import Decimal

from competencies.facts import (
    Achievement,
    Attestation,
    Facts,
    Held,
    Membership,
    Override,
    Period,
    Person,
    Reading,
)
from competencies.presenters.holdings import Holdings
from competencies.presenters.situation import Attained, PlacedOverride, Situation
from competencies.presenters.words import Words
from competencies.programme import Programme, read_edition
from competencies.rules import Case

ON = date(2018, 3, 12)
EDITION = """
format: 1
programme: small
edition: "2018"
effective_from: 2016-01-01
name: {en: Small}
levels:
  - {key: silver, name: {en: Silver, zh-hant: 銀級}}
  - {key: gold, name: {en: Gold, zh-hant: 金級}}
markets:
  - {key: developed, name: {en: Developed markets, zh-hant: 已開發市場}}
  - {key: developing, name: {en: Developing markets}}
centres:
  - {key: cloud, name: {en: Cloud, zh-hant: 雲端}}
credentials:
  - {code: "70-1", kind: exam, title: {en: First exam, zh-hant: 第一項測驗}}
  - {code: "70-2", kind: exam, title: {en: Second exam}}
  - {code: "70-3", kind: exam, title: {en: Third exam}, retires_on: 2017-12-31, accepted_through: 2018-12-31}
  - {code: "ta-x", kind: assessment, title: {en: Assessment X}}
metrics:
  - {key: sales, name: {en: Sales, zh-hant: 銷售}, unit: USD, kind: flow}
  - {key: seats, name: {en: Seats in use}, unit: seats, kind: stock}
attestations:
  - {key: reseller, name: {en: Authorised reseller}}
competencies:
  - key: team
    name: {en: Team work, zh-hant: 團隊}
    centre: cloud
    paths:
      - key: team-gold
        level: gold
        name: {en: Team option}
        requires:
          - metric: sales
            at_least: {developed: 1000, developing: 500}
            within_months: 12
            note: {en: Paid sales only}
          - team:
              - {people: 1, each: {all_of: [{any_of: ["70-1", "70-2"]}, "ta-x"]}}
              - {people: 1, each: {any_of: ["70-2", "70-3"]}}
  - key: either
    name: {en: Either way}
    centre: cloud
    doubt: {en: Read generously}
    paths:
      - key: either-silver
        level: silver
        name: {en: Either option}
        requires:
          - any_of:
              - {people: 2, each: "70-1", name: {en: Exams}}
              - {attestation: reseller}
      - key: also-gold
        level: gold
        name: {en: Also option}
        requires:
          - people: 2
            each: {any_of: ["70-1", "70-2", "70-3"]}
            including: [{people: 1, each: ta-x}]
      - key: seats-gold
        level: gold
        name: {en: Seats option}
        requires:
          - {metric: seats, at_least: 10, within_months: 6}
"""
NAMES = {"1": "Ada Able", "2": "Ben Bold", "3": "Cleo Cool"}


def earned(code: str, *, until: date | None = None, expires: date | None = None, revoked: date | None = None):
    """An achievement of 2017, associated since."""
    day = date(2017, 1, 1)
    return Achievement(code, day, expires, revoked, (Period(day, until),))


def person(number: str, *achievements: Achievement) -> Person:
    return Person(number, achievements)


def situation(*people: Person, language: str = "en", on: date = ON, **more) -> Situation:
    """The organisation Contoso in developed markets with these people; `more` goes to Facts or the Situation."""
    told = {key: more.pop(key) for key in ("attained", "placed") if key in more}
    facts = Facts("9", "developed", people, **more)
    programme = Programme.of([read_edition(EDITION)])
    case = Case(facts, programme)
    words = Words(programme.edition_on(on), "Contoso", "developed", NAMES, language, on, Holdings(case, on))
    return Situation(
        programme, case, facts, case.explained(on), words,
        told.get("attained", ()), told.get("placed", ()), case.started(on),
    )  # fmt: skip


def reading(amount: int, on: date, metric: str = "sales") -> Reading:
    return Reading(metric, on, Decimal(amount))


def gold_term(*held: tuple[str, str]) -> Membership:
    """A gold year to 1 September 2018, with 30 days of grace."""
    shown = tuple(Held(*key) for key in held)
    return Membership("gold", date(2017, 9, 1), date(2018, 9, 1), date(2018, 10, 1), shown)


def override(until: date = date(2018, 6, 1)) -> tuple[Override, PlacedOverride]:
    """An override of team gold from 1 March 2018, as a fact and as it was placed."""
    start = date(2018, 3, 1)
    placed = PlacedOverride("team", "gold", start, until, "Not recognised yet.", start, "Ingrid")
    return Override("team", "gold", start, until), placed


__all__ = ["Attained", "Attestation", "earned", "gold_term", "override", "person", "reading", "situation"]
