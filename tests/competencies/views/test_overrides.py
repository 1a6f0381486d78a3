"""Partners see the overrides of their organisation: what each covers, why, until when, what holds without it (G9)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from competencies.actions import overrides
from partners.models import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = World()
    contoso = made.organisation("Contoso")
    made.account(contoso, "rolf", Role.REPORT_VIEWER)
    made.employee(contoso, "erik", "cloud-expert")
    return made


def page(client, world):
    client.force_login(world.users["rolf"])
    return client.get(f"/o/{world.organisations['Contoso'].public_id}/membership/overrides/").content.decode()


def test_each_open_one_says_what_why_until_when_and_what_else_would_hold(client, world):
    placed = world.override(world.organisations["Contoso"])
    shown = page(client, world)
    last = date_format(placed.until - timedelta(days=1), "j F Y")
    assert f"Override: gold counts as achieved until {last}" in shown
    assert "The vendor&#x27;s system has not recognised it yet." in shown
    assert "Gold would not hold today: 1 more person" in shown


def test_one_that_has_ended_is_not_listed_any_more(client, world):
    placed = world.override(world.organisations["Contoso"])
    overrides.end(override=placed, reason="Recognised.", on=world.on, by=world.users["spencer"])
    assert "No override counts, or will" in page(client, world)


def test_one_that_begins_later_says_so(client, world):
    world.override(world.organisations["Contoso"], starts_on=world.on + timedelta(days=3))
    assert "will count as achieved from" in page(client, world)


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_asks_few_queries(client, world, many):
    for number in range(many):
        world.override(world.organisations["Contoso"], until=world.on + timedelta(days=30 + number))
    page(client, world)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/o/{world.organisations['Contoso'].public_id}/membership/overrides/")
    assert len(captured) <= 12, "\n".join(each["sql"] for each in captured)
