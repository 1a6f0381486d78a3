"""Laws that hold whatever the programme and the facts."""

from copy import deepcopy
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from competencies.facts import Held, Person
from competencies.rules import Case

from .answers import document, judged, without_review_day
from .repeatable import repeatable
from .worlds import Profile, cases
from .worlds.organisations import achievements
from .worlds.programmes import CODES

ONE_DAY = timedelta(days=1)
LAST_DAY = date(2019, 12, 31)  # later than anything that the generated worlds speak of

STAFFED = Profile(kinds=("people", "including", "team", "any_of", "all_of"), readings=0, people=5)


def met(rules, on):
    """What is met on the day: every path and override of every entry."""
    entries = document(rules.outcome(on))["competencies"]
    return {(entry["competency"], entry["level"], way) for entry in entries for way in entry["via"]}


@st.composite
def joiners(draw):
    """A case, and the same with one achievement more: of somebody who is there, or of a newcomer."""
    case = draw(cases(STAFFED))
    richer = deepcopy(case.facts)
    richer["people"].append({"id": "newcomer", "achievements": []})
    person = draw(st.sampled_from(richer["people"]))
    person["achievements"].append(draw(achievements(draw(st.sampled_from(CODES)), case.days, 5)))
    return case, richer


@repeatable(60)
@given(joiners())
def test_one_achievement_more_never_loses_a_level(pair):
    """Every node is monotone in people: nothing in the format asks for fewer."""
    case, richer = pair
    before, after = judged(case.facts, *case.editions), judged(richer, *case.editions)
    for on in case.days:
        assert met(before, on) <= met(after, on)


@st.composite
def shuffled(draw):
    case = draw(cases(Profile()))
    return case, case.facts | {"people": draw(st.permutations(case.facts["people"]))}


@repeatable(30)
@given(shuffled())
def test_the_order_of_people_decides_nothing(pair):
    case, other = pair
    first, second = judged(case.facts, *case.editions), judged(other, *case.editions)
    for on in case.days:
        assert document(first.outcome(on)) == document(second.outcome(on))


@repeatable(30)
@given(cases(Profile(days=2)))
def test_nothing_changes_before_the_next_review(case):
    """Every single day up to `next_review_on`, or to the end of all days where it is null."""
    rules = judged(case.facts, *case.editions)
    for on in case.days:
        now = document(rules.outcome(on))
        end = date.fromisoformat(now["next_review_on"]) if now["next_review_on"] else LAST_DAY
        day = on + ONE_DAY
        while day < end:
            then = document(rules.outcome(day)) | {"on": now["on"]}
            assert without_review_day(then) == without_review_day(now), day
            day += ONE_DAY


@repeatable(30)
@given(cases(Profile()))
def test_reviews_come_to_an_end(case):
    """Following `next_review_on` from day to day ends in null: who has nothing ahead costs nothing."""
    rules = judged(case.facts, *case.editions)
    on, reviews = min(case.days), 0
    while on is not None:
        following = document(rules.outcome(on))["next_review_on"]
        on, reviews = date.fromisoformat(following) if following else None, reviews + 1
        assert reviews < 200


@repeatable(30)
@given(cases(Profile(days=3)))
def test_asking_again_or_in_another_order_gives_the_same(case):
    """A case is compiled once and remembers nothing of the questions."""
    asked_once = {on: document(judged(case.facts, *case.editions).explained(on)) for on in case.days}
    rules = judged(case.facts, *case.editions)
    for on in [*reversed(case.days), *case.days]:
        assert document(rules.explained(on)) == asked_once[on]


@repeatable(60)
@given(cases(Profile()))
def test_a_term_that_displays_more_is_judged_as_if_it_always_had(case):
    """What the first question found serves the second one."""
    rules = judged(case.facts, *case.editions)
    for on in case.days:
        outcome = rules.outcome(on)
        shown = [Held(each.competency, each.level) for each in outcome.competencies if each.attained]
        later, changed = rules.displaying(outcome, shown)
        anew = Case(later.facts, rules.rulebook.programme)
        assert document(changed) == document(anew.outcome(on)) == document(later.outcome(on))
        assert later.facts.membership is None or later.facts.membership.held == tuple(shown)
        assert document(rules.outcome(on)) == document(outcome)


def about(answer, people):
    """The answer with only these people listed."""
    if isinstance(answer, list):
        return [about(each, people) for each in answer]
    if not isinstance(answer, dict):
        return answer
    found = {key: about(value, people) for key, value in answer.items()}
    for key in ("counting", "not_counting"):
        if key in found:
            found[key] = [each for each in found[key] if each["person"] in people]
    if "needed" in found:
        found["needed"] = [person for person in found["needed"] if person in people]
    return found


@repeatable(120)
@given(cases(STAFFED), st.data())
def test_whoever_is_listed_everything_else_is_said_alike(case, data):
    """An explanation about some people, or about nobody, has the counts and verdicts of the whole one."""
    ids = [person["id"] for person in case.facts["people"]]
    people = data.draw(
        st.one_of(st.just([]), st.lists(st.sampled_from(ids), unique=True) if ids else st.just([]))
    )
    for on in case.days:
        # Each from the beginning, so that nothing is kept from the other.
        part = document(judged(case.facts, *case.editions).explained(on, about=people))
        whole = document(judged(case.facts, *case.editions).explained(on))
        assert part == about(whole, people)


@repeatable(60)
@given(cases(STAFFED))
def test_an_explanation_is_the_same_after_one_about_nobody(case):
    """Rules are shared by everybody: what one explanation leaves in them must not show in another."""
    for on in case.days:
        rules = judged(case.facts, *case.editions)
        rules.explained(on, about=[])
        assert document(rules.explained(on)) == document(judged(case.facts, *case.editions).explained(on))


@st.composite
def others(draw):
    """A case, and somebody of it, or nobody of it, with other achievements than now; perhaps with none."""
    case = draw(cases(STAFFED))
    ids = [person["id"] for person in case.facts["people"]]
    codes = draw(st.lists(st.sampled_from(CODES), max_size=3))
    held = [draw(achievements(code, case.days, 5)) for code in codes]
    return case, {"id": draw(st.sampled_from([*ids, "newcomer"])), "achievements": held}


def replaced(facts, person):
    people = [person if each["id"] == person["id"] else each for each in facts["people"]]
    return facts | {"people": people if person in people else [*people, person]}


@repeatable(120)
@given(others())
def test_a_case_with_one_person_replaced_is_the_case_of_the_changed_facts(pair):
    """What a what-if about one person looks at anew is all that it changes (B3, C5, G12)."""
    case, person = pair
    rules, changed = judged(case.facts, *case.editions), replaced(case.facts, person)
    for on in case.days:
        rules.explained(on)  # so that there is something that must not be kept
        then = rules.replacing(judged(changed, *case.editions).person(person["id"]))
        expected = judged(changed, *case.editions)
        assert document(then.explained(on)) == document(expected.explained(on))
        assert then.started(on) == expected.started(on)
        assert then.counting(person["id"], on) == expected.counting(person["id"], on)
        assert document(rules.explained(on)) == document(judged(case.facts, *case.editions).explained(on))


@repeatable(60)
@given(cases(STAFFED))
def test_who_has_nothing_left_is_as_good_as_gone(case):
    for gone in [each["id"] for each in case.facts["people"][:2]]:
        rest = case.facts | {"people": [each for each in case.facts["people"] if each["id"] != gone]}
        for on in case.days:
            then = judged(case.facts, *case.editions).replacing(Person(gone))
            assert document(then.explained(on)) == document(judged(rest, *case.editions).explained(on))
