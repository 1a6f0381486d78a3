"""Referrals as the partner works on them: lists, one of them, archive, analysis (F4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.models import Referral
from memberships.views.referrals import PAGE
from partners.clock import now, today
from partners.models import JournalEntry
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock."""
    return World()


@pytest.fixture
def see(client, world, contoso):
    """A page about referrals as somebody sees it."""

    def look(path: str = "", user: str = "rita", **query):
        client.force_login(world.users[user])
        return client.get(f"/o/{contoso.public_id}/referrals/{path}", query)

    return look


@pytest.fixture
def do(client, world, contoso):
    """Something done about a referral by Rita."""

    def act(row, deed: str, **typed):
        client.force_login(world.users["rita"])
        named = {f"{deed}-{name}": value for name, value in typed.items()}
        return client.post(f"/o/{contoso.public_id}/referrals/{row.public_id}/{deed}/", named, follow=True)

    return act


@pytest.fixture
def row(world, listing):
    """A referral of an hour ago."""
    return world.referral(listing, at=now() - timedelta(hours=1), company_size="10-49")


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def estimate(value=12_000):
    return Estimate(value, "EUR", (now() + timedelta(days=30)).date())


def test_managers_find_it_in_their_navigation(see, row, contoso):
    page = text(see())
    assert f'href="/o/{contoso.public_id}/referrals/"' in page
    assert "We move our mail." in page
    assert see(user="rolf").status_code == 403


def test_before_interest_only_the_overview_is_shown(see, do, row):
    for page in (text(see()), text(see(f"{row.public_id}/"))):
        assert "Belgium" in page
        assert "10 to 49 people" in page
        for secret in ("Carla", "Woodgrove", "carla@"):
            assert secret not in page
    shown = text(do(row, "interested"))
    assert "Carla Customer" in shown
    assert "carla@woodgrove.example" in shown


def test_it_goes_all_the_way_to_won(do, see, row):
    do(row, "interested")
    wrong = text(do(row, "accept", value="12.5", currency="EUR", closes_on=""))
    assert 'value="12.5"' in wrong
    day = (now() + timedelta(days=30)).date().isoformat()
    text(do(row, "accept", value="12000", currency="EUR", closes_on=day))
    assert "12,000 EUR" in text(see(state="negotiating"))
    text(do(row, "estimate", value="13000", currency="EUR", closes_on=day))
    text(do(row, "note", text="Called."))
    assert "Won" in text(do(row, "won", value="14000"))
    assert "14,000 EUR" in text(see("archive/"))
    kinds = JournalEntry.objects.filter(kind__startswith="referral-").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        f"referral-{each}" for each in ("sent", "interested", "accepted", "estimated", "noted", "won")
    ]


@pytest.mark.parametrize(
    ("deed", "typed", "state"),
    [
        ("no-thanks", {}, "skipped"),
        ("decline", {"reason": "budget"}, "declined"),
        ("lost", {"reason": "competitor", "value": "9000"}, "lost"),
    ],
)
def test_it_comes_to_nothing_in_each_state(do, row, rita, deed, typed, state):
    if deed != "no-thanks":
        referrals.show_interest(referral=row, at=now(), by=rita)
    if deed == "lost":
        referrals.accept(referral=row, estimate=estimate(), at=now(), by=rita)
    text(do(row, deed, **typed))
    row.refresh_from_db()
    assert row.state == state


def test_who_comes_second_is_told_what_became_of_it(do, row):
    requests.withdraw(request=row.request, at=now())
    assert "withdrawn this request meanwhile" in text(do(row, "interested"))


def test_what_is_no_deed_is_not_found(client, world, contoso, row):
    client.force_login(world.users["rita"])
    page = f"/o/{contoso.public_id}/referrals/{row.public_id}/"
    assert client.post(f"{page}steal/").status_code == 404


def test_whoever_reloads_a_form_with_errors_is_led_back_to_the_referral(client, world, contoso, row):
    client.force_login(world.users["rita"])
    page = f"/o/{contoso.public_id}/referrals/{row.public_id}/"
    assert client.get(f"{page}accept/")["Location"] == page
    assert client.get(f"{page}steal/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"value": "12.5"}, "value", "Enter a whole number."),
        ({"value": "0"}, "value", "Enter the value as a whole number above 0."),
        ({"value": str(10**13)}, "value", "Enter a value of at most 1,000,000,000,000."),
        ({"closes_on": "2001-01-01"}, "closes_on", "The closing day lies in the past. Enter one to come."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(do, row, rita, typed, field, told):
    referrals.show_interest(referral=row, at=now(), by=rita)
    good = {"value": "900", "currency": "TWD", "closes_on": (today() + timedelta(days=9)).isoformat()}
    answer = do(row, "accept", **(good | typed))
    form = answer.context["forms"]["accept"]
    assert form.errors == {field: [told]}
    assert 'value="TWD" selected' in text(answer)
    assert f'value="{(good | typed)["value"]}"' in text(answer)


def test_one_that_is_not_confirmed_is_not_there(see, world, listing):
    row = world.request(listing, at=now()).referrals.get()
    assert see(f"{row.public_id}/").status_code == 404
    assert "Nothing waits here" in text(see())


def many(world, listing, count):
    """So many referrals, one a minute."""
    for number in range(count):
        at = now() - timedelta(hours=2, minutes=number)
        world.referral(listing, at=at, sought=f"Number {number}.", email=f"c{number}@x.example")


def test_lists_are_paged_and_ask_as_much_for_one_as_for_many(client, see, world, listing):
    here = see().request["PATH_INFO"]
    counts = []
    for more in (1, PAGE + 1):
        many(world, listing, more)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(here)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(page.context["lines"]) == PAGE
    rest = see(after=Referral.objects.get(public_id=page.context["lines"][-1].key).public_id)
    assert len(rest.context["lines"]) == 2
    assert see(after="nothing").status_code == 404


def test_the_archive_is_filtered_by_state_and_day(see, world, listing, rita):
    for number in range(2):
        row = world.referral(listing, at=now(), email=f"c{number}@x.example")
        referrals.say_no(referral=row, at=now(), by=rita)
    assert len(see("archive/").context["lines"]) == 2
    assert len(see("archive/", state="won").context["lines"]) == 0
    assert len(see("archive/", state="skipped", since=world.on.isoformat()).context["lines"]) == 2
    assert len(see("archive/", until=(world.on - timedelta(days=2)).isoformat()).context["lines"]) == 0
    assert "Enter a valid date" in text(see("archive/", since="soon"))


@pytest.fixture
def told(world, listing, rita):
    """Three referrals: won within an hour, skipped within two days, new."""
    begin = now() - timedelta(days=3)
    first = world.referral(listing, at=begin)
    referrals.show_interest(referral=first, at=begin + timedelta(hours=1), by=rita)
    referrals.accept(referral=first, estimate=estimate(), at=begin + timedelta(hours=2), by=rita)
    referrals.win(referral=first, value=15_000, at=begin + timedelta(hours=3), by=rita)
    second = world.referral(listing, at=begin, email="b@x.example")
    referrals.say_no(referral=second, at=begin + timedelta(hours=47), by=rita)
    world.referral(listing, at=now(), email="c@x.example")


def test_the_analysis_counts_what_became_of_them(see, told):
    figures = see("analysis/").context["figures"]
    counts = {picture.key: [bar.count for bar in picture.bars] for picture in figures.pictures}
    assert counts == {
        "funnel": [3, 1, 1, 1],
        "worth-EUR": [15_000, 15_000, 0],
        "time": [1, 0, 1, 0, 0],
    }
    assert figures.mean == "24 hours"


def test_values_are_drawn_like_counts_and_shares_are_rounded(see, told):
    funnel, worth, _time = see("analysis/").context["figures"].pictures
    assert [bar.share for bar in funnel.bars] == ["100 %", "33 %", "33 %", "33 %"]
    assert [(bar.name, bar.shown, bar.share) for bar in worth.bars] == [
        ("Accepted", "15,000 EUR", "100 %"), ("Won", "15,000 EUR", "100 %"), ("Lost", "–", "0 %"),
    ]  # fmt: skip
    assert (worth.title, worth.unit) == ("By value, EUR", "Value")


def test_what_is_won_is_asked_for_in_the_currency_of_the_estimate(do, see, row, rita):
    referrals.show_interest(referral=row, at=now(), by=rita)
    referrals.accept(referral=row, estimate=estimate(), at=now(), by=rita)
    assert text(see(f"{row.public_id}/")).count("In EUR, without cents.") == 2
    answer = text(do(row, "won", value="0"))
    assert "In EUR, without cents." in answer
    assert 'value="0"' in answer


def test_a_filter_that_is_no_day_leaves_the_others(see, world, listing, rita):
    for number in range(2):
        row = world.referral(listing, at=now() - timedelta(hours=2), email=f"c{number}@customer.example")
        referrals.say_no(referral=row, at=now(), by=rita)
    page = text(see("archive/", state="won", since="nonsense"))
    assert "Enter a valid date." in page
    assert "Nothing fits" in page


def test_home_says_who_waits_and_until_when(client, world, contoso, listing, row, rita):
    world.referral(listing, at=now() - timedelta(hours=60), email="second@customer.example")
    third = world.referral(listing, at=now() - timedelta(hours=2), email="third@customer.example")
    referrals.show_interest(referral=third, at=now(), by=rita)
    expected = [("2 customers wait for your answer", True), ("1 referral waits for your decision", False)]
    for reader, waits in (("rita", expected), ("ada", expected), ("rolf", [])):
        client.force_login(world.users[reader])
        context = client.get(f"/o/{contoso.public_id}/").context
        found = (context.get("tasks") or context["home"].tasks).shown
        assert [(str(task.title), task.late) for task in found if "wait" in str(task.title)] == waits


def test_the_file_holds_numbers_and_nobodys_name(see, told):
    answer = see("analysis.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert any(",won,BE,,1,15000,EUR," in line for line in lines)
    assert not any("Carla" in line or "example" in line for line in lines)


def test_a_notification_leads_to_the_referral(client, world, contoso, row):
    client.force_login(world.users["rita"])
    page = text(client.get(f"/o/{contoso.public_id}/notifications/"))
    assert "A customer asks for you" in page
    assert row.request.sought[:40] in page
    assert f"/referrals/{row.public_id}/" in page


def test_the_journal_tells_a_reason_in_words(client, world, contoso, row, rita):
    referrals.show_interest(referral=row, at=now(), by=rita)
    referrals.decline(referral=row, reason="no-capacity", at=now(), by=rita)
    client.force_login(world.users["ada"])
    page = text(client.get(f"/o/{contoso.public_id}/membership/history/"))
    assert "Reason: no capacity" in page
    assert "no-capacity" not in page
