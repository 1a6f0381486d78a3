"""The list of people: whom it shows, in pages by key, in a fixed number of queries (B4)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from competencies.people import listing
from competencies.people.listing import Key, Wanted
from competencies.presenters.members import members
from partners.actions import invitations
from partners.models import Account, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "nora", Role.EMPLOYEE, Role.REPORT_VIEWER)
    world.transcript(world.users["nora"], "data-basic")
    world.employee(made, "erik", "cloud-basic")
    return made


def names(organisation, **wanted):
    page = listing.people(organisation, Wanted(**wanted), None)
    return [account.user.name for account in page.rows]


def test_everybody_by_name(contoso):
    assert names(contoso) == ["Ada", "Erik", "Nora"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"query": "OR"}, ["Nora"]),
        ({"query": "erik@"}, []),
        ({"query": "erik@", "by_email": True}, ["Erik"]),
        ({"role": "report-viewer"}, ["Nora"]),
        ({"role": "employee"}, ["Erik", "Nora"]),
        ({"role": "owner"}, ["Ada", "Erik", "Nora"]),
        ({"show": "not-claimed"}, ["Ada"]),
        ({"show": "not-associated"}, ["Ada", "Nora"]),
        ({"show": "not-associated", "role": "employee", "query": "n"}, ["Nora"]),
    ],
)
def test_filters(contoso, wanted, found):
    assert names(contoso, **wanted) == found


def test_nobody_of_another_organisation_and_nobody_who_left(world, contoso):
    world.account(world.organisation("Fabrikam"), "fay")
    Account.objects.filter(user=world.users["erik"]).update(until=world.on)
    assert names(contoso) == ["Ada", "Nora"]


def test_an_association_elsewhere_is_not_told(world, contoso):
    """A7: whoever is associated elsewhere has only associated nothing here."""
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, world.users["erik"])
    world.associate(world.users["erik"], fabrikam)
    assert names(contoso, show="not-associated") == ["Ada", "Erik", "Nora"]


def test_counts(world, contoso):
    invitations.invite(
        organisation=contoso,
        email="ivy@example.org",
        name="Ivy",
        roles=[Role.EMPLOYEE],
        language="en",
        on=world.on,
        by=world.users["ada"],
    )
    assert listing.counts(contoso) == listing.Counts(3, not_claimed=1, not_associated=2, invited=1)


def walked(organisation, **wanted):
    """The names of all pages, one after another."""
    after, found = None, []
    while True:
        page = listing.people(organisation, Wanted(**wanted), after)
        found.append([account.user.name for account in page.rows])
        if page.following is None:
            return found
        after = page.following


def test_pages_go_on_by_key_also_among_the_same_name(world, contoso, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(3):
        user = world.account(contoso, f"same{number}").user
        user.name = "Same"
        user.save()
    assert walked(contoso) == [["Ada", "Erik"], ["Nora", "Same"], ["Same", "Same"]]


def test_a_place_whose_row_is_gone_still_leads_on(contoso):
    page = listing.people(contoso, Wanted(), Key("b", 0))
    assert [account.user.name for account in page.rows] == ["Erik", "Nora"]


def invite_many(world, organisation, count):
    for number in range(count):
        invitations.invite(
            organisation=organisation,
            email=f"g{number}@example.org",
            name=f"Guest {number}",
            roles=[Role.EMPLOYEE],
            language="en",
            on=world.on,
            by=world.users["ada"],
        )


def test_open_invitations_the_latest_first_in_pages(world, contoso, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    invite_many(world, contoso, 3)
    first = listing.invitations(contoso, Wanted(), None)
    second = listing.invitations(contoso, Wanted(), first.following)
    assert [row.name for row in (*first.rows, *second.rows)] == ["Guest 2", "Guest 1", "Guest 0"]
    assert second.following is None


@pytest.mark.parametrize("count", [1, 120])
def test_the_rows_take_two_queries(world, count):
    contoso = world.organisation("Contoso")
    for number in range(count):
        world.account(contoso, f"p{number}", Role.EMPLOYEE, Role.REPORT_VIEWER)
    with CaptureQueriesContext(connection) as captured:
        page = listing.people(contoso, Wanted(by_email=True), None)
        members(page.rows, contoso, {}, contacts=True)
    assert len(captured) == 2
    assert len(page.rows) == min(count, listing.PAGE)


@pytest.mark.postgres
def test_only_the_organisations_own_rows_are_read(world, contoso):
    """At any size the accounts are found by an index, never by reading all of them."""
    plans = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for wanted in (Wanted(), Wanted(query="x", by_email=True), Wanted(show="not-associated")):
            rows = listing._filtered(listing._flagged(contoso), wanted)
            plans.append(rows.explain())
    for plan in plans:
        assert "partners_account_organisation_id" in plan or "account_one_open" in plan, plan
        assert "Seq Scan on partners_account " not in plan
        assert "Seq Scan on competencies_affiliation" not in plan
        assert "Seq Scan on competencies_transcript" not in plan
