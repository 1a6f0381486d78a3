"""The pages ask a fixed number of queries, at most twelve, whatever the organisation's size."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from competencies.actions import credit
from partners.models import Role
from tests.competencies.evidence_files import PDF
from tests.world import World

pytestmark = pytest.mark.django_db

PAGES = {"list": "competencies/", "detail": "competencies/cloud/", "own": "me/"}
QUERIES = {"list": 9, "detail": 10, "own": 11}
WITHOUT_TERM = {"list": 10, "detail": 10, "own": 12}
"""An admin is told of a lost level then, which asks what was attained (E4)."""


def world_of(people: int, *, term: bool) -> World:
    """An organisation with an admin, an override and so many employees who hold something."""
    world = World()
    on, world.on = world.on, world.on - timedelta(days=10)
    contoso = world.organisation("Contoso")
    admin = world.account(contoso, "ada", Role.ADMIN).user
    world.transcript(admin, "cloud-expert")
    for number in range(people):
        world.employee(contoso, f"employee{number}", "cloud-expert", "data-basic")
    if term:
        world.term(contoso)
    world.reading(contoso, "500")
    world.attest(contoso)
    world.override(contoso, level="gold")
    world.on = on
    return world


def queries_of(client, connection, page: str) -> list[str]:
    client.get(page)  # the first request of a day reviews what is due, and reads the programme
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("people", [1, 30])
@pytest.mark.parametrize(("term", "most"), [(True, QUERIES), (False, WITHOUT_TERM)])
def test_a_page_asks_few_queries(client, people, page, term, most):
    from django.db import connection

    world = world_of(people, term=term)
    client.force_login(world.users["ada"])
    address = f"/o/{world.organisations['Contoso'].public_id}/{PAGES[page]}"
    asked = queries_of(client, connection, address)
    assert len(asked) <= most[page], "\n".join(asked)


@pytest.mark.parametrize("many", [1, 12])
def test_what_one_person_holds_and_reported_costs_no_more_questions(client, settings, tmp_path, many):
    from django.db import connection

    settings.EVIDENCE_STORE = str(tmp_path)
    world = world_of(1, term=True)
    ada, contoso = world.users["ada"], world.organisations["Contoso"]
    for number in range(many):
        world.achievement(ada.transcripts.get(), f"exam-{number}")
        credit.report_achievement(
            user=ada, organisation=contoso, credential=f"lost-{number}", day=world.on, file=PDF, on=world.on
        )
    client.force_login(ada)
    address = f"/o/{contoso.public_id}/me/"
    assert len(queries_of(client, connection, address)) <= QUERIES["own"]


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_that_asks_for_a_move_costs_as_much_for_many_people(client, people):
    from django.db import connection

    world = world_of(people, term=True)
    ada = world.users["ada"]
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, ada)
    world.associate(ada, world.organisations["Contoso"])
    client.force_login(ada)
    address = f"/o/{fabrikam.public_id}/me/associate/"
    client.post(address, {"all": "1"})
    with CaptureQueriesContext(connection) as captured:
        assert client.post(address, {"all": "1"}).status_code == 200
    assert len(captured) <= 14
