"""Programme files as a whole: what is refused unread, what is read as the same, and all problems at once."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
import yaml

from competencies.programme import ProgrammeError, read_edition

from .small_file import GOOD, altered, line_of, problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n# nothing\n",
        "just words",
        "- a list",
        "3",
        "{",
        "a: [1, 2",
        "a: b: c",
        "key: @x",
        "\x00",
        "a: !!python/name:os.system x",
    ],
)
def test_what_is_no_programme_file_is_refused(text):
    assert problems(text)


def test_text_that_is_not_utf_8_is_refused():
    with pytest.raises(ProgrammeError):
        read_edition(GOOD.encode("big5"), name="small.yaml")


def test_two_documents_in_one_file_are_refused():
    assert problems(f"{GOOD}---\n{GOOD}")


def test_a_file_over_one_mebibyte_is_refused():
    padding = "# " + "x" * 97 + "\n"
    just = GOOD.encode() + padding.encode() * ((2**20 - len(GOOD.encode())) // 100)
    just += b"#" * (2**20 - len(just))
    assert len(just) == 2**20
    assert read_edition(just, name="small.yaml").key == "2017-12"
    with pytest.raises(ProgrammeError):
        read_edition(just + b"#", name="small.yaml")


def nested(depth):
    """A predicate of so many any_of inside one another."""
    return "{any_of: [" * depth + "helper" + "]}" * depth


def test_a_file_nested_too_deep_is_refused():
    """Twenty levels of lists and mappings are allowed; far more must not exhaust the reader."""
    assert not problems(altered('each: "70-535"\n', f"each: {nested(4)}\n"))
    for depth in (11, 50, 5000):
        found = problems(altered('each: "70-535"\n', f"each: {nested(depth)}\n"))
        assert len(found) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "name: {en: Small programme, zh-hant: 小型計畫}",
            "name: &name {en: Small programme}\nlevels: *name",
        ),
        ("    name: {en: Cloud}", "    name: &cloud {en: Cloud}\n    note: *cloud"),
    ],
)
def test_yaml_aliases_are_refused(old, new):
    text = altered(old, new)
    line, problem = problems(text)[0]
    assert "alias" in problem
    assert line == next(number for number, words in enumerate(text.splitlines(), start=1) if "*" in words)


def test_every_problem_is_listed_in_the_order_of_the_file():
    text = altered("kind: certification", "kind: diploma")
    text = text.replace("within_months: 12", "within_months: 0").replace("level: gold", "level: platinum")
    found = problems(text)
    assert [line for line, _ in found] == [
        line_of(text, words) for words in ("diploma", "within_months: 0", "platinum")
    ]
    with pytest.raises(ProgrammeError, match="diploma"):
        read_edition(text, name="small.yaml")


def test_the_error_names_the_file():
    with pytest.raises(ProgrammeError, match=r"small\.yaml"):
        read_edition("format: 2", name="small.yaml")


def fields_of(text):
    """What an edition holds; editions themselves are told apart by identity."""
    edition = read_edition(text, name="x")
    return {field.name: getattr(edition, field.name) for field in fields(edition)}


def test_json_is_read_as_the_same_edition():
    """Dates stand in JSON as text."""
    as_json = json.dumps(yaml.safe_load(GOOD), default=date.isoformat)
    assert fields_of(as_json) == fields_of(GOOD)


def test_json_may_write_a_character_as_a_pair_of_escapes():
    """JSON is valid YAML, also where YAML itself has no such escape; an escaped backslash begins none."""
    words = {"en": 'Rocket \U0001f680 "\\ud83d\\ude80"', "zh-hant": "\U00020bb7\u4e2d"}
    content = json.dumps(yaml.safe_load(GOOD) | {"name": words}, default=date.isoformat)
    assert "\\ud83d\\ude80" in content
    assert read_edition(content, name="x").name == words


def test_half_a_pair_of_escapes_is_refused():
    assert problems(json.dumps(yaml.safe_load(GOOD) | {"name": {"en": "\ud83d"}}, default=date.isoformat))


@pytest.mark.parametrize(
    ("written", "amount"),
    [(".5", "0.5"), ("12.5_0", "12.50"), ("1_000", "1000"), ("5.", "5"), ("+5", "5"), ("1e3", "1E+3")],
)
def test_a_number_is_what_yaml_and_json_take_for_one(written, amount):
    edition = read_edition(altered("at_least: 10", f"at_least: {written}"), name="x")
    seats = edition.competencies["cloud"].paths[0].requires[2]
    assert seats.at_least == Decimal(amount)


@pytest.mark.parametrize(
    "number",
    [
        "0x" + "f" * 9000,
        "-0x" + "f" * 9000,
        "0b" + "1" * 20_000,
        "1" + ":59" * 3000,
        "9" * 5000,
        "0." + "3" * 5000,
    ],
    ids=["hexadecimal", "below zero", "binary", "sixties", "decimal", "fraction"],
)
@pytest.mark.parametrize("asked", ["at_least: 10", "at_least: 2", "people: 2\n", "within_months: 12"])
def test_a_number_beyond_all_measure_is_refused(asked, number):
    """Python itself writes no whole number of so many digits."""
    [(_, problem)] = problems(altered(asked, asked.replace(asked.split()[1], number)))
    assert len(problem) < 200


def test_what_may_be_absent_may_be_absent_or_null():
    bare = """\
format: 1
programme: bare
edition: one
effective_from: "2017-01-01"
name: {en: Bare}
levels: [{key: gold, name: {en: Gold}}]
markets: [{key: all, name: {en: All}}]
centres: [{key: c, name: {en: C}}]
competencies: []
"""
    nulls = "levels_without_competency: null\ncredentials: null\nmetrics: null\nattestations: null\n"
    assert fields_of(bare + nulls) == fields_of(bare)
    edition = read_edition(bare, name="bare")
    assert tuple(edition.levels_without_competency) == ("network", "action-pack")
    assert edition.effective_from == date(2017, 1, 1)


def test_notes_doubts_and_names_are_read_where_they_may_stand():
    text = altered("    source: by hand", "    note: {en: A note}\n    doubt: {en: A doubt}")
    text = text.replace("        level: silver", "        level: silver\n        doubt: {en: Another}")
    text = text.replace(
        "            within_months: 12", "            within_months: 12\n            doubt: {en: Third}"
    )
    edition = read_edition(text, name="x")
    cloud = edition.competencies["cloud"]
    selling = cloud.paths[0]
    texts = [cloud.note, cloud.doubt, selling.doubt, selling.requires[0].doubt]
    assert [each["en"] for each in texts] == ["A note", "A doubt", "Another", "Third"]


@pytest.mark.parametrize(
    ("ending", "last_day"),
    [
        ("retires_on: 2017-12-31, accepted_through: 2018-12-31", date(2018, 12, 31)),
        ("retires_on: 2017-12-31, accepted_through: 2017-12-31", date(2017, 12, 31)),
        ("retires_on: 2017-09-30", date(2018, 9, 30)),
        ("retires_on: 2016-02-29", date(2017, 2, 28)),
        ("retires_on: 2015-02-28", date(2016, 2, 28)),
        ("accepted_through: 2018-06-30", date(2018, 6, 30)),
        ("available_from: 2017-01-01", None),
    ],
)
def test_the_last_day_on_which_a_credential_counts(ending, last_day):
    text = altered("retires_on: 2017-12-31, accepted_through: 2018-12-31", ending)
    until = read_edition(text, name="x").credentials["70-534"].accepted_until
    assert until == (None if last_day is None else date.fromordinal(last_day.toordinal() + 1))
