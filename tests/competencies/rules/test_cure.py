"""What cures a risk (E4): the fewest added passes, against an oracle that tries every set of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from competencies.facts import Achievement, Period, Person
from competencies.rules import Case
from competencies.rules.cure import Lack, Step, cure
from tests.competencies.oracle import World, cheapest
from tests.competencies.oracle.cure import MOST

from .answers import judged
from .repeatable import repeatable
from .worlds import Profile, cases
from .worlds.programmes import named

EXAMPLES = 40
ON = date(2017, 1, 1)
NOBODY_KNOWN = "z-blank"

PEOPLE = Profile(kinds=("people", "people", "any_of"), editions=(1,), readings=0, attestations=0, overrides=0)
INCLUDING = Profile(kinds=("including",), editions=(1,), plain=7, readings=0, attestations=0)
TEAMS = Profile(kinds=("team",), editions=(1,), plain=7, readings=0, attestations=0)
MIXED = Profile(days=3)


def agree(case):
    """Rules and oracle find the same price for every level, and every way that the rules name is one."""
    rules, world = judged(case.facts, *case.editions), World(case.facts, case.editions)
    able = sorted({*list(world.people)[:3], NOBODY_KNOWN})
    for on in case.days[:3]:
        day = max(case.days)
        for entry in sorted({verdict.key for verdict in rules.outcome(day).competencies}):
            found = cure(rules, [entry], on=on, day=day, able=able)
            expected = cheapest(world, entry, on, day, able)
            assert (found is None) == (expected is None)
            if found is not None:
                price, path, ways = expected
                assert (len(found.lacks), found.newcomers, min(found.passes, MOST + 1)) == price
                if price[2] <= MOST:
                    assert (found.path, found.exact) == (path, True)
                    names_ways_of(found, ways)
                if found.exact and not found.lacks:
                    holds_by_the_rules(rules, entry, on, day, found)


def names_ways_of(found, ways):
    """Of one pass every way is named; of more, what is named is one of them."""
    if found.passes == 1:
        named = {
            (who, code)
            for (step,) in found.ways
            for who in step.people or ("new0",)
            for code in step.credentials[0]
        }
        # Whoever comes new is nobody in particular.
        assert named == {("new0" if who.startswith("new") else who, code) for ((who, code),) in ways}
    elif found.passes:
        assert chosen(found) in {frozenset(way) for way in ways}


def chosen(found):
    """The first people and credentials of the first way, as passes."""
    new = iter(f"new{number}" for number in range(found.newcomers))
    return frozenset(
        (who, codes[0])
        for step in found.ways[0]
        for who in (step.people[: step.count] or [next(new) for _ in range(step.count)])
        for codes in step.credentials
    )


def holds_by_the_rules(rules, entry, on, day, found):
    """With the first way's passes among the facts, the level holds on the day."""
    people = {person.id: person for person in rules.facts.people}
    for who, code in chosen(found) if found.passes else ():
        added = Achievement(code, date(2010, 1, 1), associated=(Period(date(2010, 1, 1), None),))
        person = people.get(who, Person(who))
        people[who] = replace(person, achievements=(*person.achievements, added))
    facts = replace(rules.facts, people=tuple(people.values()), overrides=())
    later = Case(facts, rules.rulebook.programme).outlook(entry[0], on=on, through=max(on, day))
    judged_on = max(on, day)
    assert any(
        one.level == entry[1] and any(_holds(period, judged_on) for period in one.held) for one in later
    )


def _holds(period, day):
    return period.starts_on <= day and (period.until is None or day < period.until)


@repeatable(EXAMPLES)
@given(cases(PEOPLE))
def test_people_and_alternatives(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(INCLUDING))
def test_the_same_people_asked_for_more(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(TEAMS))
def test_teams_whose_people_are_kept_apart(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(MIXED))
def test_everything_at_once_with_figures_attestations_and_editions(case):
    agree(case)


def programme(*nodes):
    """One path for gold that asks for these nodes; people hold "a" to "d"."""
    return {
        "format": 1,
        "programme": "cures",
        "edition": "one",
        "effective_from": "2016-01-01",
        "name": {"en": "Cures"},
        "levels": [named("gold")],
        "markets": [named("all")],
        "centres": [named("centre")],
        "credentials": [{"code": code, "kind": "exam", "title": {"en": code}} for code in "abcd"],
        "metrics": [named("sales") | {"unit": "USD", "kind": "flow"}],
        "attestations": [named("reseller")],
        "competencies": [
            named("work")
            | {"centre": "centre", "paths": [named("way") | {"level": "gold", "requires": list(nodes)}]}
        ],
    }


def cure_of(held, *nodes, able=None, change=None):
    """The cure for people who hold these codes: `held` is a code or several for each person's id."""
    people = [
        {
            "id": who,
            "achievements": [
                {"credential": code, "earned_on": "2016-01-01", "associated": [{"from": "2016-01-01"}]}
                for code in codes
            ],
        }
        for who, codes in held.items()
    ]
    edition = programme(*nodes)
    if change:
        change(edition)
    rules = judged({"organisation": "o", "market": "all", "people": people}, edition)
    able = list(held) if able is None else able
    return cure(rules, [("work", "gold")], on=ON, day=ON, able=able)


def test_one_pass_names_everybody_who_would_do():
    found = cure_of({"ada": "a", "ben": "", "cleo": "b"}, {"people": 2, "each": {"any_of": ["a", "c"]}})
    assert (found.passes, found.newcomers, found.ways) == (
        1,
        0,
        ((Step(1, ("ben", "cleo"), 2, (("a", "c"),)),),),
    )


def test_who_holds_most_of_what_is_asked_is_named_first():
    node = {"any_of": [{"people": 1, "each": {"all_of": ["a", "b"]}}, {"people": 1, "each": "b"}]}
    found = cure_of({"ada": "", "ben": "a"}, node)
    assert found.ways[0][0].people == ("ben", "ada")


def test_who_lacks_least_comes_first_and_alike_people_are_one_step():
    found = cure_of(
        {"ada": "", "ben": "a", "cleo": "", "dan": ""}, {"people": 3, "each": {"all_of": ["a", "b"]}}
    )
    assert found.passes == 5
    assert found.ways == (
        (Step(2, ("ada", "cleo", "dan"), 3, (("a",), ("b",))), Step(1, ("ben",), 1, (("b",),))),
    )


def test_one_pass_may_serve_two_requirements():
    found = cure_of({"ada": "a"}, {"people": 1, "each": "b"}, {"people": 1, "each": {"all_of": ["a", "b"]}})
    assert (found.passes, found.ways) == (1, ((Step(1, ("ada",), 1, (("b",),)),),))


def test_who_has_left_passes_nothing_and_somebody_new_does():
    found = cure_of({"ada": "a"}, {"people": 1, "each": "b"}, able=[])
    assert (found.passes, found.newcomers, found.ways) == (1, 1, ((Step(1, (), 0, (("b",),)),),))


def test_nobody_new_where_those_there_suffice_with_more_passes():
    found = cure_of({"ada": ""}, {"people": 1, "each": {"all_of": ["a", "b", "c"]}})
    assert (found.passes, found.newcomers) == (3, 0)


def test_figures_and_attestations_are_said_beside():
    found = cure_of(
        {"ada": ""},
        {"metric": "sales", "at_least": 10, "within_months": 12},
        {"attestation": "reseller", "at_least": 2},
        {"people": 1, "each": "a"},
    )
    assert found.lacks == (Lack("metric", "sales", "10"), Lack("attestation", "reseller", "2"))
    assert found.passes == 1


def test_passes_alone_are_chosen_before_a_figure():
    found = cure_of(
        {"ada": ""},
        {
            "any_of": [
                {"metric": "sales", "at_least": 10, "within_months": 12},
                {"people": 1, "each": {"all_of": ["a", "b"]}},
            ]
        },
    )
    assert (found.passes, found.lacks) == (2, ())


def test_what_can_no_longer_be_passed_is_not_asked_for():
    def retire(edition):
        edition["credentials"][0] |= {"retires_on": "2016-12-30", "accepted_through": "2018-01-01"}

    node = {"people": 1, "each": {"any_of": ["a", "b"]}}
    assert cure_of({"ada": ""}, node, change=retire).ways[0][0].credentials == (("b",),)
    assert cure_of({"ada": ""}, {"people": 1, "each": "a"}, change=retire) is None


@pytest.mark.parametrize(("groups", "known"), [(1, (9, False)), (3, (27, True))])
def test_among_twenty_thousand_people_too_the_effort_has_an_end(groups, known):
    held = {f"p{number:05}": "abcd"[number % 4] for number in range(20_000)}
    team = {"team": [{"people": 3, "each": {"all_of": ["a", "b", "c", "d"]}} for _ in range(groups)]}
    found = cure_of(held, team, {"people": 4, "each": {"all_of": ["c", "d"]}})
    assert (found.passes, found.exact) == known


def test_of_several_levels_the_cheapest_is_taken():
    def add(edition):
        more = named("play") | {"centre": "centre"}
        ways = [named(key) | {"level": "gold", "requires": [{"people": 1, "each": each}]} for key, each in (
            ("two", {"all_of": ["c", "d"]}), ("one", "d"),
        )]  # fmt: skip
        edition["competencies"].append(more | {"paths": ways})

    edition = programme({"people": 2, "each": "a"})
    add(edition)
    rules = judged({"organisation": "o", "market": "all", "people": []}, edition)
    found = cure(rules, [("work", "gold"), ("play", "gold")], on=ON, day=ON, able=["ada", "ben"])
    assert (found.competency, found.path, found.passes) == ("play", "one", 1)
    assert cure(rules, [("gone", "gold")], on=ON, day=ON, able=["ada"]) is None


def test_a_search_that_takes_too_long_says_at_least(monkeypatch):
    monkeypatch.setattr("competencies.rules.passes.EFFORT", 0)
    found = cure_of({"ada": ""}, {"people": 1, "each": {"all_of": ["a", "b"]}})
    assert (found.passes, found.exact, found.ways) == (2, False, ())


@pytest.mark.parametrize(
    ("people", "passes"), [(150, 149), (250, 249), (300, 299), (301, 1), (10**5, 1), (10**30, 1)]
)
def test_far_more_people_than_anybody_has_are_not_searched_for(people, passes):
    """`people` has no upper end (programme-format.md 1); nobody waits for such a cure."""
    for node in ({"people": people, "each": "a"}, {"team": [{"people": people, "each": "a"}]}):
        found = cure_of({"ada": "a", "ben": ""}, node)
        assert (found.passes, found.exact) == (passes, people == 150)


def test_what_else_is_missing_is_said_of_so_large_a_path_too():
    crowd = {f"p{number}": "a" for number in range(301)}
    asked = {"people": 301, "each": "a"}, {"attestation": "reseller"}
    found = cure_of(crowd, *asked)
    assert (found.passes, found.exact, found.lacks) == (0, True, (Lack("attestation", "reseller", "1"),))
    del crowd["p7"]
    assert (cure_of(crowd, *asked).passes, cure_of(crowd, *asked).exact) == (1, False)
