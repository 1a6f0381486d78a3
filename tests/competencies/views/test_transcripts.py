"""What somebody's own transcripts say of where it counts: never what was another user's affair (A7)."""

from datetime import timedelta

import pytest

from competencies.facts import Period
from competencies.models import Transcript
from competencies.views.transcripts import held_by
from partners.clock import today
from tests.world import World


@pytest.fixture
def world(db):
    return World(today() - timedelta(days=60))


def test_who_has_no_transcript_holds_nothing(world):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    assert held_by(ada, contoso, as_of=world.on) == ([], [])


def test_a_transcript_may_be_empty(world):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    world.transcript(ada)
    assert held_by(ada, contoso, as_of=world.on) == ([f"MC-{ada.pk}"], [])


def test_leaving_and_returning_are_one_achievement(world, django_assert_num_queries):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    start = world.on
    erik = world.employee(contoso, "erik", "cloud-basic", "data-basic")
    moved = world.pass_days(10)
    world.join(fabrikam, erik)
    world.associate(erik, fabrikam)
    back = world.pass_days(10)
    world.associate(erik, contoso)
    with django_assert_num_queries(1):
        _mcids, held = held_by(erik, contoso, as_of=back)
    assert [one.credential for one in held] == ["cloud-basic", "data-basic"]
    assert {one.associated_with for one in held} == {"Contoso"}
    assert [one.here for one in held] == [(Period(start, moved), Period(back, None))] * 2
    assert held_by(erik, contoso, as_of=back - timedelta(days=1))[1][0].associated_with == "Fabrikam"


def test_where_it_counted_for_another_user_stays_that_users_affair(world):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    erik = world.employee(contoso, "erik", "cloud-basic")
    nora = world.account(fabrikam, "nora").user
    Transcript.objects.filter(user=erik).update(user=nora)
    (one,) = held_by(nora, contoso, as_of=world.on)[1]
    assert (one.credential, one.associated_with, one.here) == ("cloud-basic", "", ())
