"""The cure of a risk in words (E4): who passes what, and what is short besides."""

import pytest
from django.utils.html import strip_tags

from competencies.presenters.cures import cure_words, people_of
from competencies.rules.cure import Cure, Lack, Step

from .worlds import situation

ONE = ("70-1",)


def cure(*ways, passes=1, exact=True, lacks=(), path="team-gold", competency="team"):
    return Cure(competency, "gold", path, passes, exact, 0, ways, lacks)


def said(found, **more):
    return strip_tags(cure_words(found, situation().words, **more))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(1, ("1",), 1, (ONE,)), "Ada Able passes 70-1"),
        (Step(1, ("1", "2"), 2, (ONE,)), "Ada Able or Ben Bold passes 70-1"),
        (
            Step(1, ("1", "2", "3", "4"), 9, (ONE,)),
            "any 1 of 9 people (Ada Able, Ben Bold, Cleo Cool, …) passes 70-1",
        ),
        (Step(2, ("1", "2"), 2, (ONE,)), "Ada Able and Ben Bold pass 70-1 each"),
        (Step(2, ("1", "2", "3"), 3, (ONE,)), "2 of Ada Able, Ben Bold and Cleo Cool pass 70-1 each"),
        (Step(1, (), 0, (ONE,)), "1 new person passes 70-1"),
        (Step(3, (), 0, (ONE,)), "3 new people pass 70-1 each"),
        (Step(1, ("1",), 1, (("70-1", "70-2"), ("ta-x",))), "Ada Able passes 70-1 or 70-2 and Assessment X"),
        (
            Step(1, ("1",), 1, (("70-1", "70-2", "70-3", "ta-x"),)),
            "Ada Able passes one of 4 credentials (70-1, 70-2, …)",
        ),
    ],
)
def test_who_passes_what(step, words):
    assert said(cure((step,))) == f"1 more pass: {words}"


def test_every_way_of_a_single_pass():
    ways = (Step(1, ("1",), 1, (ONE,)),), (Step(1, ("2",), 1, (("ta-x",),)),)
    assert said(cure(*ways)) == "1 more pass: Ada Able passes 70-1, or Ben Bold passes Assessment X"
    assert people_of(cure(*ways)) == {1, 2}


def test_several_passes_are_told_together():
    way = Step(1, ("1",), 1, (ONE,)), Step(1, ("2",), 1, (("ta-x",),))
    assert said(cure(way, passes=2)) == "2 more passes: Ada Able passes 70-1; Ben Bold passes Assessment X"


def test_what_is_not_known_exactly_is_said_so():
    assert said(cure(passes=7, exact=False)) == "at least 7 more passes"


def test_figures_and_attestations_stand_beside():
    lacks = (Lack("metric", "sales", "1500"), Lack("attestation", "reseller", "1"))
    step = Step(1, ("1",), 1, (ONE,))
    besides = "1,500 USD more (Sales) and 1 attestation (Authorised reseller)"
    assert said(cure((step,), lacks=lacks)) == f"1 more pass: Ada Able passes 70-1; besides: {besides}"
    assert said(cure(passes=0, lacks=lacks)) == besides


def test_the_path_is_named_where_there_are_several_and_the_level_where_the_alert_does_not():
    step = Step(1, ("1",), 1, (ONE,))
    found = cure((step,), competency="either", path="also-gold")
    assert said(found) == "1 more pass: Ada Able passes 70-1 (Also option)"
    assert said(cure((step,)), about="Gold in Team work").startswith("Gold in Team work: 1 more pass")


def test_where_nothing_helps():
    assert said(None) == "No pass would cure it any more"


def test_a_name_is_no_markup():
    words = situation().words
    words.people["1"] = "<b>Ada</b>"
    try:
        assert "<b>" not in cure_words(cure((Step(1, ("1",), 1, (ONE,)),)), words)
    finally:
        words.people["1"] = "Ada Able"
