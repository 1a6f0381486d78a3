"""Home: where the organisation stands and what needs doing, each part as far as the role reads it."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from memberships.actions import terms
from partners import days
from partners.models import Role, Term

QUERIES = 13
"""Session, user and accounts, the programme, and one for each part of the page."""


def tasks(answer) -> list[str]:
    found = answer.context.get("tasks") or answer.context["home"].tasks
    return [str(task.title) for task in found.shown]


def stages(answer) -> dict[str, tuple[int, ...]]:
    return {row.key: row.counts for row in answer.context["home"].stages}


def test_level_and_days_to_the_anniversary(see):
    home = see().context["home"]
    assert (home.membership.level.name, home.membership.days, home.membership.over) == ("Silver", 265, False)


def test_without_a_term_it_is_network(see, contoso, world):
    terms.end(term=Term.objects.get(), reason="Refunded.", on=world.on, by=None)
    answer = see()
    assert answer.context["home"].membership is None
    assert "Network" in answer.content.decode()


def test_levels_by_stage(see):
    home = see().context["home"]
    assert (home.attained, home.total, home.attained_words) == (1, 4, "1 silver and 0 gold")
    assert stages(see()) == {
        "active": (1, 0), "qualified": (0, 0), "started": (1, 0), "not-started": (1, 1),
    }  # fmt: skip


def test_marks_are_counted_beside_the_stages(see, world, contoso, lose):
    world.override(contoso, "devices", "silver")
    lose()
    found = stages(see())
    assert found["by-override"] == (1, 0)
    assert found["at-risk"] == (2, 0)
    assert found["active"] == (2, 0)


def test_the_counts_are_those_of_the_list(see, world, contoso):
    world.override(contoso, "cloud", "gold")
    cells = [
        cell
        for section in see("competencies/").context["overview"].sections
        for row in section.rows
        for cell in row.cells
        if cell.stage
    ]
    for key, counts in stages(see()).items():
        marked = [cell for cell in cells if key in {cell.stage.key, *(mark.key for mark in cell.stage.marks)}]
        assert sum(counts) == len(marked), key


def test_a_safe_renewal_says_so(see):
    home = see().context["home"]
    assert (home.renewal.word, home.renewal.warns, home.risk) == ("Safe", False, None)


def test_a_renewal_at_risk_is_told_in_full_and_comes_first(see, lose):
    lose()
    home = see().context["home"]
    assert home.renewal.word == "At risk"
    assert (home.risk.what, str(home.risk.changed)) == ("Silver in Cloud", "Erik left")
    assert home.risk.otherwise == "renewal will be refused"
    assert tasks(see())[0] == "Attain silver in Cloud again"


def test_the_report_viewer_is_told_of_no_risk(see, lose):
    lose()
    answer = see("", "rolf")
    assert answer.context["home"].renewal is answer.context["home"].risk is None
    assert "Attain silver in Cloud again" not in tasks(answer)


@pytest.mark.parametrize("name", ["pia", "rita"])
def test_others_see_what_is_their_own(see, name, lose):
    lose()
    answer = see("", name)
    assert "home" not in answer.context
    text = answer.content.decode()
    for word in ("Competencies by stage", "MPN ID", "Anniversary", "Erik", "eligibility at risk"):
        assert word not in text, word


def test_the_own_achievements_are_counted(see, world):
    mine = see("", "pia").context["mine"]
    assert (mine.transcripts, mine.achievements, mine.associated) == (1, 1, 1)
    assert tasks(see("", "pia")) == []
    world.achievement(world.users["pia"].transcripts.get(), "cloud-expert")
    assert tasks(see("", "pia")) == ["1 of your achievements does not count for Contoso"]
    assert tasks(see("", "rita")) == ["Link your transcript of the certification system"]


def test_people_who_have_not_come_so_far(see, world, contoso):
    user = world.account(contoso, "nora").user
    world.transcript(user, "cloud-basic")
    assert tasks(see()) == [
        "4 people have not linked a transcript",
        "1 person has a transcript, but nothing associated",
    ]
    home = see().context["home"]
    assert (home.associated, home.people) == (2, 7)


def test_an_override_about_to_end(see, world, contoso):
    world.override(contoso, "cloud", "gold", until=world.on + timedelta(days=30))
    assert "The override of gold in Cloud ends" in tasks(see())


def test_an_override_that_another_covers_is_no_task(see, world, contoso):
    world.override(contoso, "cloud", "gold", until=world.on + timedelta(days=30))
    world.override(contoso, "cloud", "gold", until=world.on + timedelta(days=170))
    assert "The override of gold in Cloud ends" not in tasks(see())


def test_one_far_ahead_neither(see, world, contoso):
    world.override(contoso, "cloud", "gold", until=world.on + timedelta(days=170))
    assert "The override of gold in Cloud ends" not in tasks(see())


def test_a_level_that_lapses_within_a_year(see, world, contoso):
    erik = world.users["erik"].transcripts.get()
    world.achievement(erik, "cloud-basic", expires_on=world.on + timedelta(days=300))
    assert "Keep silver in Cloud" in tasks(see())


def test_in_grace_the_renewal_waits(see, world, contoso):
    Term.objects.update(
        starts_on=world.on - timedelta(days=375),
        until=world.on - timedelta(days=10),
        grace_until=world.on + timedelta(days=20),
    )
    answer = see()
    home = answer.context["home"]
    assert (home.membership.over, home.membership.days, home.renewal.word) == (True, 10, "Renewal due")
    assert tasks(answer)[0] == "Renew the silver membership"
    task = home.tasks.shown[0]
    assert task.url == f"/o/{contoso.public_id}/offers/"
    assert task.day.date == world.on + timedelta(days=19)


def test_the_renewal_waits_no_longer_than_it_is_possible(see, world, contoso):
    over(world, contoso)
    erik = world.users["erik"].transcripts.get()
    world.achievement(erik, "cloud-basic", expires_on=world.on + timedelta(days=5))
    shown = see().context["home"].tasks.shown
    (task,) = (each for each in shown if each.title == "Renew the silver membership")
    assert task.day.date == world.on + timedelta(days=4)


@pytest.mark.parametrize(("days", "there"), [(60, True), (61, False)])
def test_sixty_days_before_it_is_to_be_prepared(see, world, contoso, days, there):
    until = world.on + timedelta(days=days)
    Term.objects.update(until=until, grace_until=until + timedelta(days=30))
    assert ("Prepare the renewal of the silver membership" in tasks(see())) is there


def test_what_changed_lately(see, lose):
    lose()
    first, *_others = see().context["changes"]
    assert first.what == "Silver in Cloud: no longer attained; renewal at risk"
    assert str(first.why) == "Erik left"
    assert first.competency == "cloud"


def test_an_empty_organisation(client, world):
    empty = world.organisation("Fourth Coffee")
    user = world.user("gil")
    world.join(empty, user, Role.ADMIN)
    client.force_login(user)
    answer = client.get(f"/o/{empty.public_id}/")
    assert answer.status_code == 200
    assert "Nothing has changed yet" in answer.content.decode()


@pytest.mark.parametrize(("path", "most"), [("", QUERIES), ("skills/", 11), ("performance/", 10)])
@pytest.mark.parametrize("people", [0, 40])
def test_a_page_asks_few_queries_whatever_the_size(client, world, contoso, path, most, people):
    for number in range(people):
        world.employee(contoso, f"more{number}", "cloud-basic", "data-basic")
    world.override(contoso, "cloud", "gold")
    for number in range(1 + people):
        world.reading(contoso, "100", day=world.on - timedelta(days=20 * number))
    client.force_login(world.users["ada"])
    address = f"/o/{contoso.public_id}/{path}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in captured]
    assert len(asked) <= most, "\n".join(asked)


def test_the_alert_and_its_task_say_what_cures_it(see, lose):
    lose()
    answer = see()
    cure = "1 more pass: any 1 of 5 people (Ada, Mina, Rolf, …) passes cloud-basic or Cloud expert"
    assert strip_tags(answer.context["home"].risk.cure) == cure
    (task,) = (each for each in answer.context["home"].tasks.shown if each.icon == "warn")
    assert strip_tags(task.detail) == f"{cure}. Otherwise: renewal will be refused."


EVERYWHERE = [
    "competencies/", "competencies/data/", "people/", "skills/", "performance/", "me/", "notifications/",
    "notifications/settings/", "calendar/", "offers/", "orders/",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_page_says_what_changed_and_what_cures_it_to_those_who_must_know(world, see, lose, path):
    world.offers()
    lose()
    for user in ("ada", "mina"):
        text = unescape(strip_tags(see(path, user).content.decode()))
        assert "What changed: Erik left" in text
        assert "What cures it: 1 more pass: any 1 of 5 people (Ada, Mina, Rolf, …) passes" in text
    answer = see(path, "rolf")
    assert answer.status_code == 403 or "What cures it" not in answer.content.decode()


def test_renew_by_stands_on_every_page_once_the_anniversary_is_near(world, contoso, see):
    term = contoso.terms.get()
    erik = world.users["erik"].transcripts.get()
    world.achievement(erik, "cloud-basic", expires_on=term.until + timedelta(days=10))
    last = days.full(term.until + timedelta(days=9))
    for left, told in ((91, False), (90, True), (1, True)):
        with time_machine.travel(term.until - timedelta(days=left)):
            assert (f"Renew by {last}" in see("people/").content.decode()) is told
            assert "Renew by" not in see("people/", "rolf").content.decode()


def over(world, contoso):
    """The year is over, and the term in its grace."""
    Term.objects.update(
        starts_on=world.on - timedelta(days=375),
        until=world.on - timedelta(days=10),
        grace_until=world.on + timedelta(days=20),
    )


def test_an_open_order_waits_for_its_payment(see, world, contoso):
    world.offers()
    order = world.order(contoso, "extra")
    task = next(each for each in see().context["home"].tasks.shown if str(order) in str(each.title))
    assert str(task.title) == f"Pay order {order} and upload the proof of payment"
    assert (str(task.detail), task.day.date) == ("Extra, 475 USD", order.expires_on - timedelta(days=1))
    assert task.url == f"/o/{contoso.public_id}/orders/{order.public_id}/"
    assert not any(str(order) in title for title in tasks(see("", "rolf")))  # who sees no orders


def test_an_open_renewal_takes_the_place_of_renewing(see, world, contoso):
    over(world, contoso)
    assert "Renew the silver membership" in tasks(see())
    order = world.order(contoso, "silver")
    assert "Renew the silver membership" not in tasks(see())
    assert f"Pay order {order} and upload the proof of payment" in tasks(see())
    assert f">{order}</a> of" in str(see().context["home"].renewal.sentence)


@pytest.mark.parametrize("path", ["", "competencies/", "competencies/cloud/"])
def test_an_alert_says_that_a_renewal_is_ordered(see, world, contoso, lose, path):
    """It was judged on its day and keeps the term until it is settled, whatever happens meanwhile (E3, E4)."""
    over(world, contoso)
    order = world.order(contoso, "silver")
    lose()
    text = see(path).content.decode()
    assert "has put your membership renewal eligibility at risk" in text
    assert f'/orders/{order.public_id}/">{order}</a> of <time' in text
    assert "is open: it was judged on that day" in text
