"""How often a person moves within a year, if the setting limits it (C5)."""

from datetime import timedelta

import pytest

from competencies.actions import affiliations, moves
from competencies.actions.accounts import end_account
from competencies.models import Affiliation
from partners.models import Account
from tests.refusing import refused


@pytest.fixture
def homes(world, settings):
    """Two organisations between which somebody may move once a year, and somebody who counts for the first."""
    settings.MOVES_A_YEAR = 1
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.join(fabrikam, erik)
    return erik, contoso, fabrikam


def move(world, user, organisation):
    return affiliations.associate(
        user=user, organisation=organisation, on=world.on, by=user, consents_to_move=True
    )


def test_one_move_too_many_is_refused_until_the_day(world, homes):
    erik, contoso, fabrikam = homes
    moved = world.on
    assert move(world, erik, fabrikam).is_move
    next_year = moved.replace(year=moved.year + 1)
    assert moves.next_move_on(erik, contoso, on=moved) == next_year
    world.on = next_year - timedelta(days=1)
    refused("moved-too-often", move, world=world, user=erik, organisation=contoso)
    assert Affiliation.objects.open().get().organisation == fabrikam
    world.on = next_year
    move(world, erik, contoso)


def test_without_a_limit_people_move_as_they_like(world, homes, settings):
    erik, contoso, fabrikam = homes
    settings.MOVES_A_YEAR = 0
    for target in (fabrikam, contoso, fabrikam):
        move(world, erik, target)
    assert moves.next_move_on(erik, contoso, on=world.on) is None


def test_severing_first_is_no_way_round(world, homes):
    erik, contoso, fabrikam = homes
    move(world, erik, fabrikam)
    affiliations.sever(user=erik, on=world.on, by=erik)
    refused("moved-too-often", move, world=world, user=erik, organisation=contoso)


def test_who_leaves_an_organisation_starts_anew(world, homes):
    erik, contoso, fabrikam = homes
    move(world, erik, fabrikam)
    end_account(account=Account.objects.get(user=erik, organisation=fabrikam), on=world.on, by=None)
    assert not move(world, erik, contoso).is_move


def test_coming_back_to_the_same_organisation_is_no_move(world, homes):
    erik, contoso, _fabrikam = homes
    affiliations.sever(user=erik, on=world.on, by=erik)
    assert not move(world, erik, contoso).is_move
