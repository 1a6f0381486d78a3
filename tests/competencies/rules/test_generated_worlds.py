"""The rules against the oracle on generated organisation-days: D1, programme-format.md section 3.

Each test looks at one part of the format most; together they judge 5,400 organisation-days. The oracle steps
through the days on which something can move (`moving_days` says why that is enough), and through every single
day in the last test, which also holds that both ways agree.
"""

import re

from hypothesis import given

from tests.competencies.oracle import World, brief, changed_first_on, judge

from .answers import comparable, decimal_texts, document, judged, without_paths, without_review_day
from .repeatable import repeatable
from .worlds import Profile, cases

EXAMPLES = 60
PLAIN_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def agree(case, **how):
    """Rules and oracle give the same answers on every day of the case, and the rules keep their own laws."""
    rules = judged(case.facts, *case.editions)
    world = World(case.facts, case.editions, **how)
    for on in case.days:
        full, short = document(rules.explained(on)), document(rules.outcome(on))
        assert comparable(without_review_day(full)) == comparable(judge(world, on))
        assert comparable(without_paths(full)) == comparable(short)
        assert all(PLAIN_DECIMAL.fullmatch(text) for text in decimal_texts(full))
        in_time(full["next_review_on"], changed_first_on(world, on), on)


def in_time(next_review_on, first_change, on):
    """`next_review_on` is a later day, and nothing changes before it."""
    assert next_review_on is None or next_review_on > on.isoformat()
    if first_change is not None:
        assert next_review_on is not None, f"null, but the answer of {on} changes on {first_change}"
        assert next_review_on <= first_change.isoformat()


PEOPLE = Profile(kinds=("people", "people", "any_of"), editions=(1,), readings=0, attestations=0, overrides=0)
STATES = Profile(kinds=("people", "people", "all_of"), editions=(1, 2), plain=1, readings=0, attestations=0)
INCLUDING = Profile(kinds=("including",), editions=(1,), people=6, plain=7, readings=0, attestations=0)
TEAMS = Profile(kinds=("team",), editions=(1,), people=6, plain=7, readings=0, attestations=0)
METRICS = Profile(kinds=("metric", "metric", "any_of"), people=0, readings=8, overrides=1)
EDITIONS = Profile(editions=(2,), plain=7, codes=2)
ATTESTATIONS = Profile(
    kinds=("attestation", "any_of", "all_of"), people=0, readings=0, attestations=5, overrides=4
)
RENEWAL = Profile(kinds=("people", "attestation", "people"), attestations=4, overrides=3, plain=6, people=4)


@repeatable(EXAMPLES)
@given(cases(PEOPLE))
def test_people_who_satisfy_a_predicate_count_as_the_format_says(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(STATES))
def test_achievements_of_every_state_count_or_not_for_the_reason_given(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(INCLUDING))
def test_including_asks_the_same_people_for_more(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(TEAMS))
def test_teams_keep_people_apart_and_say_where_it_is_tight(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(METRICS))
def test_metrics_follow_their_windows(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(EDITIONS))
def test_each_day_is_judged_by_the_edition_in_force_on_it(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(ATTESTATIONS))
def test_attestations_and_overrides_count_on_their_days(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(RENEWAL))
def test_renewal_is_judged_on_its_judgement_day(case):
    agree(case)


@repeatable(EXAMPLES)
@given(cases(Profile()))
def test_everything_at_once(case):
    agree(case)


@repeatable(10)
@given(cases(Profile(days=4)))
def test_stepping_through_every_single_day_gives_the_same_answers(case):
    agree(case, every_day=True)
    moving, stepping = World(case.facts, case.editions), World(case.facts, case.editions, every_day=True)
    assert [brief(moving, on) for on in case.days] == [brief(stepping, on) for on in case.days]
