"""Teams against the maximum flow of networkx, far past what can be enumerated, and plain enumeration."""

import random
from datetime import date
from itertools import combinations

import networkx
import pytest

from .answers import document, judged
from .worlds.programmes import named

ON = date(2017, 1, 1)


def programme(groups):
    """One path that asks for a team; group g wants people with the code g."""
    return {
        "format": 1,
        "programme": "teams",
        "edition": "one",
        "effective_from": "2016-01-01",
        "name": {"en": "Teams"},
        "levels": [named("gold")],
        "markets": [named("all")],
        "centres": [named("centre")],
        "credentials": [
            {"code": f"g{place}", "kind": "exam", "title": {"en": "G"}} for place in range(len(groups))
        ],
        "competencies": [
            named("work")
            | {
                "centre": "centre",
                "paths": [
                    named("together")
                    | {
                        "level": "gold",
                        "requires": [
                            {
                                "team": [
                                    {"people": need, "each": f"g{place}"} for place, need in enumerate(groups)
                                ]
                            }
                        ],
                    }
                ],
            }
        ],
    }


def random_team(seed, most_people, most_groups):
    """(people each group needs, for each group the ids of those who fit)."""
    draw = random.Random(seed)
    needs = [draw.randint(1, max(1, most_people // 6)) for _ in range(draw.randint(1, most_groups))]
    ids = [f"p{number}" for number in range(draw.randint(0, most_people))]
    keen = draw.choice([0.15, 0.3, 0.5])
    return needs, [{who for who in ids if draw.random() < keen} for _ in needs]


def judged_team(needs, fits):
    everybody = sorted(set().union(*fits), key=hash_of)
    people = [
        {
            "id": who,
            "achievements": [
                {"credential": f"g{place}", "earned_on": "2016-01-01", "associated": [{"from": "2016-01-01"}]}
                for place, group in enumerate(fits)
                if who in group
            ],
        }
        for who in everybody
    ]
    rules = judged({"organisation": "o", "market": "all", "people": people}, programme(needs))
    return document(rules.explained(ON))["competencies"][0]["paths"][0]["requirements"][0]


def hash_of(who):
    """An order that is neither that of the ids as text nor that of their numbers."""
    return int(who[1:]) * 7919 % 101


def seats_filled(needs, fits, fixed=()):
    """The most seats that can be filled; `fixed` are (person, place) pairs that are placed already."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    placed = {who for who, _ in fixed}
    for place, (need, group) in enumerate(zip(needs, fits, strict=True)):
        left = need - sum(there == place for _, there in fixed)
        graph.add_edge(("group", place), "sink", capacity=left)
        for who in group - placed:
            graph.add_edge("source", who, capacity=1)
            graph.add_edge(who, ("group", place), capacity=1)
    return len(placed) + networkx.maximum_flow_value(graph, "source", "sink")


def slack(needs, fits, chosen):
    return len(set().union(*(fits[place] for place in chosen))) - sum(needs[place] for place in chosen)


@pytest.mark.parametrize("seed", range(60))
def test_a_team_fills_as_many_seats_as_flow_can(seed):
    needs, fits = random_team(seed, most_people=40, most_groups=7)
    team = judged_team(needs, fits)
    filled = [group["filled"] for group in team["groups"]]
    assert team["met"] == (seats_filled(needs, fits) == sum(needs))
    # Earlier groups are filled most: the first ones alone could not hold more, however many they are.
    for number in range(1, len(needs) + 1):
        assert sum(filled[:number]) == seats_filled(needs[:number], fits[:number])


@pytest.mark.parametrize("seed", range(60))
def test_everybody_placed_fits_and_stands_in_one_group(seed):
    needs, fits = random_team(seed, most_people=40, most_groups=7)
    groups = judged_team(needs, fits)["groups"]
    placed = [(entry["person"], place) for place, group in enumerate(groups) for entry in group["counting"]]
    assert len({who for who, _ in placed}) == len(placed)
    assert all(who in fits[place] for who, place in placed)
    for place, group in enumerate(groups):
        assert group["have"] == len(fits[place])
        assert group["filled"] == len(group["counting"]) <= group["need"] == needs[place]


@pytest.mark.parametrize("seed", range(60))
def test_the_tight_groups_are_the_smallest_set_with_the_least_slack(seed):
    needs, fits = random_team(seed, most_people=30, most_groups=7)
    places = range(len(needs))
    sets = [chosen for size in places for chosen in combinations(places, size + 1)]
    tight = min(sets, key=lambda chosen: (slack(needs, fits, chosen), len(chosen), chosen))
    assert judged_team(needs, fits)["tight"] == [f"1.{place + 1}" for place in tight]


@pytest.mark.parametrize("seed", range(40))
def test_of_equal_assignments_the_smallest_ids_are_placed_group_by_group(seed):
    """Each group in turn takes, id by id as text, whoever still leaves the same seats to be filled."""
    needs, fits = random_team(seed, most_people=14, most_groups=4)
    groups = judged_team(needs, fits)["groups"]
    filled = [group["filled"] for group in groups]
    fixed = []
    for place, group in enumerate(groups):
        for who in sorted(fits[place]):
            full = sum(there == place for _, there in fixed) == filled[place]
            taken = any(who == other for other, _ in fixed)
            if not full and not taken and seats_filled(filled, fits, [*fixed, (who, place)]) == sum(filled):
                fixed.append((who, place))
        assert sorted(entry["person"] for entry in group["counting"]) == [w for w, p in fixed if p == place]
