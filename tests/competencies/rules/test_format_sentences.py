"""Sentences of programme-format.md, each with a case written by hand: what holds on a day, and when it ends."""

import pytest

from .answers import comparable
from .small_edition import answer, edition, entry, node, person, reading

SOMEBODY = {"people": 1, "each": "a"}


def test_the_example_of_the_format_comes_out_as_it_stands_there():
    sales = {"metric": "sales", "at_least": 15000, "within_months": 12}
    exam = {"people": 1, "each": {"any_of": ["c", "a", "b"]}}
    rules = edition(
        sales, exam, credentials={"a": {"retires_on": "2017-12-31", "accepted_through": "2018-12-31"}}
    )
    gold = {"key": "other", "name": {"en": "Other"}, "level": "gold", "requires": [sales, exam]}
    rules["competencies"][0]["paths"].append(gold)
    given = answer(
        "2018-06-06",
        rules,
        people=[person("p1", "a", earned="2016-05-01")],
        readings=[reading("2017-01-31", "1200.00")],
        attestations=[{"attestation": "reseller", "from": "2017-02-03", "until": None}],
        overrides=[{"competency": "work", "level": "gold", "from": "2017-03-01", "until": "2017-06-01"}],
        membership={
            "level": "silver",
            "from": "2017-09-01",
            "until": "2018-09-01",
            "grace_until": "2018-10-01",
            "held": [{"competency": "work", "level": "silver"}],
        },
    )
    silver = given["competencies"][0]
    assert comparable(silver["paths"][0]["requirements"]) == comparable(
        [
            {
                "node": "1",
                "kind": "metric",
                "met": False,
                "need": "15000",
                "window_from": "2017-06-07",
            },
            {
                "node": "2",
                "kind": "people",
                "met": True,
                "have": 1,
                "need": 1,
                "needed": ["p1"],
                "counting": [{"person": "p1", "credentials": ["a"], "until": "2019-01-01"}],
                "not_counting": [],
            },
        ]
    )
    assert given["renewal"] == {
        "eligible": False,
        "at_risk": [{"competency": "work", "level": "silver", "lapses_on": None}],
    }
    assert "2018-06-06" < given["next_review_on"] <= "2018-10-01"


@pytest.mark.parametrize(
    ("reading_day", "months", "last_day", "first_day_out"),
    [
        ("2017-08-31", 6, "2018-02-28", "2018-03-01"),
        ("2015-08-31", 6, "2016-02-29", "2016-03-01"),
        ("2016-02-29", 12, "2017-02-28", "2017-03-01"),
        ("2017-02-28", 12, "2018-02-27", "2018-02-28"),
        ("2017-01-15", 1, "2017-02-14", "2017-02-15"),
        ("2017-01-31", 1, "2017-02-28", "2017-03-01"),
        ("2017-01-29", 1, "2017-02-28", "2017-03-01"),
        ("2017-01-28", 1, "2017-02-27", "2017-02-28"),
    ],
)
def test_a_reading_leaves_its_window_by_month_steps(reading_day, months, last_day, first_day_out):
    rules = edition({"metric": "sales", "at_least": 1, "within_months": months})
    readings = [reading(reading_day, 1)]
    assert entry(last_day, rules, readings=readings)["attained"]
    assert not entry(first_day_out, rules, readings=readings)["attained"]
    assert answer(last_day, rules, readings=readings)["next_review_on"] == first_day_out


def test_readings_stand_still_in_projection_but_not_in_the_next_review():
    rules = edition({"metric": "sales", "at_least": 1, "within_months": 6})
    given = answer("2017-12-31", rules, readings=[reading("2017-08-31", 1)])
    assert given["competencies"][0]["lapses_on"] is None
    assert given["next_review_on"] == "2018-03-01"


def test_a_flow_is_the_sum_in_the_window_with_its_credits():
    rules = edition({"metric": "sales", "at_least": 10, "within_months": 12})
    readings = [
        reading("2017-01-01", "0.10"),
        reading("2017-01-01", 0.2),
        reading("2017-02-01", "-3"),
        reading("2017-03-02", 13),
    ]
    on_the_day = node("2017-03-02", rules, readings=readings)
    assert comparable(on_the_day) == comparable(
        {
            "node": "1",
            "kind": "metric",
            "met": True,
            "have": "10.3",
            "need": "10",
            "window_from": "2016-03-03",
            "latest_on": "2017-03-02",
        }
    )
    assert not node("2017-03-01", rules, readings=readings)["met"]


@pytest.mark.parametrize(
    ("window", "on", "have"),
    [
        ({}, "2019-01-01", "7"),
        ({"within_months": 12}, "2018-05-30", "7"),
        ({"within_months": 12}, "2018-05-31", None),
        ({}, "2017-05-30", "20"),
        ({}, "2017-04-30", None),
    ],
)
def test_a_stock_is_its_latest_reading_and_the_last_listed_of_a_day(window, on, have):
    readings = [
        reading("2017-05-31", 9, "seats"),
        reading("2017-05-31", 7, "seats"),
        reading("2017-05-01", 20, "seats"),
    ]
    assert node(on, edition({"metric": "seats", "at_least": 1} | window), readings=readings)["have"] == have


@pytest.mark.parametrize(
    ("amount", "have"),
    [
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        (10**30, "1" + "0" * 30),
        (".5", "0.5"),
    ],
)
def test_figures_are_decimal_text(amount, have):
    rules = edition({"metric": "seats", "at_least": 1})
    assert node("2018-01-01", rules, readings=[reading("2017-05-31", amount, "seats")])["have"] == have


def test_a_requirement_may_ask_for_more_than_anybody_counts():
    """`people` and `at_least` have no upper end."""
    rules = edition({"people": 10**30, "each": "a"}, {"attestation": "reseller", "at_least": 10**30})
    rules["name"]["zh-hant"] = "小"
    given = answer("2018-01-01", rules, people=[person("p1", "a", expires_on="2018-07-01")])
    people, attestation = given["competencies"][0]["paths"][0]["requirements"]
    assert (people["met"], people["have"], people["need"]) == (False, 1, 10**30)
    assert people["counting"] == [{"person": "p1", "credentials": ["a"], "until": "2018-07-01"}]
    assert attestation == {"node": "2", "kind": "attestation", "met": False, "have": 0, "need": 10**30}


def test_no_reading_does_not_hold_and_a_threshold_follows_the_market():
    rules = edition(
        {"metric": "sales", "at_least": {"developed": 10, "developing": 4.5}, "within_months": 12}
    )
    assert not node("2017-03-02", rules)["met"]
    readings = [reading("2017-03-02", "4.50")]
    assert not node("2017-03-02", rules, readings=readings)["met"]
    assert node("2017-03-02", rules, readings=readings, market="developing")["met"]


@pytest.mark.parametrize(
    ("ends", "last_day", "day_after"),
    [
        ({"accepted_through": "2017-05-31"}, "2017-05-31", "2017-06-01"),
        ({"retires_on": "2016-05-31", "accepted_through": "2016-06-30"}, "2016-06-30", "2016-07-01"),
        ({"retires_on": "2016-05-31"}, "2017-05-31", "2017-06-01"),
        ({"retires_on": "2016-02-29"}, "2017-02-28", "2017-03-01"),
        ({"retires_on": "2015-02-28"}, "2016-02-28", "2016-02-29"),
    ],
)
def test_a_credential_counts_through_its_last_day_however_late_it_was_earned(ends, last_day, day_after):
    rules = edition(SOMEBODY, credentials={"a": ends})
    people = [person("p1", "a", earned=last_day)]
    assert entry(last_day, rules, people=people)["attained"]
    assert entry(last_day, rules, people=people)["lapses_on"] == day_after
    assert not entry(day_after, rules, people=people)["attained"]


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"earned": "2017-03-01"}, True),
        ({"earned": "2017-03-02"}, False),
        ({"expires_on": "2017-03-02"}, True),
        ({"expires_on": "2017-03-01"}, False),
        ({"revoked_on": "2017-03-02"}, True),
        ({"revoked_on": "2017-03-01"}, False),
        ({"associated": []}, False),
        ({"associated": None}, False),
        ({"associated": [{"from": "2017-03-01"}]}, True),
        ({"associated": [{"from": "2017-03-02"}]}, False),
        ({"associated": [{"from": "2016-03-01", "until": "2017-03-02"}]}, True),
        ({"associated": [{"from": "2016-03-01", "until": "2017-03-01"}]}, False),
        ({"associated": [{"from": "2017-03-01", "until": "2017-03-01"}]}, False),
        ({"associated": [{"from": "2016-01-01", "until": "2016-06-01"}, {"from": "2017-02-01"}]}, True),
    ],
)
def test_an_achievement_counts_on_its_days(more, counts):
    assert entry("2017-03-01", edition(SOMEBODY), people=[person("p1", "a", **more)])["attained"] == counts


@pytest.mark.parametrize(
    ("override", "until"),
    [
        ({"from": "2017-11-30"}, "2018-02-28"),
        ({"from": "2017-11-30", "until": None}, "2018-02-28"),
        ({"from": "2017-12-01", "until": "2017-12-05"}, "2017-12-05"),
    ],
)
def test_an_override_counts_on_its_days_and_three_months_by_itself(override, until):
    overrides = [{"competency": "work", "level": "silver"} | override]
    first = entry(override["from"], edition(SOMEBODY), overrides=overrides)
    assert (first["attained"], first["via"], first["lapses_on"]) == (True, ["override"], until)
    assert not entry(until, edition(SOMEBODY), overrides=overrides)["attained"]


def test_an_override_for_a_level_without_a_path_counts_for_nothing():
    overrides = [{"competency": "work", "level": "gold", "from": "2017-01-01"}]
    given = answer("2017-01-01", edition(SOMEBODY), overrides=overrides)
    assert [(each["level"], each["attained"]) for each in given["competencies"]] == [("silver", False)]


def test_an_override_comes_last_after_the_paths_that_are_met():
    overrides = [{"competency": "work", "level": "silver", "from": "2017-01-01"}]
    given = entry("2017-01-01", edition(SOMEBODY), overrides=overrides, people=[person("p1", "a")])
    assert given["via"] == ["path", "override"]
    assert given["lapses_on"] is None


def test_an_entry_that_a_later_edition_lacks_lapses_on_its_day():
    later = edition(SOMEBODY, key="two", effective_from="2017-07-01", level="gold")
    people = [person("p1", "a")]
    assert entry("2017-01-01", edition(SOMEBODY), later, people=people)["lapses_on"] == "2017-07-01"
    assert answer("2017-01-01", edition(SOMEBODY), later, people=people)["next_review_on"] == "2017-07-01"


def test_entries_stand_in_the_order_of_the_file_levels_lowest_first():
    rules = edition(SOMEBODY, level="gold")
    path = {"key": "other", "name": {"en": "Other"}, "level": "silver", "requires": [SOMEBODY]}
    rules["competencies"][0]["paths"].append(path)
    given = answer("2017-01-01", rules, people=[])
    assert [each["level"] for each in given["competencies"]] == ["silver", "gold"]
