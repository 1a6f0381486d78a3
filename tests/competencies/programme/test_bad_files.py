"""What a bad programme file gets: programme-format.md section 1, case by case."""

import pytest

from .bad_files import bad_files, names_place
from .small_file import GOOD, altered, line_of, problems

NODES = GOOD[GOOD.index("          - any_of:") :]
SELLING = GOOD[
    GOOD.index("        requires:\n          - metric: sales") : GOOD.index("      - key: staffing")
]
PATHS = GOOD[GOOD.index("    paths:") :]

EMPTY = {
    "cloud/staffing/2 all_of": (NODES, "          - all_of: [] # <-\n"),
    "cloud/staffing/2 any_of": (NODES, "          - any_of: [] # <-\n"),
    "cloud/staffing/2 team": (NODES, "          - team: [] # <-\n"),
    "cloud/staffing/2.1 any_of": (NODES, "          - all_of:\n              - any_of: [] # <-\n"),
    "cloud/staffing/2.1.2 team": (
        NODES,
        "          - any_of:\n            - all_of: [{attestation: reseller}, {team: []}] # <-\n",
    ),
    "cloud/selling requires": (SELLING, "        requires: [] # <-\n"),
    "competency cloud paths": (PATHS, "    paths: [] # <-\n"),
}


def test_the_good_file_has_no_problem():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    "bad", [pytest.param(bad, id=f"{wrong} {bad.place} {bad.line}") for wrong, bad in bad_files()]
)
def test_a_bad_file_gets_an_error_that_names_place_and_line(bad):
    line, problem = problems(bad.text)[0]
    assert names_place(problem, bad.place), problem
    assert line == bad.line, problem


@pytest.mark.parametrize("place", EMPTY)
def test_what_may_not_be_empty_is_named_with_its_place_and_line(place):
    text = altered(*EMPTY[place])
    line, problem = problems(text)[0]
    assert names_place(problem, place), problem
    assert line == line_of(text, "<-"), problem


@pytest.mark.parametrize("code", ["exam", "certification", "assessment"])
def test_every_kind_of_credential_is_known(code):
    assert problems(altered("kind: certification", f"kind: {code}")) == []
