"""The calendar of an organisation behind a private address: what it holds, and who reads it how long (E4, A5, A7)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competencies.actions.accounts import end_account
from memberships.actions import calendars
from memberships.models import CalendarAddress
from partners.actions import accounts
from partners.models import Role
from tests.memberships.test_calendar_file import events, read

ADDRESS = re.compile(r'value="https://testserver(/calendar\.ics\?key=[^"]+)"')


@pytest.fixture(autouse=True)
def counts_anew(db):
    cache.clear()


@pytest.fixture
def shown(see):
    return lambda user="ada": see("calendar/", user).content.decode()


@pytest.fixture
def made(client, world, contoso, shown):
    """The address that somebody makes by the page's button, without the portal's name."""

    def make(user="ada", what="make_calendar"):
        client.force_login(world.users[user])
        assert client.post(reverse(f"memberships:{what}", args=[contoso.public_id])).status_code == 302
        return address_in(shown(user))

    return make


def address_in(text):
    found = ADDRESS.search(text)
    return unescape(found[1]) if found else None


def calendar(address):
    """The events that a calendar program reads, which has no cookie and follows nowhere."""
    answer = Client().get(address)
    assert answer.status_code == 200, answer.status_code
    return events(read(answer.content))


def test_it_holds_the_anniversary_the_last_day_lapses_and_the_ends_of_overrides(world, contoso, made):
    term = contoso.terms.get()
    lapse, end = world.on + timedelta(days=40), world.on + timedelta(days=60)
    world.achievement(world.users["erik"].transcripts.get(), "cloud-basic", expires_on=lapse)
    world.override(contoso, until=end)
    found = {event["SUMMARY"]: event["DTSTART"] for event in calendar(made())}
    assert found == {
        "Contoso: Silver in Cloud lapses": f"{lapse:%Y%m%d}",
        "Contoso: Gold in Cloud lapses": f"{end:%Y%m%d}",
        "Contoso: last day of the override of Gold in Cloud": f"{end - timedelta(days=1):%Y%m%d}",
        "Contoso: anniversary of the silver membership": f"{term.until:%Y%m%d}",
        "Contoso: last day to renew the silver membership": f"{term.grace_until - timedelta(days=1):%Y%m%d}",
    }


def test_an_event_keeps_its_name_when_its_day_moves(world, made):
    address, erik = made(), world.users["erik"].transcripts.get()

    def lapse(days):
        world.achievement(erik, "cloud-basic", expires_on=world.on + timedelta(days=days))
        (event,) = (each for each in calendar(address) if "lapses" in each["SUMMARY"])
        return event["UID"], event["DTSTART"]

    first, second = lapse(40), lapse(50)
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_it_names_nobody(world, contoso, made):
    """A7: neither people nor what staff wrote as a reason."""
    world.achievement(
        world.users["erik"].transcripts.get(), "cloud-basic", expires_on=world.on + timedelta(days=40)
    )
    override = world.override(contoso)
    text = Client().get(made()).content.decode().replace("\r\n ", "")
    assert not any(user.name in text for user in world.users.values())
    assert override.reason not in text


def test_it_is_in_the_language_of_its_reader(world, made):
    ada = world.users["ada"]
    ada.language = "zh-hant"
    ada.save()
    assert any("週年" in event["SUMMARY"] or "anniversary" in event["SUMMARY"] for event in calendar(made()))


def test_the_answer_is_private_and_leaves_no_cookie(made):
    answer = Client().get(made())
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert not answer.cookies
    assert Client().head(made()).status_code == 200


def silent(address):
    answer = Client().get(address)
    return answer.status_code == 404 and not answer.content and not answer.cookies


def test_another_address_silences_the_one_before(made):
    first = made()
    second = made()
    assert first != second
    assert silent(first)
    assert calendar(second)


def test_removed_it_is_silent_and_stays_so_when_another_is_made(made):
    first = made()
    assert made(what="remove_calendar") is None
    assert silent(first)
    made()
    assert silent(first)


def test_it_falls_silent_with_the_account(world, contoso, made):
    address = made("mina")
    account = world.users["mina"].accounts.get(organisation=contoso)
    end_account(account=account, on=world.on, by=None)
    assert silent(address)


@pytest.mark.parametrize(("roles", "heard"), [([Role.EMPLOYEE], False), ([Role.REPORT_VIEWER], True)])
def test_it_falls_silent_with_the_role(world, contoso, made, roles, heard):
    address = made("mina")
    account = world.users["mina"].accounts.get(organisation=contoso)
    accounts.set_roles(account=account, roles=roles, on=world.on, by=None)
    assert silent(address) is not heard


def test_it_falls_silent_with_the_login(world, made):
    address = made()
    ada = world.users["ada"]
    ada.is_active = False
    ada.save()
    assert silent(address)


@pytest.mark.parametrize("key", ["", "x", "0" * 32 + "-1.signature", "%00", "é"])
def test_no_other_key_opens_anything(made, key):
    made()
    assert silent(f"/calendar.ics?key={key}")


def test_a_key_of_another_purpose_opens_nothing(world, made):
    from partners import links

    made()
    row = CalendarAddress.objects.get()
    assert silent(
        links.path("memberships:calendar_file", links.key_of("invitation", row.public_id, row.version))
    )


def test_nothing_of_the_key_is_kept(made):
    key = made().partition("key=")[2]
    row = CalendarAddress.objects.get()
    assert not any(key in str(value) for value in vars(row).values())


def test_nobody_makes_an_address_for_another(world, contoso):
    account = world.users["mina"].accounts.get(organisation=contoso)
    with pytest.raises(ValueError, match="own user"):
        calendars.make(account=account, on=world.on, by=world.users["ada"])


def test_reading_too_often_is_limited(made):
    address, client = made(), Client()
    answers = [client.get(address).status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]


def test_the_page_is_offered_beside_the_notifications(see):
    assert "/calendar/" in see("notifications/").content.decode()
    assert "/calendar/" not in see("notifications/", "rita").content.decode()


@pytest.mark.parametrize("many", [0, 5])
def test_it_asks_as_many_queries_whatever_it_holds(world, contoso, made, many):
    from django.db import connection

    for number in range(many):
        world.override(contoso, until=world.on + timedelta(days=30 + number))
    address = made()
    calendar(address)
    with CaptureQueriesContext(connection) as captured:
        calendar(address)
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    # Those of the limits aside.
    asked = [sql for sql in asked if '"cache"' not in sql]
    assert len(asked) <= 7, asked
