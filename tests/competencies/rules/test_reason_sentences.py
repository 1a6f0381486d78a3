"""Sentences of "The shape of `requirements`", each with a case written by hand."""

import pytest

from .small_edition import edition, node, person

ON = "2017-03-01"


def of_one(predicate, *achievements, **rules):
    """How the rules see one person with these achievements on a node that asks for one person."""
    seen = node(
        ON,
        edition({"people": 1, "each": predicate}, **rules),
        people=[{"id": "p", "achievements": list(achievements)}],
    )
    return {
        key: value
        for key, value in [*seen["counting"], *seen["not_counting"]][0].items()
        if value is not None
    }


def holding(code, earned="2016-01-01", **more):
    return {"credential": code, "earned_on": earned, "associated": [{"from": "2016-01-01"}]} | more


BOTH = {"all_of": ["a", "b"]}
ENDED = {"accepted_through": "2016-12-31"}


@pytest.mark.parametrize(
    ("predicate", "held", "smallest"),
    [
        ({"any_of": ["b", "a"]}, "ab", ["b"]),
        ({"any_of": [{"all_of": ["a", "b"]}, "c"]}, "abc", ["c"]),
        ({"any_of": [{"all_of": ["a", "d"]}, {"all_of": ["c", "b"]}]}, "abcd", ["a", "d"]),
        ({"all_of": [{"any_of": ["a", "b"]}, {"any_of": ["b", "c"]}]}, "abc", ["b"]),
        ({"all_of": [{"any_of": ["c", "b"]}, {"any_of": ["a", "b"]}]}, "ac", ["c", "a"]),
        ({"all_of": ["a", {"any_of": ["a", "b"]}]}, "ab", ["a"]),
        (
            {"any_of": [{"all_of": ["a", "b"]}, {"all_of": ["a", "c"]}, {"all_of": ["b", "c"]}]},
            "bc",
            ["b", "c"],
        ),
    ],
)
def test_the_credentials_shown_are_the_smallest_set_then_the_first_in_p(predicate, held, smallest):
    assert of_one(predicate, *(holding(code) for code in held))["credentials"] == smallest


def test_until_is_the_first_day_on_which_p_holds_no_longer_whichever_credential_carries_it():
    either = {"any_of": ["a", "b"]}
    seen = of_one(either, holding("a", expires_on="2017-06-01"), holding("b", expires_on="2017-05-01"))
    assert (seen["credentials"], seen["until"]) == (["a"], "2017-06-01")


def test_until_is_a_gap_even_if_p_holds_again_afterwards():
    gap = [{"from": "2016-01-01", "until": "2017-04-01"}, {"from": "2017-05-01"}]
    assert of_one("a", holding("a", associated=gap))["until"] == "2017-04-01"


@pytest.mark.parametrize(
    ("achievement", "reason", "since"),
    [
        (holding("a", revoked_on=ON, expires_on="2016-02-01"), "revoked", ON),
        (holding("a", expires_on=ON, associated=[]), "expired", ON),
        (holding("d", "2018-01-01"), "no-longer-accepted", "2017-01-01"),
        (holding("a", "2017-03-02", associated=[]), "not-yet-earned", "2017-03-02"),
        (
            holding("a", associated=[{"from": "2016-01-01", "until": "2016-09-01"}]),
            "not-associated",
            "2016-09-01",
        ),
        (holding("a", associated=[{"from": "2017-03-02"}]), "not-associated", "2016-01-01"),
        (holding("a", associated=[]), "not-associated", "2016-01-01"),
    ],
)
def test_an_achievement_that_does_not_count_has_the_first_reason_that_is_true(achievement, reason, since):
    seen = of_one({"any_of": ["a", "d"]}, achievement, credentials={"d": ENDED})
    assert (seen["reason"], seen["credential"], seen["since"]) == (reason, achievement["credential"], since)


def test_the_reason_that_stands_first_in_the_list_is_shown_then_the_first_code_then_the_latest_earned():
    assert of_one(BOTH, holding("a", associated=[]), holding("b", expires_on=ON))["credential"] == "b"
    assert (
        of_one(BOTH, holding("b", expires_on=ON), holding("a", expires_on="2016-07-01"))["credential"] == "a"
    )
    early = holding("a", expires_on="2016-07-01")
    late = holding("a", "2016-04-01", expires_on="2016-06-01")
    assert of_one(BOTH, early, late)["since"] == "2016-06-01"


def test_incomplete_only_if_everything_held_counts():
    assert of_one(BOTH, holding("a")) == {"person": "p", "reason": "incomplete", "missing": ["b"]}
    assert of_one(BOTH, holding("a"), holding("a", "2016-02-01", revoked_on=ON))["reason"] == "revoked"


@pytest.mark.parametrize(
    ("predicate", "missing"),
    [
        (BOTH, ["b"]),
        ({"any_of": [{"all_of": ["a", "b", "c"]}, "c"]}, ["c"]),
        ({"any_of": [{"all_of": ["a", "d"]}, {"all_of": ["a", "c", "b"]}]}, ["c", "b"]),
        ({"all_of": ["a", "d"]}, None),
    ],
)
def test_missing_is_the_smallest_addition_of_codes_that_are_still_accepted(predicate, missing):
    assert of_one(predicate, holding("a"), credentials={"d": ENDED}).get("missing") == missing


def test_who_holds_nothing_that_p_names_is_not_listed():
    seen = node(ON, edition({"people": 1, "each": "a"}), people=[person("p", "b"), {"id": "q"}])
    assert (seen["counting"], seen["not_counting"], seen["have"]) == ([], [], 0)


def test_needed_are_those_whose_loss_alone_makes_the_node_fail():
    two = {"people": 2, "each": "a", "including": [{"people": 1, "each": "b"}, {"people": 1, "each": "c"}]}
    people = [person("both", "a", "b", "c"), person("third", "a"), person("other", "a", "b")]
    seen = node(ON, edition(two), people=people)
    assert (seen["met"], seen["have"], seen["needed"]) == (True, 3, ["both"])
    assert seen["including"] == [{"have": 2, "need": 1, "met": True}, {"have": 1, "need": 1, "met": True}]
    short = node(ON, edition(two), people=people[:1])
    assert (short["met"], short["needed"]) == (False, [])


def test_including_asks_it_of_just_those_who_are_chosen():
    """Each entry alone could be met, but not both within two people."""
    two = {"people": 2, "each": "a", "including": [{"people": 2, "each": "b"}, {"people": 1, "each": "c"}]}
    people = [person("p", "a", "b"), person("q", "a", "b"), person("r", "a", "c")]
    seen = node(ON, edition(two), people=people)
    assert not seen["met"]
    assert [each["met"] for each in seen["including"]] == [True, True]


def test_a_team_places_the_smallest_ids_as_text_group_by_group():
    team = {"team": [{"people": 1, "each": "a"}, {"people": 1, "each": {"any_of": ["a", "b"]}}]}
    people = [person("p2", "a"), person("p10", "a"), person("P3", "b")]
    first, second = node(ON, edition(team), people=people)["groups"]
    assert [each["person"] for each in first["counting"]] == ["p10"]
    assert [each["person"] for each in second["counting"]] == ["P3"]
    assert (first["have"], first["filled"], second["have"], second["filled"]) == (2, 1, 3, 1)


def test_a_team_that_cannot_be_filled_fills_most_seats_then_earlier_groups():
    team = {"team": [{"people": 2, "each": "a"}, {"people": 2, "each": {"any_of": ["a", "b"]}}]}
    seen = node(ON, edition(team), people=[person("x", "a"), person("y", "a"), person("z", "b")])
    assert [group["filled"] for group in seen["groups"]] == [2, 1]
    assert seen["tight"] == ["1.1", "1.2"]
    assert not seen["met"]
    assert [(each["person"], each["reason"]) for each in seen["groups"][1]["not_counting"]] == [
        ("x", "needed-elsewhere"),
        ("y", "needed-elsewhere"),
    ]


def test_nodes_are_numbered_by_their_place():
    tree = {"all_of": [{"any_of": [{"people": 1, "each": "a"}, {"attestation": "reseller"}]}]}
    seen = node(ON, edition(tree))
    inner = seen["requirements"][0]
    assert (seen["node"], inner["node"], [each["node"] for each in inner["requirements"]]) == (
        "1",
        "1.1",
        ["1.1.1", "1.1.2"],
    )


def test_different_nodes_may_count_the_same_person():
    twice = edition({"people": 1, "each": "a"}, {"people": 1, "each": {"any_of": ["a", "b"]}})
    assert node(ON, twice, people=[person("p", "a")])["met"]
