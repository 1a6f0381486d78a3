"""The verdict on a level: its stage with marks, one sentence, when it lapses; and the list of all competencies."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from competencies.curing import cures_in
from competencies.display import displayed
from competencies.facts import Held, Membership
from competencies.presenters.banner import renewable_through, risk_facts
from competencies.presenters.competency import competency_view
from competencies.presenters.overview import filtered, overview
from competencies.review.risk import RiskEntry, RiskKind
from tests.competencies.presenters.worlds import (
    Attained,
    earned,
    gold_term,
    override,
    person,
    reading,
    situation,
)

ENOUGH = (person("1", earned("70-1"), earned("ta-x")), person("2", earned("70-3")))
SALES = (reading(2000, date(2018, 2, 1)),)
TEAM_GOLD = gold_term(("team", "gold"))


def level(found, competency: str = "team", key: str = "gold"):
    view = competency_view(found.edition.competencies[competency], found)
    return next(one for one in view.levels if one.level.key == key)


def stage(found, *key: str) -> list[str]:
    shown = level(found, *key).stage
    return [shown.key, *(mark.key for mark in shown.marks)]


def test_stages():
    assert stage(situation()) == ["not-started"]
    assert stage(situation(person("1", earned("ta-x")))) == ["not-started"]
    assert stage(situation(person("1", earned("70-2")))) == ["started"]
    assert stage(situation(*ENOUGH, readings=SALES)) == ["qualified"]
    assert stage(situation(*ENOUGH, readings=SALES, membership=TEAM_GOLD)) == ["active"]


def test_marks_stand_beside_the_stage():
    fact, placed = override()
    found = situation(overrides=(fact,), placed=(placed,), membership=TEAM_GOLD)
    assert stage(found) == ["active", "at-risk", "by-override"]
    in_grace = situation(*ENOUGH, readings=SALES, membership=TEAM_GOLD, on=date(2018, 9, 10))
    assert stage(in_grace) == ["active", "renewal-due"]


@pytest.mark.parametrize(
    ("term", "held", "shown"),
    [
        ("silver", "silver", "silver"),
        ("silver", "gold", "silver"),
        ("gold", "gold", "gold"),
        ("gold", "silver", "silver"),
    ],
)
def test_customers_see_the_highest_level_that_the_term_carries(term, held, shown):
    membership = Membership(term, date(2018, 1, 1), held=(Held("team", held),))
    assert displayed(membership, ("silver", "gold")) == {("team", shown)}


def test_under_gold_silver_of_the_same_competency_is_qualified_only():
    membership = Membership("gold", date(2018, 1, 1), held=(Held("team", "silver"), Held("team", "gold")))
    assert displayed(membership, ("silver", "gold")) == {("team", "gold")}


def test_a_term_without_competencies_displays_none():
    assert displayed(Membership("network", date(2018, 1, 1)), ("silver", "gold")) == frozenset()


def test_what_makes_it_so_and_how_long():
    attained = (Attained("team", "gold", date(2016, 5, 4), None, ("team-gold",)),)
    view = level(situation(*ENOUGH, readings=SALES, membership=TEAM_GOLD, attained=attained))
    assert strip_tags(view.sentence) == "Attained since 4 May 2016 by the Team option."
    assert strip_tags(view.lapse) == (
        "Lapses on 1 January 2019, in 9 months. That is 4 months after the anniversary, 1 September 2018."
    )
    assert "without a new figure it falls on 1 February 2019" in strip_tags(view.sales)


def test_an_override_says_what_would_hold_without_it():
    fact, placed = override()
    view = level(situation(overrides=(fact,), placed=(placed,), readings=SALES, membership=TEAM_GOLD))
    assert strip_tags(view.sentence).startswith(
        "Held only by an override, until 31 May 2018. Without it: 1 more person"
    )
    card = view.overrides[0]
    assert card.title == "Override: gold counts as achieved until 31 May 2018"
    assert card.reason == "Not recognised yet."
    assert strip_tags(card.without).startswith("Gold would not hold today: 1 more person")


def test_a_displayed_level_that_is_lost_says_so():
    view = level(situation(readings=SALES, membership=TEAM_GOLD))
    assert strip_tags(view.sentence).startswith("Still shown by your membership, but not attained today:")


def test_a_level_that_was_lost_says_since_when():
    attained = (Attained("team", "gold", date(2016, 5, 4), date(2018, 2, 26), ("team-gold",)),)
    view = level(situation(readings=SALES, attained=attained))
    assert strip_tags(view.sentence).startswith("Not attained since 26 February 2018: 1 more person")
    view = level(situation(readings=SALES, membership=TEAM_GOLD, attained=attained))
    assert "Still shown by your membership, but not attained since 26 February 2018" in strip_tags(
        view.sentence
    )


def test_paths_come_nearest_first():
    found = situation(person("1", earned("70-1")), readings=(reading(1, date(2018, 2, 1), "seats"),))
    cards = level(found, "either").paths
    assert [card.name for card in cards] == ["Seats option", "Also option"]
    assert [card.nearest for card in cards] == [True, False]
    assert cards[0].verdict == "0 of 1 requirement met"


def test_what_is_missing_is_spelled_out_while_it_fits(monkeypatch):
    monkeypatch.setattr("competencies.presenters.overview._TWO_LINES", 200)
    view = overview(situation(person("1", earned("70-1")), readings=SALES))
    rows = {row.key: row for section in view.sections for row in section.rows}
    assert "for group 1 and 1 more person with 70-2 or 70-3 for group 2" in strip_tags(rows["team"].missing)


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        (76, "Gold: 1,000 USD more and 2 more people"),
        (20, "Gold: 2 requirements"),
        (5, "Gold: 2 requirements"),
    ],
)
def test_what_is_missing_keeps_to_about_two_lines(monkeypatch, columns, missing):
    monkeypatch.setattr("competencies.presenters.overview._TWO_LINES", columns)
    (section,) = overview(situation()).sections
    row = next(row for row in section.rows if row.key == "team")
    assert strip_tags(row.missing) == missing


def test_the_list_says_what_is_missing_next():
    view = overview(situation(person("1", earned("70-1")), readings=SALES))
    rows = {row.key: row for section in view.sections for row in section.rows}
    assert strip_tags(rows["either"].missing) == "Silver: 1 more person with 70-1"
    assert strip_tags(rows["team"].missing) == "Gold: 2 more people"
    assert rows["team"].only == "gold"
    assert [cell.stage is None for cell in rows["team"].cells] == [True, False]
    assert (view.attained_words, view.total) == ("0 silver and 0 gold", 3)


def names(told, **chosen):
    wanted = {"query": "", "stage": "", "before": None} | chosen
    return [row.key for section in filtered(overview(told), told, **wanted) for row in section.rows]


def test_filters():
    view = situation(*ENOUGH, readings=SALES, membership=TEAM_GOLD)
    assert names(view) == ["team", "either"]
    assert names(view, query="TEAM") == ["team"]
    assert names(view, query="團隊") == ["team"]
    assert names(view, query="70-1") == ["team", "either"]
    assert names(view, query="assessment x") == ["team", "either"]
    assert names(view, stage="active") == ["team"]
    assert names(view, stage="at-risk") == []
    assert names(view, before=date(2019, 1, 2)) == ["team", "either"]
    assert names(view, before=date(2019, 1, 1)) == []


def test_the_five_facts_of_a_risk():
    fact, placed = override()
    found = situation(
        person("2", earned("70-3")), overrides=(fact,), placed=(placed,), readings=SALES, membership=TEAM_GOLD
    )
    because = [
        {"reason": "account-ended", "person": 1},
        {"reason": "override-placed"},
        {"reason": "override-ended"},
    ]
    entry = RiskEntry("team", "gold", date(2018, 6, 1), RiskKind.REFUSED, because=because)
    facts = facts_of(entry, found)
    assert facts.what == "Gold in this competency"
    assert (facts.when.text, facts.when.hint) == ("1 June 2018", "in 11 weeks")
    assert str(facts.changed) == "Ada Able left and the override ends"
    assert facts.otherwise == "Renewal at gold is refused on 1 September 2018"
    assert strip_tags(facts.cure) == "2 more passes: Ada Able passes 70-1 and Assessment X"


def facts_of(entry, found):
    """The facts of a risk where the people of the facts and Ada may pass something."""
    able = {"1", *(person.id for person in found.facts.people)}
    cures = cures_in([entry], found.case, on=found.on, able=able)
    return risk_facts(found.edition.competencies["team"], [entry], found, cures)[0]


def test_a_cure_looks_at_the_anniversary_with_sales_as_they_are():
    late = (ENOUGH[0], person("2", earned("70-3", expires=date(2018, 8, 1))))
    sales = (reading(2000, date(2017, 6, 1)),)
    found = situation(*late, readings=sales, membership=TEAM_GOLD)
    entry = RiskEntry("team", "gold", date(2018, 8, 1), RiskKind.DISPLAYED_LEVEL_LOST)
    facts = facts_of(entry, found)
    assert strip_tags(facts.cure) == "1 more pass: Ben Bold passes 70-2"
    assert facts.otherwise == "Renewal stays open, but a new term no longer shows gold here"


def test_renew_by_the_day_before_eligibility_ends():
    late = (ENOUGH[0], person("2", earned("70-2", expires=date(2018, 9, 21))))
    found = situation(*late, readings=SALES, membership=TEAM_GOLD)
    assert renewable(found).text == "20 September 2018"
    assert renewable(situation(*ENOUGH, readings=SALES, membership=TEAM_GOLD)) is None


def renewable(found):
    lapses = [(one.level, one.lapses_on) for one in found.outcome.competencies if one.attained]
    return renewable_through(TEAM_GOLD.level, TEAM_GOLD.grace_until, lapses, found.words)
