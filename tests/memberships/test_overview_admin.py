"""The front page of the staff: the programme at a glance, from kept counts and queues (A3)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.actions import credit
from competencies.jobs import count_partners
from competencies.models import Feed, FeedRun, Standing, Tally
from memberships.actions import orders
from memberships.queues import LOOKED_AT
from partners.clock import now
from partners.models import Role
from tests.competencies.evidence_files import PDF
from tests.world import World

QUERIES = 20


@pytest.fixture
def world(db) -> World:
    """As of today, since the admin reads the clock: Contoso's gold rests on an override that ends in ten days."""
    made = World.populated()
    contoso = made.organisations["Contoso"]
    made.override(contoso, until=made.on + timedelta(days=10))
    return made


@pytest.fixture
def see(client, world):
    """The page as support sees it."""

    def look(path: str = "/admin/"):
        client.force_login(world.users["sam"])
        return client.get(path)

    return look


def table(context, name: str) -> dict[str, list[str]]:
    """Line → numbers."""
    lines = getattr(context["overview"], name).lines
    return {line.name: [count.shown for count in line.counts] for line in lines}


def figures(context, name: str) -> dict[str, str]:
    return {each.name: each.shown for each in getattr(context["overview"], name)}


def test_before_anything_is_counted_it_says_so(see):
    page = see().content.decode()
    assert "Nothing has been counted yet: the clock does it every minute." in page
    assert "No renewal is at risk" in page


def test_partners_by_level_and_what_they_attained(see, world):
    count_partners(as_of=world.on)
    context = see().context
    assert context["overview"].partners == "2"
    assert table(context, "levels") == {
        "Gold": ["0"], "Silver": ["1"], "Action Pack": ["0"], "Network": ["1"],
    }  # fmt: skip
    assert table(context, "competencies") == {"Cloud": ["2", "1"]}
    assert context["overview"].late == ""


def test_renewals_at_risk_by_month_and_what_waits(see, world):
    contoso, nora = world.organisations["Contoso"], world.users["nora"]
    order = world.order(contoso, "extra")
    credit.report_achievement(
        user=nora, organisation=contoso, credential="cloud-basic", day=world.on, file=PDF, on=world.on
    )
    assert figures(see().context, "waiting") == {
        "Orders with proof of payment": "0", "Orders without proof yet": "1",
        "Reports of missing credit": "1", "Disputed figures": "0",
    }  # fmt: skip
    orders.attach_proof(order=order, content=PDF, on=world.on, by=world.buyer(contoso))
    assert figures(see().context, "waiting")["Orders with proof of payment"] == "1"


def test_a_queue_is_not_counted_to_its_end(see, world, monkeypatch):
    monkeypatch.setattr("memberships.queues.LOOKED_AT", 0)
    monkeypatch.setattr("memberships.presenters.programme.LOOKED_AT", 0)
    world.order(world.organisations["Contoso"], "extra")
    assert figures(see().context, "waiting")["Orders without proof yet"] == "more than 0"
    assert LOOKED_AT == 10_000


def at_risk(world: World) -> None:
    """Everybody who made Contoso's cloud silver leaves; only the override's gold is left, for ten days."""
    from competencies.actions.accounts import end_account

    contoso = world.organisations["Contoso"]
    for name in ("erik", "pia"):
        account = contoso.accounts.open().get(user=world.users[name])
        end_account(account=account, on=world.on, by=world.users["ada"])
    count_partners(as_of=world.on)


def test_every_number_leads_to_a_list_of_as_many(see, world):
    at_risk(world)
    contoso = world.organisations["Contoso"]
    world.order(contoso, "extra")
    overview = see().context["overview"]
    shown = [
        (count.shown, count.url)
        for each in (overview.levels, overview.competencies, overview.risk)
        for line in each.lines
        for count in line.counts
    ]
    shown += [(each.shown, each.url) for each in (*overview.ending, *overview.waiting)]
    assert len([url for _number, url in shown if url]) >= 10
    assert overview.chart is not None
    for number, url in shown:
        if url:
            assert str(see(url).context["cl"].result_count) == number, url


def test_what_a_list_of_standings_says_of_the_risk(see, world):
    at_risk(world)
    standing = Standing.objects.at_risk().get()
    assert standing.organisation == world.organisations["Contoso"]
    page = see("/admin/competencies/standing/?risk=any").content.decode()
    assert standing.get_risk_kind_display() in page
    assert see("/admin/competencies/standing/?lapses=1999-01").context["cl"].result_count == 0


def test_what_is_being_counted_is_said(see, world):
    count_partners(as_of=world.on)
    Tally.objects.update(on=world.on - timedelta(days=1))
    assert see().context["overview"].late == "1 of 1 part is being counted anew."


@pytest.mark.parametrize("count", [1, 30])
def test_however_many_partners_the_page_asks_few_queries(see, world, monkeypatch, count):
    monkeypatch.setattr("competencies.jobs.counting.WIDTH", 2)
    for number in range(count):
        world.organisation(f"Firm {number}")
    moment = now()
    for feed in Feed.values:
        FeedRun.objects.create(
            feed=feed, stage="finished", size=1, generated_at=moment, started_at=moment, finished_at=moment
        )
    count_partners(as_of=world.on)
    see()
    with CaptureQueriesContext(connection) as captured:
        page = see().content.decode()
    assert re.search("never loaded", page) is None
    asked = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]
    assert len(asked) <= QUERIES, "\n".join(asked)


def test_who_is_not_staff_does_not_see_it(client, world):
    client.force_login(world.account(world.organisations["Contoso"], "ivo", Role.ADMIN).user)
    assert client.get("/admin/").status_code == 302
