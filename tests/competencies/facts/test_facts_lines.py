"""A line of a facts file: what it may leave out, what is ignored, and what makes it bad (section 2)."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
import yaml

from competencies.facts import FactsError, read_facts
from competencies.programme import Programme, read_edition
from tests.competencies.examples import PROGRAMMES

PROGRAMME = Programme.of([read_edition(path.read_bytes(), name=path.name) for path in PROGRAMMES])

GOOD = yaml.safe_load("""
organisation: contoso
market: north
people:
  - id: p1
    achievements:
      - credential: pilot
        earned_on: "2019-05-01"
        expires_on: "2021-05-01"
        revoked_on: null
        associated: [{from: "2019-06-01", until: "2020-06-01"}]
  - id: p2
readings: [{metric: cargo, "on": "2020-01-31", amount: "1200.00"}]
attestations: [{attestation: insurance, from: "2020-02-03", until: null}]
overrides: [{competency: mooring, level: gold, from: "2020-03-01", until: "2020-06-01"}]
membership:
  level: silver
  from: "2020-01-01"
  until: "2021-01-01"
  grace_until: "2021-02-01"
  held: [{competency: mooring, level: silver}]
""")

ACHIEVEMENT = ("people", 0, "achievements", 0)
ABSENT = object()


def altered(place, value):
    """The good line with one value put otherwise, or left out."""
    line = deepcopy(GOOD)
    inside = line
    for key in place[:-1]:
        inside = inside[key]
    if value is ABSENT:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return line


def test_a_good_line_is_read():
    facts = read_facts(GOOD, PROGRAMME)
    assert (facts.organisation, facts.market) == ("contoso", "north")
    assert facts.people[0].achievements[0].earned_on == date(2019, 5, 1)
    assert facts.people[1].achievements == ()
    assert facts.readings[0].amount == Decimal(1200)
    assert facts.membership.held[0].competency == "mooring"


REQUIRED = [
    ("organisation",),
    ("market",),
    ("people", 0, "id"),
    (*ACHIEVEMENT, "credential"),
    (*ACHIEVEMENT, "earned_on"),
    (*ACHIEVEMENT, "associated", 0, "from"),
    ("readings", 0, "metric"),
    ("readings", 0, "on"),
    ("readings", 0, "amount"),
    ("attestations", 0, "attestation"),
    ("attestations", 0, "from"),
    ("overrides", 0, "competency"),
    ("overrides", 0, "level"),
    ("overrides", 0, "from"),
    ("membership", "level"),
    ("membership", "from"),
    ("membership", "held", 0, "competency"),
    ("membership", "held", 0, "level"),
]


@pytest.mark.parametrize("nothing", [ABSENT, None], ids=["absent", "null"])
@pytest.mark.parametrize("place", REQUIRED, ids=lambda place: place[-1])
def test_a_required_field_that_is_missing_is_named(place, nothing):
    with pytest.raises(FactsError, match=place[-1]):
        read_facts(altered(place, nothing), PROGRAMME)


OPTIONAL = [
    ("people",),
    ("people", 0, "achievements"),
    (*ACHIEVEMENT, "expires_on"),
    (*ACHIEVEMENT, "revoked_on"),
    (*ACHIEVEMENT, "associated"),
    (*ACHIEVEMENT, "associated", 0, "until"),
    ("readings",),
    ("attestations",),
    ("attestations", 0, "until"),
    ("overrides",),
    ("overrides", 0, "until"),
    ("membership",),
    ("membership", "until"),
    ("membership", "grace_until"),
    ("membership", "held"),
]


@pytest.mark.parametrize("place", OPTIONAL, ids=lambda place: place[-1])
def test_what_may_be_absent_may_be_null_and_means_the_same(place):
    assert read_facts(altered(place, ABSENT), PROGRAMME) == read_facts(altered(place, None), PROGRAMME)


DAYS = [
    place
    for place in [*REQUIRED, *OPTIONAL]
    if place[-1] in ("from", "on", "until") or place[-1].endswith("_on")
]
NO_DAYS = [
    "2019-02-29",
    "2019-13-01",
    "20190501",
    "2019-5-1",
    "2019-05-01T00:00:00",
    "soon",
    "",
    20190501,
    True,
    [],
]


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
@pytest.mark.parametrize("place", DAYS, ids=lambda place: ".".join(map(str, place)))
def test_a_malformed_day_is_named(place, value):
    with pytest.raises(FactsError, match=place[-1]):
        read_facts(altered(place, value), PROGRAMME)


@pytest.mark.parametrize(
    "value", ["", "abc", "12,5", "1 200", "NaN", "Infinity", "-Infinity", True, [], {}], ids=repr
)
def test_a_malformed_amount_is_named(value):
    with pytest.raises(FactsError, match="amount"):
        read_facts(altered(("readings", 0, "amount"), value), PROGRAMME)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1200.00", "1200"),
        (1200, "1200"),
        (0.1, "0.1"),
        ("-3.5", "-3.5"),
        (-6, "-6"),
        (0, "0"),
        ("0.10", "0.1"),
    ],
)
def test_an_amount_is_decimal_text_or_a_number(value, amount):
    facts = read_facts(altered(("readings", 0, "amount"), value), PROGRAMME)
    assert facts.readings[0].amount == Decimal(amount)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("organisation",), 17),
        (("market",), 17),
        (("market",), "east"),
        (("people",), {}),
        (("people",), ["p1"]),
        (("people", 0, "id"), 7),
        (("people", 0, "achievements"), "pilot"),
        ((*ACHIEVEMENT, "credential"), 70534),
        ((*ACHIEVEMENT, "associated"), {"from": "2019-06-01"}),
        ((*ACHIEVEMENT, "associated"), ["2019-06-01"]),
        (("readings",), {}),
        (("readings", 0, "metric"), 5),
        (("attestations", 0, "attestation"), ["insurance"]),
        (("overrides", 0, "competency"), 5),
        (("overrides", 0, "level"), "platinum"),
        (("membership",), []),
        (("membership", "level"), "platinum"),
        (("membership", "level"), 3),
        (("membership", "held"), {}),
        (("membership", "held", 0, "level"), "platinum"),
    ],
    ids=str,
)
def test_a_malformed_or_unknown_value_is_named(place, value):
    with pytest.raises(FactsError, match=place[-1]):
        read_facts(altered(place, value), PROGRAMME)


def test_a_doubled_person_is_refused():
    with pytest.raises(FactsError, match="p1"):
        read_facts(altered(("people", 1, "id"), "p1"), PROGRAMME)


@pytest.mark.parametrize("level", ["silver", "gold", "guest"])
def test_a_membership_is_of_a_level_of_the_programme_or_of_one_that_asks_for_nothing(level):
    assert read_facts(altered(("membership", "level"), level), PROGRAMME).membership.level == level


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((*ACHIEVEMENT, "credential"), "of-another-programme"),
        (("readings", 0, "metric"), "of-another-programme"),
        (("attestations", 0, "attestation"), "of-another-programme"),
        (("overrides", 0, "competency"), "of-another-programme"),
        (("membership", "held", 0, "competency"), "of-another-programme"),
        (("favourite-colour",), "blue"),
        ((*ACHIEVEMENT, "score"), 700),
    ],
    ids=str,
)
def test_what_the_programme_does_not_know_makes_no_bad_line(place, value):
    read_facts(altered(place, value), PROGRAMME)
