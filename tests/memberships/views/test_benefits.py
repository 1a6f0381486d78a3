"""The pages of benefits and seats: what they say, who may do what, and how many queries they ask (E5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.actions import overrides
from memberships.actions import key_pools, orders, seats
from memberships.jobs import end_benefits
from memberships.models import Entitlement, KeyFile, KeyGrant, KeyPool, OfferEdition, SeatAssignment
from partners.models import JournalEntry, Term
from tests.signing_in import confirmed
from tests.world import PASSWORD

PAGE = "membership/benefits/"


@pytest.fixture(autouse=True)
def offers(world):
    """The offers for tests; Contoso's term is silver."""
    world.offers()


@pytest.fixture
def send(client, world, contoso):
    """A form of Contoso's, sent by somebody who has just confirmed who they are."""

    def post(path: str, user: str = "mina", **fields):
        client.force_login(world.users[user])
        confirmed(client)
        return client.post(f"/o/{contoso.public_id}/{PAGE}{path}", fields)

    return post


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def rows_of(answer):
    return {row.key: row for group in answer.context["groups"] for row in group.rows}


class TestThePage:
    def test_every_group_with_the_state_of_each_benefit(self, see, world, contoso):
        world.benefit(contoso)
        page = see(PAGE)
        states = {key: (row.state.words, row.state.does) for key, row in rows_of(page).items()}
        assert states["office"][1] == "seats"
        assert states["windows"] == states["hours"] == ("Not activated", "activate")
        assert states["quarter-off"] == ("Taken off as you order", "")
        assert states["rights"] == ("Not at your level", "")
        assert states["studio"] == ("Not available to you", "")
        assert page.context["facts"][1] == "1 of 5 in use"

    def test_a_missing_competency_is_said_as_its_own_page_says_it(self, see):
        row = rows_of(see(PAGE))["studio"]
        assert str(row.note).startswith("Needs silver in Data: ")
        assert "1,000 USD more" in str(row.note)
        assert row.state.competency == "data"

    def test_what_is_attained_is_said_with_the_day_on_which_it_lapses(self, see, world, contoso):
        override = world.override(contoso, "data", "silver")
        note = str(rows_of(see(PAGE))["studio"].note)
        assert note.startswith("Needs silver in Data, which lapses on ")
        assert str(override.until.year) in note

    def test_activated_it_stays_though_the_competency_is_lost(self, see, world, contoso):
        override = world.override(contoso, "data", "silver")
        world.benefit(contoso, "studio")
        overrides.end(override=override, reason="Done", on=world.on, by=world.specialist())
        row = rows_of(see(PAGE))["studio"]
        assert str(row.note).endswith("It stays to the end of your year all the same.")
        assert row.state.does == "seats"

    def test_for_whom_it_is(self, see):
        rows = rows_of(see(PAGE))
        found = {key: (row.level.name, row.marked) for key, row in rows.items()}
        assert found["office"] == ("Action Pack and up", False)
        assert found["hours"] == ("Silver and up", True)
        assert found["desk"] == ("Silver", True)
        assert found["community"] == ("Every partner", False)
        assert found["rights"] == ("Extra", False)

    def test_the_next_upgrade_with_its_discount_and_the_add_on(self, see):
        rows = {row.key: row for row in see(PAGE).context["upgrades"]}
        assert list(rows) == ["gold", "extra"]
        assert (rows["gold"].instead_of, rows["gold"].percent) == ("1,700 USD", "25")
        assert rows["extra"].can_buy

    def test_what_an_add_on_brings_stands_among_the_others(self, see, world, contoso):
        orders.confirm(order=world.order(contoso, "extra"), on=world.on, by=world.manager())
        rows = rows_of(see(PAGE))
        assert (rows["rights"].state.does, rows["office"].amount) == ("activate", "5 seats")

    def test_a_network_member_sees_what_every_partner_has(self, see, world, contoso):
        Term.objects.update(ended_on=world.on)
        page = see(PAGE)
        assert page.context["facts"][0] == "Of every partner, without a paid membership"
        assert {key for key, row in rows_of(page).items() if row.state.does} == {"community"}
        assert [row.key for row in page.context["upgrades"]] == ["action-pack"]

    def test_in_grace_it_says_until_when(self, see, world, contoso):
        world.benefit(contoso, "hours")
        Term.objects.update(until=world.on)
        more = rows_of(see(PAGE))["hours"].state.more
        assert more.startswith("Ends unless renewed; its last day is ")

    def test_without_offers_it_says_so(self, see, monkeypatch):
        nothing = lambda _self, _day: OfferEdition.objects.none()  # noqa: E731
        monkeypatch.setattr("memberships.models.offers.OfferEditionQuerySet.in_force", nothing)
        monkeypatch.setattr(OfferEdition.objects, "order_by", lambda *_: OfferEdition.objects.none())
        assert "No benefits yet" in text_of(see(PAGE))

    @pytest.mark.parametrize(
        ("user", "status"), [("ada", 200), ("mina", 200), ("rolf", 403), ("rita", 403), ("pia", 403)]
    )
    def test_who_reads_it(self, see, user, status):
        assert see(PAGE, user).status_code == status


class TestActivating:
    def test_the_button_activates(self, send, see, contoso):
        assert send("hours/activate/").status_code == 302
        assert rows_of(see(PAGE))["hours"].state.words.startswith("Active since ")

    def test_what_is_refused_says_why(self, send, see):
        send("studio/activate/")
        assert "asks for a competency that you have not attained" in text_of(see(PAGE, "mina"))
        send("no-such-benefit/activate/")
        assert "does not bring this benefit" in text_of(see(PAGE, "mina"))


@pytest.fixture
def windows(world, contoso):
    world.pool("SECRET-WINDOWS-1")
    return world.benefit(contoso, "windows")


def test_it_is_shown_on_the_page_that_answers_and_nowhere_else(send, see, windows):
    answer = send(f"{windows.public_id}/key/")
    assert "SECRET-WINDOWS-1" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "SECRET" not in text_of(see(PAGE, "mina"))
    assert rows_of(see(PAGE, "mina"))["windows"].state.words.startswith("Key given to Mina on ")


def test_it_asks_again_who_it_is_and_then_shows_it(client, world, contoso, windows):
    client.force_login(world.users["mina"])
    page = f"/o/{contoso.public_id}/{PAGE}{windows.public_id}/key/"
    asked = client.post(page)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not KeyGrant.objects.exists()
    answer = client.post(asked["Location"], {"password": PASSWORD})
    assert "SECRET-WINDOWS-1" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_reading_an_address_shows_nothing(see, windows):
    assert see(f"{PAGE}{windows.public_id}/key/").status_code == 405


def test_without_one_left_it_says_that_the_vendor_has_been_told(send, see, world, contoso):
    windows = world.benefit(contoso, "windows")
    send(f"{windows.public_id}/key/")
    state = rows_of(see(PAGE))["windows"].state
    assert (state.words, state.does) == ("No key left: the vendor has been told", "")
    file = world.key_file(KeyPool.objects.get(), "WINDOWS-1")
    key_pools.add(file=KeyFile.objects.get(pk=file.pk), on=world.on, by=world.manager())
    assert rows_of(see(PAGE))["windows"].state.does == "key"


def test_what_is_refused_says_why(send, see, world, contoso):
    send(f"{world.benefit(contoso).public_id}/key/")
    assert "This benefit has no product key." in text_of(see(PAGE, "mina"))


class TestSeats:
    @pytest.fixture
    def office(self, world, contoso):
        return world.benefit(contoso)

    def test_somebody_is_found_by_name_and_assigned(self, send, see, office, contoso):
        page = see(f"{PAGE}{office.public_id}/seats/", "mina", q="PI")
        (pia,) = page.context["people"]
        assert (pia.name, pia.email, pia.seat) == ("Pia", "", "")
        send(f"{office.public_id}/seats/assign/", account=pia.account)
        (held,) = see(f"{PAGE}{office.public_id}/seats/").context["holders"]
        assert held.name == "Pia"
        send(f"seats/{held.seat}/take-back/")
        assert not SeatAssignment.objects.open().exists()
        send(f"seats/{held.seat}/take-back/")
        assert "taken back already" in text_of(see(PAGE, "mina"))

    def test_addresses_are_searched_by_who_may_see_them(self, see, office):
        page = f"{PAGE}{office.public_id}/seats/"
        assert [one.email for one in see(page, "ada", q="pia@").context["people"]] == ["pia@contoso.example"]
        assert see(page, "mina", q="pia@").context["people"] == []

    @pytest.mark.parametrize("account", ["", "nonsense", "8f7c0f0e-0000-4000-8000-000000000000"])
    def test_nobody_is_chosen(self, send, see, office, account):
        send(f"{office.public_id}/seats/assign/", account=account)
        assert "Choose somebody from the list." in text_of(see(PAGE, "mina"))

    def test_somebody_of_another_organisation_does_not_exist(self, send, see, world, office):
        stranger = world.account(world.organisation("Fabrikam"), "fay")
        send(f"{office.public_id}/seats/assign/", account=str(stranger.public_id))
        assert "Choose somebody from the list." in text_of(see(PAGE, "mina"))

    def test_a_page_after_another(self, see, world, contoso, office):
        Entitlement.objects.update(quantity=100)
        _seats(world, contoso, office, 51)
        page = f"{PAGE}{office.public_id}/seats/"
        first = see(page)
        assert len(first.context["holders"]) == 50
        second = see(page, before=first.context["older"])
        assert (len(second.context["holders"]), second.context["older"]) == (1, "")
        assert see(page, before="nonsense").status_code == 404

    def test_what_has_ended_has_no_seats_to_look_at(self, see, world, office):
        Term.objects.update(ended_on=world.on)
        assert see(f"{PAGE}{office.public_id}/seats/").status_code == 404


def _seats(world, contoso, office, count):
    by = world.buyer(contoso)
    for number in range(count):
        account = world.account(contoso, f"n{number}")
        seats.assign(entitlement=office, account=account, on=world.on, by=by)


@pytest.mark.parametrize("many", [False, True])
def test_the_pages_ask_few_queries_whatever_is_activated(see, world, contoso, many):
    office = world.benefit(contoso)
    Entitlement.objects.update(quantity=100)
    _seats(world, contoso, office, 30 if many else 1)
    if many:
        for key in ("windows", "hours", "desk", "community"):
            world.benefit(contoso, key)
    most = {PAGE: 28, f"{PAGE}{office.public_id}/seats/": 15}
    for page, limit in most.items():
        see(page)
        with CaptureQueriesContext(connection) as captured:
            assert see(page, q="n").status_code == 200
        assert len(captured) <= limit, "\n".join(each["sql"] for each in captured)


def test_the_lists_and_the_job_are_found_by_their_indexes(world, contoso):
    office = world.benefit(contoso)
    plans = {
        "seat_in_use": SeatAssignment.objects.of(office)[:51],
        "entitlement_due": Entitlement.objects.due(world.on)[:500],
        "key_left": KeyPool.objects.counted(),
    }
    for name, query in plans.items():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                    cursor.execute(f"SET LOCAL enable_{way} = off")
        assert name in query.explain(), name


class TestSaidBeforehand:
    def test_an_order_says_what_goes_on_and_what_ends(self, see, world, contoso):
        for key in ("office", "desk"):
            world.benefit(contoso, key)
        world.override(contoso)
        said = [str(line) for line in see("offers/gold/").context["effects"]]
        assert "These benefits go on, with their product keys and seats: Office." in said
        assert "These benefits end as the new year is confirmed: Desk." in said

    def test_a_lower_level_says_how_many_seats_would_be_freed(self, see, world, contoso):
        office = world.benefit(contoso)
        _seats(world, contoso, office, 3)
        Term.objects.update(until=world.on)
        said = text_of(see("offers/action-pack/"))
        assert "Office: 2 instead of 3. 3 are in use: the last 1 assigned is freed." in said

    def test_an_add_on_ends_nothing(self, see, world, contoso):
        world.benefit(contoso)
        assert len(see("offers/extra/").context["effects"]) == 1

    def test_the_end_of_an_account_says_which_seats_are_freed(self, client, world, contoso):
        office = world.benefit(contoso)
        account = world.users["pia"].accounts.get()
        seats.assign(entitlement=office, account=account, on=world.on, by=world.users["ada"])
        client.force_login(world.users["ada"])
        confirmed(client)
        page = f"/o/{contoso.public_id}/people/{account.public_id}/end/"
        shown = client.get(page)
        assert shown.context["seats"] == ["Office"]
        client.post(page, {"seen": shown.context["stamp"]})
        assert JournalEntry.objects.filter(kind="seats-freed").exists()

    def test_a_seat_assigned_since_it_was_read_is_shown_first(self, client, world, contoso):
        office = world.benefit(contoso)
        account = world.users["pia"].accounts.get()
        client.force_login(world.users["ada"])
        confirmed(client)
        page = f"/o/{contoso.public_id}/people/{account.public_id}/end/"
        seen = client.get(page).context["stamp"]
        seats.assign(entitlement=office, account=account, on=world.on, by=world.users["ada"])
        assert "has changed since you looked" in text_of(client.post(page, {"seen": seen}))


def test_a_notification_leads_to_the_benefits(see, world, contoso):
    world.benefit(contoso)
    Term.objects.update(until=world.on - timedelta(days=30), grace_until=world.on)
    Entitlement.objects.update(due_on=world.on)
    end_benefits(as_of=world.on)
    (line,) = see("notifications/").context["lines"]
    assert line.url.endswith("/membership/benefits/")
