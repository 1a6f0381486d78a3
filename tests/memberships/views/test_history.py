"""The journal of an organisation as its readers see it (D5, G8)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.actions import overrides
from competencies.actions.accounts import end_account
from partners.actions import accounts, invitations
from partners.clock import today
from partners.journal import Kind
from partners.models import JournalEntry, Organisation, Role, User

PATH = "membership/history/"


def page(see, user="ada", **query):
    answer = see(PATH, user, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(see, user="ada", **query):
    answer = see("membership/history.csv", user, **query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


@pytest.fixture
def told(world, contoso, lose):
    """A leaver who costs a level, and roles that were changed."""
    lose()
    rita = world.users["rita"].accounts.get()
    accounts.set_roles(account=rita, roles=[Role.ADMIN], on=world.on, by=world.users["ada"])


def test_each_line_has_its_cause_and_the_values_before_and_after(see, told):
    shown = page(see)
    assert "Silver in Cloud: no longer attained" in shown
    assert "Erik left" in shown
    line = next(each for each in rows(see, kind="roles-set"))
    assert (line["What changed"], line["Before"], line["After"], line["By"]) == (
        "The roles of Rita were set", "referrals manager", "admin", "Ada",
    )  # fmt: skip


def test_the_words_are_those_of_the_readers_language(see, told, client):
    client.cookies["assay_language"] = "zh-hant"
    client.cookies["django_language"] = "zh-hant"
    User.objects.update(language="zh-hant")
    assert "銀級" in page(see)


def test_the_day_of_recording_stands_where_it_differs(see, world, contoso):
    first = rows(see, kind="organisation-enrolled")[0]
    assert first["Day"] == (world.on - timedelta(days=100)).isoformat()
    assert first["Recorded on"] == today().isoformat()
    assert "recorded on" in page(see, kind="organisation-enrolled")


def kinds_of(found):
    return {each["Kind"] for each in found}


@pytest.mark.parametrize(
    ("query", "only"),
    [
        ({"kind": "level-lost"}, {"level lost"}),
        ({"competency": "cloud", "first": "TODAY"}, {"level lost", "risk raised"}),
    ],
)
def test_filters_narrow_page_and_file_alike(see, told, query, only):
    asked = {key: value.replace("TODAY", today().isoformat()) for key, value in query.items()}
    assert kinds_of(rows(see, **asked)) == only
    assert page(see, **asked).count("<tr>") == 1 + len(rows(see, **asked))


def test_a_period_holds_its_last_day(see, world, told):
    first = (world.on - timedelta(days=100)).isoformat()
    assert {each["Day"] for each in rows(see, last=first)} == {first}
    assert rows(see, first=today().isoformat(), last=today().isoformat())


@pytest.mark.parametrize("query", [{"last": "9999-12-31"}, {"first": "0001-01-01", "last": "9999-12-31"}])
def test_a_period_may_reach_to_the_end_of_the_calendar(see, told, query):
    assert "Erik left" in page(see, **query)
    assert rows(see, **query)


def test_a_risk_that_lies_ahead_has_causes_that_do(see, world, contoso, lose):
    lose()
    world.override(contoso, "cloud", "silver")
    (line,) = rows(see, kind="risk-changed")
    assert "lapses on" in line["After"]
    assert "the override ends" in line["Why"]


def test_a_person_is_found_by_name_with_what_befell_levels_because_of_them(see, told):
    found = rows(see, person="eri")
    assert {"account ended", "achievements severed", "level lost", "risk raised"} <= kinds_of(found)
    assert "roles set" not in kinds_of(found)


def test_of_several_with_such_a_name_one_is_chosen(see, told, world):
    shown = page(see, person="i")
    assert "Whom do you mean?" in shown
    pia = world.users["pia"].accounts.get()
    assert f"who={pia.public_id}" in shown
    found = rows(see, who=str(pia.public_id))
    assert {each["What changed"] for each in found} >= {"Pia associated Data basics"} or found


def test_nobody_of_another_organisation_is_found(see, world):
    fabrikam = world.organisation("Fabrikam")
    leo = world.account(fabrikam, "leo")
    assert "Nobody here has this name" in page(see, person="leo")
    assert see(PATH, who=str(leo.public_id)).status_code == 404


@pytest.mark.parametrize(
    "query", [{"first": "soon"}, {"kind": "secret"}, {"first": "2018-02-02", "last": "2018-02-01"}]
)
def test_what_is_no_filter_is_said_beside_its_field(see, told, query):
    assert 'class="wrong"' in page(see, **query)


@pytest.mark.parametrize("after", ["0", "x" * 22, "//", "é"])
def test_a_place_that_is_none_begins_at_the_beginning(see, told, after):
    assert "Erik" in page(see, after=after)


def test_pages_follow_each_other_without_a_gap(see, world, contoso, monkeypatch):
    from memberships.views import history

    monkeypatch.setattr(history, "PAGE", 4)
    whole, query, seen = rows(see), {}, []
    while query is not None:
        answer = see(PATH, "ada", **query)
        seen += [line.what for line in answer.context["lines"]]
        following = answer.context["following"]
        query = dict([following.split("=", 1)]) if following else None
    assert len(seen) == len(whole)


def test_orders_and_invitations_are_for_those_who_see_them(see, world, contoso):
    ada = world.users["ada"]
    invitations.invite(
        organisation=contoso, email="ivy@example.org", name="Ivy", roles=[Role.EMPLOYEE], language="en",
        on=world.on, by=ada,
    )  # fmt: skip
    world.order(contoso, "action-pack") if not contoso.terms.exists() else world.order(contoso, "extra")
    assert {"order placed", "invitation sent"} <= kinds_of(rows(see, "ada"))
    assert "Ivy was invited" in page(see)
    assert "order placed" in kinds_of(rows(see, "mina"))
    assert not {"order placed", "invitation sent"} & kinds_of(rows(see, "rolf"))
    assert "order-placed" not in page(see, "rolf")


def test_the_vendors_staff_stays_without_names(see, world, contoso):
    world.override(contoso)
    line = rows(see, kind="override-placed")[0]
    assert line["By"] == "the vendor’s staff"
    assert line["Why"].startswith("Reason: The vendor")


def test_an_override_is_told_with_its_end_and_why(see, world, contoso):
    placed = world.override(contoso)
    overrides.end(override=placed, reason="Recognised now.", on=world.on, by=world.specialist())
    line = rows(see, kind="override-ended")[0]
    assert (line["Why"], line["After"]) == ("Reason: Recognised now.", "ended")
    assert line["Before"].startswith("to ")


def test_no_cell_of_the_file_is_a_formula(see, world, contoso):
    User.objects.filter(pk=world.users["pia"].pk).update(name="=cmd()")
    account = world.users["pia"].accounts.get()
    end_account(account=account, on=world.on, by=account.user)
    assert rows(see, kind="account-ended")[0]["By"] == "'=cmd()"


QUERIES = 12


@pytest.mark.parametrize("many", [1, 60])
@pytest.mark.parametrize("by_person", [False, True])
def test_a_page_asks_few_queries(see, client, world, contoso, lose, many, by_person):
    lose()
    world.override(contoso)
    world.order(contoso, "extra")
    entry = JournalEntry.objects.filter(kind=Kind.ACCOUNT_ENDED).get()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            organisation=contoso, on=world.on, kind=entry.kind, data=entry.data, by=entry.data["person"]
        )
        for _ in range(many)
    )
    query = {"who": str(world.users["erik"].accounts.get().public_id)} if by_person else {}
    page(see, **query)
    address = f"/o/{contoso.public_id}/{PATH}"
    with CaptureQueriesContext(connection) as captured:
        client.get(address, query)
    assert len(captured) <= QUERIES, "\n".join(each["sql"] for each in captured)


def plan_of(query) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for kind in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{kind} = off")
    return query.explain()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("index", "narrowed"),
    [
        ("journal_by_organisation", lambda rows: rows),
        ("journal_by_kind", lambda rows: rows.filter(kind="order-placed")),
        ("journal_by_competency", lambda rows: rows.filter(competency="cloud")),
        ("journal_of_levels", lambda rows: rows.of_levels()),
        ("journal_by_person", lambda rows: rows.about(7)),
    ],
)
def test_every_filter_has_its_index(db, index, narrowed):
    many = Organisation.objects.bulk_create(
        Organisation(
            legal_name=f"{number}",
            display_name=f"{number}",
            mpn_id=number,
            country="BE",
            market="developed",
            joined_on=today(),
        )
        for number in range(1, 41)
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(
            organisation=many[number % 40], on=today() - timedelta(days=number % 300),
            kind=Kind.values[number % len(Kind.values)], competency=("", "cloud", "data")[number % 3],
            data={"person": number % 50} if number % 2 else {},
        )
        for number in range(4000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE partners_journalentry")
    rows = JournalEntry.objects.of(many[3])
    assert index in plan_of(narrowed(rows)[:51])
