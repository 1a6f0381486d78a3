"""Everybody of one requirement, a page at a time (E6, G1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.presenters.staffing import LISTED
from partners.models import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """Five who count for silver and for one of gold's two places, and three whom gold lacks."""
    monkeypatch.setattr("competencies.presenters.roll.PAGE", 2)
    made = World()
    on, made.on = made.on, made.on - timedelta(days=10)
    contoso = made.organisation("Contoso")
    made.account(contoso, "ada", Role.ADMIN)
    for number in range(5):
        made.employee(contoso, f"expert{number}", "cloud-expert")
    made.term(contoso)
    made.on = on
    return made


@pytest.fixture
def page(client, world):
    client.force_login(world.users["ada"])

    def read(path, **query):
        return client.get(f"/o/{world.organisations['Contoso'].public_id}/competencies/{path}", query)

    return read


def names(answer):
    return [person.name for person in answer.context["roll"].row.contributors]


def test_each_page_has_the_next_people(page):
    first, second, third = (page("cloud/people/1/cloud-silver/", page=number) for number in (1, 2, 3))
    assert [len(names(each)) for each in (first, second, third)] == [2, 2, 1]
    assert len({*names(first), *names(second), *names(third)}) == 5
    assert [each.context["roll"].following for each in (first, second, third)] == [2, 3, None]
    assert 'href="?page=2"' in first.content.decode()


def test_the_competency_leads_there_where_it_only_counts_them(page, world):
    for number in range(LISTED - 3):
        world.employee(world.organisations["Contoso"], f"more{number}", "cloud-expert")
    text = page("cloud/").content.decode()
    assert 'competencies/cloud/people/1/cloud-silver/">and 2 more people</a>' in text


def test_who_nearly_counts_is_there_with_the_reason(page, world):
    world.account(world.organisations["Contoso"], "nora", Role.EMPLOYEE)
    nora = world.users["nora"]
    world.transcript(nora, "cloud-expert")
    account = nora.accounts.get()
    account.shares_transcript = True
    account.save()
    nearly = page("cloud/people/1/cloud-gold/").context["roll"].row.nearly
    assert [(each.name, each.reason) for each in nearly] == [("Nora", "Not associated.")]


@pytest.mark.parametrize(
    "path",
    [
        "cloud/people/2/cloud-silver/",
        "cloud/people/1/nothing/",
        "nothing/people/1/cloud-silver/",
        "data/people/1/data-silver/",
        "cloud/people/x/cloud-gold/",
    ],
)
def test_what_nobody_stands_in_does_not_exist(page, path):
    assert page(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "²"])
def test_what_is_no_page_is_the_first(page, number):
    assert page("cloud/people/1/cloud-silver/", page=number).context["roll"].page == 1


def test_beyond_the_last_page_there_is_none(page):
    assert page("cloud/people/1/cloud-silver/", page=4).status_code == 404


@pytest.mark.parametrize("more", [0, 20])
def test_it_asks_few_queries_however_many_people(page, world, more):
    for number in range(more):
        world.employee(world.organisations["Contoso"], f"more{number}", "cloud-expert")
    page("cloud/people/1/cloud-silver/")
    with CaptureQueriesContext(connection) as captured:
        page("cloud/people/1/cloud-silver/")
    assert len(captured) <= 10, "\n".join(query["sql"] for query in captured)
