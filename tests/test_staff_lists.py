"""Lists of the administration stay quick on large tables: by their queries, and on PostgreSQL by their indexes."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competencies.models import Achievement, Association, Attainment, Override, Standing, Transcript
from memberships.models import CustomerRequest, Listing, Order, Profile, Referral
from partners import staff_lists
from partners.models import Account, JournalEntry, Message, Organisation, Term, TermEntry, User
from partners.staff_lists import CappedPaginator
from tests.test_access_matrix_admin import MODELS
from tests.test_access_matrix_admin import world as matrix_world  # noqa: F401 the fixture

pytestmark = pytest.mark.django_db

QUERIES = 13
# What never has many rows; their lists may read all of them.
SMALL = {
    "partners_countrymarket", "partners_sweep", "memberships_offeredition", "competencies_programmeedition",
    "competencies_feedrun", "competencies_feedsource", "competencies_feedfile", "partners_invitationfile",
    "competencies_transcriptalias", "django_session", "partners_session", "django_content_type", "auth_group",
    "partners_user_groups", "auth_permission", "auth_group_permissions", "partners_marketcorrection",
    "memberships_keypool", "memberships_keyfile", "competencies_editiondraft", "competencies_editioneffect",
}  # fmt: skip
# The list with its filter, and the index that answers it in the order of the list.
FILTERS = {
    "partners.organisation?market=developed": "organisation_by_market",
    "partners.user?is_active__exact=0": "user_inactive",
    "partners.enrolment?state__exact=asked": "enrolment_by_state",
    "partners.invitation?state__exact=open": "invitation_by_state",
    "partners.journalentry?kind__exact=term-started": "journal_of_kind",
    "partners.message": "message_latest",
    "partners.message?state__exact=sent": "message_by_state",
    "partners.message?kind__exact=renewal-due": "message_by_kind",
    "partners.term?level=silver&running=today": "term_by_level",
    "competencies.attainment?level=silver": "attainment_by_level",
    "competencies.attainment?competency=cloud&level=silver&attained=now": "attainment_attained_now",
    "competencies.override?ending=30": "override_running",
    "competencies.standing?risk=refused": "standing_at_risk",
    "competencies.standing?risk=refused&lapses=now": "standing_at_risk",
    "competencies.creditreport?state__exact=waiting&kind__exact=figure": "credit_report_by_state",
    "memberships.order?state__exact=open&proof_on__isempty=0": "order_by_state",
    "memberships.order?kind__exact=renewal": "order_by_kind",
    "memberships.customerrequest?state=unconfirmed": "request_unconfirmed",
    "memberships.customerrequest?state=withdrawn": "request_withdrawn",
    "memberships.customerrequest?state=closed": "request_closed",
    "memberships.referral?state__exact=new": "referral_of_state",
    "memberships.referral?mail=held-back": "referral_held_back",
    "memberships.listing?level=silver": "listing_by_level",
}
SORTED = {
    "competencies.standing?risk=refused",
    "competencies.standing?risk=refused&lapses=now",
    "memberships.keypool",
}
"""By month of the lapse, so that few of them are left to sort; and the few pools."""
READ_WHOLE = "Seq Scan"
WHOLE_SMALL = re.compile(f"Seq Scan on ({'|'.join(sorted(SMALL))})")
# The whole of an index is as long as its table.
WALKED = re.compile(r"Scan (Backward )?using \w+ on \w+  \(.*\)\n(?!\s*Index Cond)")
# Words to search for; each is looked for in every list that can be searched.
SEARCHED = ["MPN", "ada@contoso.example", "Cont", "MC-1", "BE", "O-1", "7d4f1c9e-0d0a-4c5e-9f52-3a1f7c6b2e10"]


@pytest.fixture
def world(matrix_world):  # noqa: F811
    """A row of every model."""
    return matrix_world


@pytest.fixture
def see(client, world):
    """A list as support sees it."""
    client.force_login(world.users["sam"])

    def look(label: str, **query: str):
        model, _, asked = label.partition("?")
        name = f"admin:{model.replace('.', '_')}_changelist"
        return client.get(f"{reverse(name)}?{asked}{'&' if asked and query else ''}{urlencode(query)}")

    return look


def selects(captured) -> list[str]:
    return [each["sql"] for each in captured if each["sql"].startswith("SELECT")]


SEARCHABLE = [label for label, model in MODELS.items() if admin.site._registry[model].finds]


def test_no_list_counts_a_table_or_sorts_it_for_a_reader(see):
    """Whatever stands in the address: another order, or counts beside the filters."""
    for label in MODELS:
        with CaptureQueriesContext(connection) as captured:
            plain = see(label)
        assert plain.status_code == 200
        asked = selects(captured)
        assert len(asked) <= QUERIES, "\n".join(asked)
        # The clock counts the few messages of which nobody knows whether they went out.
        whole = [sql for sql in asked if "COUNT(" in sql and "LIMIT" not in sql and "'unsure'" not in sql]
        assert whole == [], label
        assert not [sql for sql in asked if "DISTINCT" in sql and "partners_countrymarket" not in sql], label
        otherwise = see(label, o="-2.1").context["cl"].queryset.query.order_by
        assert otherwise == plain.context["cl"].queryset.query.order_by, label
        assert not see(label, _facets="True").context["cl"].add_facets, label


def test_nothing_is_searched_but_by_ways_to_find_it():
    """Django's own `search_fields` compare in a way that no index knows; `finds` takes their place."""
    assert [label for label, model in MODELS.items() if admin.site._registry[model].search_fields] == []


def test_a_search_says_what_it_finds(see):
    assert len(SEARCHABLE) >= 20
    for label in SEARCHABLE:
        page = see(label, q="nobody-is-called-like-this")
        assert page.context["cl"].result_count == 0, label
        assert "Search by " in page.content.decode(), label


KNOWN = {
    Organisation: ["{mpn}", "conto", "CONTOSO L"],
    User: ["ADA@contoso.example", "ada"],
    Account: ["ada@contoso.example", "{mpn}"],
    Transcript: ["{mcid}", "nora@contoso.example", "MC-OLD"],
    Achievement: ["{mcid}"],
    Association: ["erik@contoso.example", "{mpn}"],
    Order: ["{order}", "{mpn}"],
    Message: ["ada@contoso.example", "{mpn}"],
    CustomerRequest: ["Carla@Woodgrove.example", "{request}"],
    Referral: ["office@contoso.example", "{mpn}", "https://portal.example/o/x/referrals/{referral}/"],
    Listing: ["{mpn}", "/find/{page}/", "BE"],
    Profile: ["{mpn}", "{page}"],
    **{each: ["{mpn}"] for each in (Term, TermEntry, Standing, Attainment, Override, JournalEntry)},
}


def test_what_staff_knows_of_somebody_finds_their_rows(see, world):
    known = {
        "mpn": world.organisations["Contoso"].mpn_id,
        "mcid": world.users["nora"].transcripts.get().mcid,
        "order": Order.objects.get().number,
        "request": CustomerRequest.objects.get().public_id,
        "referral": Referral.objects.get().public_id,
        "page": Listing.objects.get().public_id,
    }
    for model, words in KNOWN.items():
        for word in words:
            found = see(model._meta.label_lower, q=word.format(**known)).context["cl"].result_list
            assert len(found) > 0, (model, word)
            if model is Organisation:
                assert [row.display_name for row in found] == ["Contoso"], word


def test_a_number_that_is_none_finds_nothing(see):
    for word in ("99999999999999999999", "²", "-1"):
        assert see("partners.term", q=word).context["cl"].result_count == 0


def test_a_list_ends_before_its_table_and_says_so(see, monkeypatch):
    monkeypatch.setattr(staff_lists, "AT_MOST", 3)
    monkeypatch.setattr(admin.site._registry[User], "list_per_page", 2)
    page = see("partners.user", p="2")
    assert (page.context["cl"].result_count, len(page.context["cl"].result_list)) == (3, 1)
    assert "The first 3 of more" in page.content.decode()
    assert see("partners.user", p="3").status_code == 302


def test_a_short_list_is_counted_as_ever(world):
    pages = CappedPaginator(User.objects.order_by("pk"), 50)
    assert (pages.count, pages.capped) == (User.objects.count(), False)


def test_what_no_filter_offers_shows_nothing(see):
    for label in (
        "partners.term?level=lead",
        "competencies.standing?lapses=someday",
        "competencies.override?ending=7",
    ):
        assert see(label).context["cl"].result_count == 0


def plans(captured) -> list[str]:
    """How PostgreSQL would find the rows of large tables, sorting and reading tables whole only if it must."""
    found = []
    for sql in selects(captured):
        tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        if tables - SMALL:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}")
                found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


@pytest.fixture
def _by_indexes(world):
    """Tables this small would be read whole; the question is whether indexes can answer."""
    if connection.vendor == "postgresql":
        many = [User(email=f"many{number}@x.example", name=f"Many {number}") for number in range(2000)]
        User.objects.bulk_create(many)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE partners_user")
            for each in ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{each} = off")


@pytest.mark.postgres
@pytest.mark.usefixtures("_by_indexes")
def test_every_list_and_filter_is_answered_by_an_index(see):
    for label in sorted({*MODELS, *FILTERS}):
        with CaptureQueriesContext(connection) as captured:
            see(label)
        found = plans(captured)
        for plan in found:
            assert READ_WHOLE not in WHOLE_SMALL.sub("", plan), plan
            assert "Sort" not in plan or label in SORTED, plan
        if label in FILTERS:
            assert any(FILTERS[label] in plan for plan in found), "\n".join([label, *found])


@pytest.mark.postgres
@pytest.mark.usefixtures("_by_indexes")
def test_every_search_is_answered_by_an_index(see, world):
    words = [str(world.organisations["Contoso"].mpn_id) if each == "MPN" else each for each in SEARCHED]
    with connection.cursor() as cursor:
        # Several ways to find a row meet in a bitmap, and what a search finds is sorted.
        for each in ("bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{each} = on")
    for label in SEARCHABLE:
        for word in words:
            with CaptureQueriesContext(connection) as captured:
                see(label, q=word)
            for plan in plans(captured):
                assert READ_WHOLE not in WHOLE_SMALL.sub("", plan), plan
                assert not WALKED.search(plan), plan
