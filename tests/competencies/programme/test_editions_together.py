"""Editions given together must fit together (programme-format.md, "What a bad file gets")."""

from datetime import date

import pytest

from competencies.programme import Programme, ProgrammeError, read_edition

from .small_file import GOOD


def put(text, *changes):
    """The text with some words put otherwise."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


SECOND = put(GOOD, ('"2017-12"', '"2018-06"'), ("effective_from: 2017-12-15", "effective_from: 2018-06-01"))
SILVER, GOLD = "  - {key: silver, name: {en: Silver}}\n", "  - {key: gold, name: {en: Gold}}\n"
DEVELOPED = "  - {key: developed, name: {en: Developed markets}}\n"
DEVELOPING = "  - {key: developing, name: {en: Developing markets}}\n"

DO_NOT_FIT = {
    "another programme": [("programme: small", "programme: large")],
    "the same edition": [('"2018-06"', '"2017-12"')],
    "the same day": [("2018-06-01", "2017-12-15")],
    "levels in another order": [(SILVER + GOLD, GOLD + SILVER)],
    "one level more": [(GOLD, GOLD + "  - {key: top, name: {en: Top}}\n")],
    "markets in another order": [(DEVELOPED + DEVELOPING, DEVELOPING + DEVELOPED)],
    "one market more": [
        (DEVELOPING, DEVELOPING + "  - {key: new, name: {en: New}}\n"),
        ("developing: 50.5", "developing: 50.5, new: 1"),
    ],
    "a metric of another kind": [
        ("unit: seats, kind: stock}", "unit: seats, kind: flow}"),
        ("            at_least: 10\n", "            at_least: 10\n            within_months: 3\n"),
    ],
}


def together(*texts):
    return Programme.of([read_edition(text, name=f"file-{place}") for place, text in enumerate(texts)])


@pytest.mark.parametrize("texts", [(GOOD, SECOND), (SECOND, GOOD)], ids=["in order", "the other way round"])
def test_editions_stand_in_the_order_of_their_days_however_given(texts):
    assert [edition.key for edition in together(*texts).editions] == ["2017-12", "2018-06"]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2001, 1, 1), "2017-12"),
        (date(2017, 12, 15), "2017-12"),
        (date(2018, 5, 31), "2017-12"),
        (date(2018, 6, 1), "2018-06"),
        (date(2100, 1, 1), "2018-06"),
    ],
)
def test_a_day_is_judged_by_the_edition_in_force(day, key):
    assert together(SECOND, GOOD).edition_on(day).key == key


@pytest.mark.parametrize("changes", DO_NOT_FIT.values(), ids=DO_NOT_FIT)
def test_editions_that_do_not_fit_together_are_refused(changes):
    second = put(SECOND, *changes)
    read_edition(second, name="good by itself")
    with pytest.raises(ProgrammeError):
        together(GOOD, second)


def test_names_and_units_may_differ_between_editions():
    renamed = put(SECOND, ("{en: Silver}", "{en: Argent}"), ("unit: USD", "unit: EUR"))
    assert len(together(GOOD, renamed).editions) == 2


def test_an_edition_may_add_and_drop_metrics_credentials_and_competencies():
    other = put(SECOND, ("key: cloud\n", "key: data\n"), ("helper", "aide"), ("seats", "desks"))
    assert len(together(GOOD, other).editions) == 2
