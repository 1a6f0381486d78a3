"""The example programme: what `evaluate` prints is held byte for byte, and is what the oracle says (D1)."""

import json
from datetime import date

import pytest
import yaml

from competencies import evaluation

from .examples import FACTS, ON, PRINTED, PROGRAMMES, arguments
from .oracle import World, changed_first_on, judge
from .rules.answers import comparable, without_paths, without_review_day

EDITIONS = [yaml.safe_load(path.read_text("utf-8")) for path in PROGRAMMES]
LINES = list(
    zip(
        FACTS.read_text("utf-8").splitlines(),
        PRINTED["full"].read_text("utf-8").splitlines(),
        PRINTED["brief"].read_text("utf-8").splitlines(),
        strict=True,
    )
)


@pytest.mark.parametrize(("form", "flags"), [("full", []), ("brief", ["--brief"])])
def test_the_whole_output_is_held_byte_for_byte(capfdbinary, form, flags):
    assert evaluation.main(arguments(FACTS, *flags)) == 0
    printed = capfdbinary.readouterr()
    assert printed.out == PRINTED[form].read_bytes()
    assert printed.err == b""


@pytest.mark.parametrize(("facts", "full", "brief"), LINES, ids=["anchor", "buoy", "current", "dinghy"])
def test_the_output_is_what_the_oracle_says(facts, full, brief):
    world = World(json.loads(facts), EDITIONS)
    answer = json.loads(full)
    on = date.fromisoformat(ON)
    assert comparable(without_review_day(answer)) == comparable(judge(world, on))
    assert without_paths(answer) == json.loads(brief)
    assert on.isoformat() < answer["next_review_on"] <= changed_first_on(world, on).isoformat()


def reasons_in(value):
    if isinstance(value, list):
        return {reason for item in value for reason in reasons_in(item)}
    if isinstance(value, dict):
        inside = {reason for item in value.values() for reason in reasons_in(item)}
        return inside | ({value["reason"]} if "reason" in value else set())
    return set()


def test_every_reason_can_be_seen_in_the_example():
    assert set().union(*(reasons_in(json.loads(full)) for _, full, _ in LINES)) == {
        "revoked",
        "expired",
        "no-longer-accepted",
        "not-yet-earned",
        "not-associated",
        "incomplete",
        "needed-elsewhere",
    }
