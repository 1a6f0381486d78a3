"""What the format says of `renewal`, each with a case written by hand (E4)."""

import pytest

from .small_edition import answer, edition, person

SOMEBODY = {"people": 1, "each": "a"}
RULES = edition(SOMEBODY, levels_without_competency=["network", "action-pack"])
TERM = {"level": "silver", "from": "2017-01-01", "until": "2018-01-01", "grace_until": "2018-01-31"}
SILVER = {"competency": "work", "level": "silver"}


def renewal(on, *editions, **facts):
    return answer(on, *(editions or (RULES,)), **facts)["renewal"]


@pytest.mark.parametrize(
    ("on", "looked_at"),
    [
        ("2016-12-31", False),
        ("2017-01-01", True),
        ("2017-12-31", True),
        ("2018-01-01", True),
        ("2018-01-30", True),
        ("2018-01-31", False),
    ],
)
def test_it_is_given_while_the_membership_counts_and_in_grace(on, looked_at):
    assert (renewal(on, membership=TERM) is not None) == looked_at


def test_without_a_membership_there_is_none():
    assert renewal("2017-05-01") is None
    assert renewal("2017-05-01", membership=None) is None


def test_a_membership_without_end_has_no_judgement_day():
    open_ended = {"level": "gold", "from": "2017-01-01", "held": [SILVER]}
    assert renewal("2030-01-01", membership=open_ended) == {"eligible": True, "at_risk": []}


def test_it_is_judged_on_the_day_the_membership_ends_not_the_day_before():
    for expires_on, eligible in [("2018-01-01", False), ("2018-01-02", True)]:
        people = [person("p", "a", expires_on=expires_on)]
        assert renewal("2017-05-01", people=people, membership=TERM)["eligible"] == eligible


def test_in_grace_it_is_judged_on_the_day_itself():
    people = [person("p", "a", expires_on="2018-01-15")]
    assert renewal("2018-01-14", people=people, membership=TERM) == {"eligible": True, "at_risk": []}
    assert renewal("2018-01-15", people=people, membership=TERM) == {"eligible": False, "at_risk": []}


def test_what_is_attained_later_in_time_counts():
    people = [person("p", "a", earned="2017-12-31")]
    assert renewal("2017-05-01", people=people, membership=TERM)["eligible"]


@pytest.mark.parametrize("level", ["network", "action-pack"])
def test_a_level_that_asks_for_no_competency_is_always_eligible(level):
    assert renewal("2017-05-01", membership=TERM | {"level": level}) == {"eligible": True, "at_risk": []}


@pytest.mark.parametrize(
    ("attained", "term", "eligible"), [("gold", "silver", True), ("silver", "gold", False)]
)
def test_a_higher_level_will_do_a_lower_will_not(attained, term, eligible):
    rules = edition(SOMEBODY, level=attained)
    given = renewal("2017-05-01", rules, people=[person("p", "a")], membership=TERM | {"level": term})
    assert given["eligible"] == eligible


def test_at_risk_is_what_is_attained_or_held_and_will_not_be_attained():
    people = [person("p", "a", expires_on="2017-08-01")]
    held = [
        {"competency": "gone", "level": "gold"},
        {"competency": "work", "level": "gold"},
        {"competency": "gone", "level": "gold"},
        SILVER,
    ]
    given = renewal("2017-05-01", people=people, membership=TERM | {"held": held})
    assert given == {
        "eligible": False,
        "at_risk": [
            SILVER | {"lapses_on": "2017-08-01"},
            {"competency": "gone", "level": "gold", "lapses_on": None},
            {"competency": "work", "level": "gold", "lapses_on": None},
        ],
    }


def test_what_lapses_and_comes_back_before_the_judgement_day_is_not_at_risk():
    gap = [{"from": "2016-01-01", "until": "2017-08-01"}, {"from": "2017-10-01"}]
    people = [person("p", "a", associated=gap)]
    given = answer("2017-05-01", RULES, people=people, membership=TERM | {"held": [SILVER]})
    assert given["competencies"][0]["lapses_on"] == "2017-08-01"
    assert given["renewal"] == {"eligible": True, "at_risk": []}


def test_a_held_entry_that_the_edition_of_the_judgement_day_brings_is_not_at_risk():
    later = edition(SOMEBODY, key="two", effective_from="2017-11-01", level="gold")
    held = [{"competency": "work", "level": "gold"}]
    given = renewal("2017-05-01", RULES, later, people=[person("p", "a")], membership=TERM | {"held": held})
    assert given == {
        "eligible": True,
        "at_risk": [SILVER | {"lapses_on": "2017-11-01"}],
    }
