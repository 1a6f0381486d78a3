"""Ninety, thirty and seven days before the anniversary, while the alert stands, its readers are reminded (E4)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test.utils import CaptureQueriesContext

from competencies.review import review_due
from memberships.actions import terms
from memberships.jobs import remind_of_risk
from memberships.letters import written
from memberships.models import RenewalNotice
from partners.models import Message, Role
from tests.together import together
from tests.world import World


@pytest.fixture
def contoso(world):
    """Silver in cloud by Erik alone, in a silver term."""
    made = world.organisation("Contoso")
    for name, role in (("ada", Role.ADMIN), ("mina", Role.MEMBERSHIP_MANAGER), ("rolf", Role.REPORT_VIEWER)):
        world.account(made, name, role)
    world.employee(made, "erik", "cloud-basic")
    return made


def put_at_risk(world, name="erik", days=400):
    """What makes the level is recorded today to end before the anniversary."""
    transcript = world.users[name].transcripts.get()
    world.achievement(transcript, "cloud-basic", expires_on=world.on + timedelta(days=days))


def reminded(world):
    remind_of_risk(as_of=world.on)
    rows = Message.objects.filter(kind="risk-reminder").order_by("recipient__name", "-data__days")
    return [(row.reader.name, row.data["days"]) for row in rows]


@pytest.mark.parametrize("days", [90, 30, 7])
def test_on_the_day_and_not_the_day_before_nor_again_the_day_after(world, contoso, days):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until - timedelta(days=days + 1)
    before = len(reminded(world))
    world.pass_days(1)
    assert reminded(world)[-1] == ("Mina", days)
    count = len(reminded(world))
    assert count == before + 2
    world.pass_days(1)
    assert len(reminded(world)) == count


def test_admins_and_membership_managers_each_once_for_each_day(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    for day in range(100, 0, -1):
        world.on = term.until - timedelta(days=day)
        remind_of_risk(as_of=world.on)
    assert reminded(world) == [(name, days) for name in ("Ada", "Mina") for days in (90, 30, 7)]
    message = Message.objects.filter(data__days=7).first()
    assert message.data == {"term": term.pk, "days": 7, "alerts": [["cloud", "silver"]]}


def test_without_an_alert_nobody_is(world, contoso):
    term = world.term(contoso)
    world.on = term.until - timedelta(days=30)
    assert reminded(world) == []


def test_a_note_is_no_alert(world, contoso):
    term = world.term(contoso)
    world.on = term.until - timedelta(days=120)
    review_due(as_of=world.on)
    world.override(contoso, until=term.until - timedelta(days=20))
    world.on = term.until - timedelta(days=90)
    assert (reminded(world), RenewalNotice.objects.count()) == ([], 0)


def test_once_cured_nobody_is(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.pass_days(10)
    world.employee(contoso, "pia", "cloud-basic")
    world.on = term.until - timedelta(days=90)
    assert reminded(world) == []


def test_an_alert_raised_that_very_day_or_later_waits_for_the_next_reminder(world, contoso):
    term = world.term(contoso)
    world.on = term.until - timedelta(days=90)
    put_at_risk(world, days=60)
    assert reminded(world) == []
    world.pass_days(3)
    assert reminded(world) == []
    world.on = term.until - timedelta(days=30)
    assert reminded(world) == [("Ada", 30), ("Mina", 30)]


def test_a_day_that_was_missed_is_made_up_for_until_the_next(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until - timedelta(days=31)
    assert reminded(world) == [("Ada", 90), ("Mina", 90)]
    world.on = term.until - timedelta(days=2)
    assert reminded(world) == [("Ada", 90), ("Ada", 7), ("Mina", 90), ("Mina", 7)]


def test_on_the_anniversary_and_for_a_term_that_was_ended_it_is_too_late(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until
    assert reminded(world) == []
    world.on = term.until - timedelta(days=50)
    terms.end(term=term, reason="Refund", on=world.on, by=None)
    world.on = term.until - timedelta(days=30)
    assert reminded(world) == []


def letter(world, name):
    message = Message.objects.filter(kind="risk-reminder", recipient=world.users[name]).latest("written_at")
    with time_machine.travel(world.on):
        return written(message)


def test_the_letter_says_the_days_what_changed_and_what_cures_it(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until - timedelta(days=90)
    reminded(world)
    found = letter(world, "ada")
    assert found.subject == "Contoso: 90 days to the anniversary, and the renewal is at risk"
    assert "The anniversary of the membership is on 1 March 2019" in found.body
    assert (
        "Silver in Cloud lapses on 17 September 2018" in found.body or "Silver in Cloud lapsed" in found.body
    )
    assert "cloud-basic" in found.body
    assert "What cures it: 1 more pass: " in found.body
    assert "because you are an admin or membership manager of Contoso" in found.body


def test_a_letter_that_was_overtaken_by_the_cure_is_not_sent(world, contoso):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until - timedelta(days=90)
    reminded(world)
    world.employee(contoso, "pia", "cloud-basic")
    assert letter(world, "ada") is None


def test_whoever_went_elsewhere_is_named_but_not_where_to(world, contoso):
    """A7."""
    term = world.term(contoso)
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, world.users["erik"])
    world.pass_days(10)
    world.associate(world.users["erik"], fabrikam)
    world.on = term.until - timedelta(days=90)
    reminded(world)
    body = letter(world, "ada").body
    assert "Erik" in body
    assert "Fabrikam" not in body


@pytest.mark.parametrize("count", [1, 8])
def test_it_takes_as_many_queries_for_one_as_for_many(db, count):
    from django.db import connection

    world = World(date(2018, 3, 1))
    for number in range(count):
        made = world.organisation(f"Org{number}")
        world.account(made, f"ada{number}", Role.ADMIN)
        world.employee(made, f"erik{number}", "cloud-basic")
        term = world.term(made)
        put_at_risk(world, f"erik{number}", days=200)
    world.on = term.until - timedelta(days=90)
    with CaptureQueriesContext(connection) as captured:
        assert remind_of_risk(as_of=world.on) == count
    assert len(captured) <= 11


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once():
    world = World(date(2018, 3, 1))
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.employee(made, "erik", "cloud-basic")
    term = world.term(made)
    put_at_risk(world, days=200)
    day = term.until - timedelta(days=90)
    results = together(*[lambda: remind_of_risk(as_of=day)] * 2)
    assert all(isinstance(each, int) for each in results), results
    assert Message.objects.filter(kind="risk-reminder").count() == 1
    assert RenewalNotice.objects.filter(kind="risk-90").count() == 1


def test_the_job_that_dies_midway_has_told_nobody_and_tells_next_time(world, contoso, monkeypatch):
    term = world.term(contoso)
    put_at_risk(world, days=200)
    world.on = term.until - timedelta(days=90)

    def die(*_args, **_kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("memberships.jobs.risks.tell_of_risk", die)
        with pytest.raises(RuntimeError):
            remind_of_risk(as_of=world.on)
    assert RenewalNotice.objects.count() == 0
    assert len(reminded(world)) == 2
