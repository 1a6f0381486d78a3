"""The difference of two editions: one change is one difference, in its place (D1, G7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path as FilePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import competencies
from competencies.programme import (
    AllOf,
    AttestationNode,
    Holds,
    MetricNode,
    OneOf,
    People,
    Team,
    read_edition,
)
from competencies.programme.difference import Change, Part, differences
from tests.world import EDITION

FILES = FilePath(competencies.__file__).parent / "data" / "programmes"
EARLIER, LATER = (read_edition((FILES / f"mpn-{key}.yaml").read_bytes()) for key in ("2017-07", "2017-12"))
SMALL = read_edition(EDITION)
CLOUD_SILVER = {"competency": "cloud", "level": "silver", "path": "cloud-silver"}
CLOUD_GOLD = {"competency": "cloud", "level": "gold", "path": "cloud-gold"}
DATA_SILVER = {"competency": "data", "level": "silver", "path": "data-silver"}
DEVICES = {"competency": "devices", "level": "silver", "path": "devices-silver"}
CLOUD_GOLD_FILE = """      - key: cloud-gold
        level: gold
        name: {en: Two experts}
        requires: [{people: 2, each: cloud-expert}]
"""
ANOTHER_PATH = """      - key: cloud-second
        level: silver
        name: {en: Another}
        requires: [{people: 3, each: data-basic}]
  - key: data
"""

# What is written otherwise, and the difference: part, change, attribute, and where.
TABLE = [
    (("{en: A programme for", "{en: Another for"), Part.EDITION, "name", {}),
    (
        ("levels:", "levels_without_competency: [network]\nlevels:"),
        Part.EDITION,
        "levels_without_competency",
        {},
    ),
    (("{en: Gold, zh-hant: 金級}", "{en: Golden, zh-hant: 金級}"), Part.LEVEL, "name", {"key": "gold"}),
    (("Developed markets", "Rich markets"), Part.MARKET, "name", {"key": "developed"}),
    (("{en: Platform, zh", "{en: Platforms, zh"), Part.CENTRE, "name", {"key": "platform"}),
    (("{en: Old}", "{en: Older}"), Part.CREDENTIAL, "title", {"key": "cloud-old"}),
    (("2018-01-31", "2018-02-01"), Part.CREDENTIAL, "retires_on", {"key": "cloud-old"}),
    (("2018-06-30", "2018-07-31"), Part.CREDENTIAL, "accepted_through", {"key": "cloud-old"}),
    (("kind: certification", "kind: exam"), Part.CREDENTIAL, "kind", {"key": "cloud-expert"}),
    (
        ("{en: Data basics}", "{en: Data basics}, replaced_by: cloud-old"),
        Part.CREDENTIAL,
        "replaced_by",
        {"key": "data-basic"},
    ),
    (("{en: Consumption}", "{en: Use}"), Part.METRIC, "name", {"key": "consumption"}),
    (("unit: USD", "unit: users"), Part.METRIC, "unit", {"key": "consumption"}),
    (("{en: Authorised reseller}", "{en: Reseller}"), Part.ATTESTATION, "name", {"key": "reseller"}),
    (("{en: Cloud, zh", "{en: Clouds, zh"), Part.COMPETENCY, "name", {"key": "cloud", "competency": "cloud"}),
    (
        ("name: {en: One person}", "name: {en: Somebody}"),
        Part.PATH,
        "name",
        {"key": "cloud-silver", **CLOUD_SILVER},
    ),
    (
        ("name: {en: One person}", "name: {en: One person}\n        doubt: {en: D}"),
        Part.PATH,
        "doubt",
        {"key": "cloud-silver", **CLOUD_SILVER},
    ),
    (
        ("level: gold\n", "level: silver\n"),
        Part.PATH,
        "level",
        {"key": "cloud-gold", **CLOUD_GOLD, "level": "silver"},
    ),
    (
        ("people: 2,", "people: 3,"),
        Part.REQUIREMENT,
        "people",
        {"key": "cloud-gold", "node": "1", **CLOUD_GOLD},
    ),
    (
        ("each: cloud-expert}", "each: cloud-basic}"),
        Part.REQUIREMENT,
        "each",
        {"key": "cloud-gold", "node": "1", **CLOUD_GOLD},
    ),
    (
        ("cloud-expert, cloud-old]", "cloud-old]"),
        Part.REQUIREMENT,
        "each",
        {"key": "cloud-silver", "node": "1", **CLOUD_SILVER},
    ),
    (
        ("at_least: 1000,", "at_least: {developed: 1000, developing: 500},"),
        Part.REQUIREMENT,
        "at_least",
        {"key": "data-silver", "node": "1", **DATA_SILVER},
    ),
    (
        ("within_months: 12", "within_months: 6"),
        Part.REQUIREMENT,
        "within_months",
        {"key": "data-silver", "node": "1", **DATA_SILVER},
    ),
    (
        ("{people: 1, each: data-basic}", "{people: 1, each: data-basic, name: {en: N}}"),
        Part.REQUIREMENT,
        "name",
        {"key": "data-silver", "node": "2", **DATA_SILVER},
    ),
    (
        (
            "{people: 1, each: data-basic}",
            "{people: 1, each: data-basic, including: [{people: 1, each: cloud-basic}]}",
        ),
        Part.REQUIREMENT,
        "including",
        {"key": "data-silver", "node": "2", **DATA_SILVER},
    ),
    (
        ("attestation: reseller}", "attestation: reseller, at_least: 2}"),
        Part.REQUIREMENT,
        "at_least",
        {"key": "devices-silver", "node": "1", **DEVICES},
    ),
]
COME = [
    (
        ("  - {code: cloud-old,", "  - {code: new, kind: exam, title: {en: N}}\n  - {code: cloud-old,"),
        Part.CREDENTIAL,
        {"key": "new"},
    ),
    (
        (
            "{key: reseller, name: {en: Authorised reseller}}",
            "{key: reseller, name: {en: Authorised reseller}}\n  - {key: oem, name: {en: O}}",
        ),
        Part.ATTESTATION,
        {"key": "oem"},
    ),
    (
        ("  - key: data\n", ANOTHER_PATH),
        Part.PATH,
        {"key": "cloud-second", "competency": "cloud", "level": "silver", "path": "cloud-second"},
    ),
    (
        (
            "          - {people: 1, each: data-basic}",
            "          - {people: 1, each: data-basic}\n          - attestation: reseller",
        ),
        Part.REQUIREMENT,
        {"key": "data-silver", "node": "3", **DATA_SILVER},
    ),
]


def small(*changes):
    text = EDITION
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return read_edition(text)


def of(place):
    """What a place says beside its part."""
    return {
        name: value
        for name in ("key", "competency", "level", "path", "node")
        if (value := getattr(place, name))
    }


@pytest.mark.parametrize(("change", "part", "attribute", "where"), TABLE)
def test_one_change_is_one_difference(change, part, attribute, where):
    (found,) = differences(SMALL, small(change))
    assert (found.place.part, found.change, found.attribute) == (part, Change.CHANGED, attribute)
    assert of(found.place) == where
    assert found.before != found.after


@pytest.mark.parametrize(("change", "part", "where"), COME)
def test_what_comes_and_the_other_way_round_goes(change, part, where):
    later = small(change)
    (come,) = differences(SMALL, later)
    (gone,) = differences(later, SMALL)
    assert (come.place.part, come.change, come.before) == (part, Change.ADDED, None)
    assert (gone.change, gone.after, gone.before) == (Change.REMOVED, None, come.after)
    assert of(come.place) == of(gone.place) == where


def test_a_level_whose_only_path_goes_is_one_difference():
    (found,) = differences(SMALL, small((CLOUD_GOLD_FILE, "")))
    assert (found.place.part, found.change) == (Part.ENTRY, Change.REMOVED)
    assert of(found.place) == {"key": "cloud", "competency": "cloud", "level": "gold"}
    assert [path.key for path in found.before] == ["cloud-gold"]


def test_a_whole_competency_is_one_difference():
    without = replace(SMALL, competencies={k: v for k, v in SMALL.competencies.items() if k != "data"})
    (found,) = differences(without, SMALL)
    assert (found.place.part, found.change, found.after.key) == (Part.COMPETENCY, Change.ADDED, "data")


def test_name_and_day_of_the_edition_are_none():
    assert differences(SMALL, replace(SMALL, key="x", effective_from=date(2030, 1, 1))) == ()


@pytest.mark.parametrize(
    "change",
    [
        ("[cloud-basic, cloud-expert, cloud-old]", "[cloud-old, cloud-basic, cloud-expert]"),
        ("[cloud-basic, cloud-expert, cloud-old]", "[{any_of: [cloud-basic, cloud-old]}, cloud-expert]"),
        ("each: cloud-expert}", "each: {all_of: [cloud-expert]}}"),
        ("at_least: 1000,", "at_least: {developed: 1000, developing: 1000},"),
    ],
)
def test_what_is_written_otherwise_and_asks_the_same_is_none(change):
    assert differences(SMALL, small(change)) == ()


def test_requirements_grouped_otherwise_are_one_word():
    asked = ["{metric: consumption, at_least: 1000, within_months: 12}", "{people: 1, each: data-basic}"]
    lines = "\n".join(f"          - {each}" for each in asked)
    grouped = f"          - all_of: [{', '.join(asked)}]"
    (found,) = differences(SMALL, small((lines, grouped)))
    assert (found.place.part, found.attribute, found.place.path) == (Part.PATH, "grouping", "data-silver")


def test_the_real_editions():
    """Checked by eye against the files: what December 2017 changed."""
    found = differences(EARLIER, LATER)
    assert differences(EARLIER, EARLIER) == differences(LATER, LATER) == ()
    assert len(found) == 117
    said = {(of(each.place).get("path", each.place.key), each.place.node, each.attribute) for each in found}
    assert {
        ("70-534", "", "retires_on"),
        ("70-534", "", "accepted_through"),
        ("azure-consumption-silver", "1", "at_least"),
        ("azure-consumption-silver", "2.2", "each"),
        ("enterprise-operations-gold", "4", ""),
        ("surface-hub-silver", "", ""),
    } <= said
    removed = [each for each in found if each.place.part is Part.ENTRY]
    assert [(each.change, each.place.competency, each.place.level) for each in removed] == [
        (Change.REMOVED, "enterprise-resource-planning", "silver")
    ]


PATHS = [(competency, path) for competency in LATER.competencies.values() for path in competency.paths]


def changed(competency, path, number, node):
    """The later edition with another requirement in that place (None: without it)."""
    nodes = [*path.requires[:number], *([node] if node else []), *path.requires[number + 1 :]]
    other = replace(path, requires=tuple(nodes))
    paths = tuple(other if each is path else each for each in competency.paths)
    known = {**LATER.competencies, competency.key: replace(competency, paths=paths)}
    return replace(LATER, competencies=known)


def mutated(node):
    """The node with one thing otherwise."""
    match node:
        case People():
            return replace(node, people=node.people + 1)
        case Team():
            first = replace(
                node.groups[0], each=OneOf((node.groups[0].each, Holds("70-761"), Holds("AI-100")))
            )
            return replace(node, groups=(first, *node.groups[1:]))
        case MetricNode():
            return replace(node, at_least=Decimal("123456789"))
        case AttestationNode():
            return replace(node, at_least=node.at_least + 1)
    nodes = (mutated(node.nodes[0]), *node.nodes[1:])
    return replace(node, nodes=nodes)


@given(st.sampled_from(PATHS), st.data())
def test_any_single_change_of_a_requirement_is_one_difference_there(chosen, data):
    competency, path = chosen
    number = data.draw(st.integers(0, len(path.requires) - 1))
    (found,) = differences(LATER, changed(competency, path, number, mutated(path.requires[number])))
    assert (found.change, found.place.competency, found.place.path) == (
        Change.CHANGED, competency.key, path.key,
    )  # fmt: skip
    assert found.place.node.split(".")[0] == str(number + 1)


@given(st.sampled_from(PATHS), st.data())
def test_any_requirement_taken_out_is_one_difference(chosen, data):
    competency, path = chosen
    number = data.draw(st.integers(0, len(path.requires) - 1))
    (found,) = differences(LATER, changed(competency, path, number, None))
    assert (found.change, found.place.path, found.place.node) == (Change.REMOVED, path.key, str(number + 1))


@given(st.sampled_from(PATHS), st.randoms())
def test_the_order_of_requirements_is_no_difference(chosen, random):
    competency, path = chosen
    nodes = random.sample(path.requires, len(path.requires))
    paths = tuple(replace(path, requires=tuple(nodes)) if each is path else each for each in competency.paths)
    known = {**LATER.competencies, competency.key: replace(competency, paths=paths)}
    assert differences(LATER, replace(LATER, competencies=known)) == ()


@given(st.sampled_from(sorted(LATER.credentials)), st.dates(date(2018, 1, 1), date(2030, 1, 1)))
def test_any_other_day_of_a_credential_is_one_difference(code, day):
    known = LATER.credentials[code]
    other = replace(known, available_from=day + timedelta(days=5000))
    (found,) = differences(LATER, replace(LATER, credentials={**LATER.credentials, code: other}))
    assert (found.place.key, found.attribute, found.after) == (code, "available_from", other.available_from)


def test_a_node_in_all_of_the_top_is_where_the_file_has_it():
    nodes = tuple(SMALL.competencies["data"].paths[0].requires)
    path = replace(SMALL.competencies["data"].paths[0], requires=(AllOf(nodes),))
    data = replace(SMALL.competencies["data"], paths=(path,))
    grouped = replace(SMALL, competencies={**SMALL.competencies, "data": data})
    other = replace(grouped, competencies={**grouped.competencies, "data": replace(
        data, paths=(replace(path, requires=(AllOf((nodes[0], replace(nodes[1], people=2))),)),)
    )})  # fmt: skip
    (found,) = differences(grouped, other)
    assert (found.place.node, found.attribute) == ("1.2", "people")
