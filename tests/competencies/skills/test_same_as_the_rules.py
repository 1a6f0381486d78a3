"""What the report says of an achievement is what the rules say of the person: one judgement, two readers."""

from datetime import timedelta

import pytest

from competencies.facts.load import load
from competencies.published import current_programme
from competencies.rules import Case, Scrutiny
from competencies.skills import Filters, skills
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Everything that can ail an achievement."""
    made = World()
    contoso = made.organisation("Contoso")
    day = made.on
    earlier, later = day - timedelta(days=3), day + timedelta(days=3)
    for number, dates in enumerate(
        [
            {},
            {"expires_on": earlier},
            {"expires_on": day},
            {"expires_on": later},
            {"revoked_on": earlier},
            {"revoked_on": later},
            {"expires_on": earlier, "revoked_on": earlier},
        ]
    ):
        user = made.account(contoso, f"person{number}").user
        transcript = made.transcript(user)
        for code in ("cloud-basic", "cloud-expert", "data-basic", "cloud-old"):
            made.achievement(transcript, code, **dates)
        made.associate(user, contoso)
    return made


@pytest.mark.parametrize("ahead", [0, 1, 3, 400])
def test_a_line_counts_where_the_rules_let_it_count(world, ahead):
    contoso, day = world.organisations["Contoso"], world.on + timedelta(days=ahead)
    programme = current_programme()
    case = Case(load([contoso.pk], as_of=world.on)[contoso.pk].facts, programme)
    counting = {(person.id, code) for person in case.facts.people for code in case.counting(person.id, day)}
    lines = list(skills(contoso, Scrutiny(programme, day), Filters(), contacts=False))
    assert len(lines) == 28
    assert {(str(one.person), one.credential) for one in lines if one.state == "counts"} == counting
