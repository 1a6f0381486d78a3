"""What reviews find of a renewal at risk reaches its readers, once each (E4)."""

from datetime import date, timedelta

import pytest

from competencies.actions.accounts import end_account
from competencies.jobs import flag_renewal_risk
from competencies.models import Untold
from competencies.review import review_due
from memberships.actions import terms
from partners.models import JournalEntry, Message, Role
from tests.together import together
from tests.world import World


@pytest.fixture
def contoso(world):
    """Silver in cloud by Erik alone, in a silver term; Ada and Mina are to be told of risk."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "mina", Role.MEMBERSHIP_MANAGER)
    world.account(made, "rolf", Role.REPORT_VIEWER)
    world.employee(made, "erik", "cloud-basic")
    world.term(made)
    world.pass_days(10)
    return made


def leave(world, name, organisation):
    account = world.users[name].accounts.get(organisation=organisation)
    end_account(account=account, on=world.on, by=None)


def told(kind=None):
    rows = Message.objects.filter(kind=kind) if kind else Message.objects.all()
    return sorted(rows.values_list("recipient__name", "kind"))


def kinds_of(message):
    return list(
        JournalEntry.objects.filter(pk__in=message.data["entries"])
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_an_alert_reaches_admins_and_membership_managers(world, contoso):
    leave(world, "erik", contoso)
    assert flag_renewal_risk(as_of=world.on) == 1
    assert told() == [("Ada", "renewal-risk"), ("Mina", "renewal-risk")]
    assert kinds_of(Message.objects.first()) == ["risk-raised"]
    assert Untold.objects.count() == 0


def test_it_is_told_once_however_often_the_job_runs(world, contoso):
    leave(world, "erik", contoso)
    flag_renewal_risk(as_of=world.on)
    assert flag_renewal_risk(as_of=world.on) == 0
    assert len(told()) == 2


def test_several_levels_of_one_review_are_one_message(world, contoso):
    erik = world.users["erik"].transcripts.get()
    world.achievement(erik, "cloud-expert")
    world.employee(contoso, "pia", "cloud-expert")
    world.associate(world.users["erik"], contoso)
    flag_renewal_risk(as_of=world.on)
    Message.objects.all().delete()
    world.pass_days(1)
    leave(world, "pia", contoso)
    world.pass_days(1)
    leave(world, "erik", contoso)
    flag_renewal_risk(as_of=world.on)
    assert [kinds_of(each) for each in Message.objects.filter(recipient__name="Ada").order_by("on")] == [
        ["risk-raised"],
        ["risk-raised", "risk-changed"],
    ]


def test_the_cure_is_told_too(world, contoso):
    leave(world, "erik", contoso)
    world.pass_days(1)
    world.employee(contoso, "pia", "cloud-basic")
    flag_renewal_risk(as_of=world.on)
    assert [kinds_of(each) for each in Message.objects.filter(recipient__name="Ada").order_by("on")] == [
        ["risk-raised"],
        ["risk-cleared"],
    ]


def test_the_end_of_a_term_is_no_cure(world, contoso):
    leave(world, "erik", contoso)
    flag_renewal_risk(as_of=world.on)
    terms.end(term=contoso.terms.get(), reason="Refund.", on=world.on, by=world.specialist())
    assert JournalEntry.objects.filter(kind="risk-cleared").count() == 1
    assert flag_renewal_risk(as_of=world.on) == 0


def test_without_a_term_a_lost_level_is_told_in_quieter_words(world):
    fabrikam = world.organisation("Fabrikam")
    world.account(fabrikam, "fay", Role.ADMIN)
    world.employee(fabrikam, "leo", "cloud-basic")
    world.pass_days(1)
    leave(world, "leo", fabrikam)
    flag_renewal_risk(as_of=world.on)
    assert told() == [("Fay", "level-lost")]


def test_what_the_clock_brings_is_told_on_its_day(world, contoso):
    end = world.on + timedelta(days=40)
    world.achievement(world.users["erik"].transcripts.get(), "cloud-basic", expires_on=end)
    flag_renewal_risk(as_of=world.on)
    Message.objects.all().delete()
    review_due(as_of=end)
    flag_renewal_risk(as_of=end)
    message = Message.objects.get(recipient__name="Ada")
    assert (message.on, kinds_of(message)) == (end, ["risk-changed"])


def test_what_begins_is_told_to_nobody(world, contoso):
    assert Untold.objects.count() == 0
    world.employee(contoso, "pia", "cloud-expert")
    assert Untold.objects.count() == 0


def test_somebody_who_has_left_is_not_told(world, contoso):
    leave(world, "mina", contoso)
    leave(world, "erik", contoso)
    flag_renewal_risk(as_of=world.on)
    assert told() == [("Ada", "renewal-risk")]


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_as_many_queries_for_one_as_for_many(db, count, django_assert_num_queries):
    world = World(date(2018, 3, 1))
    for number in range(count):
        made = world.organisation(f"Org{number}")
        world.account(made, f"ada{number}", Role.ADMIN)
        world.employee(made, f"erik{number}", "cloud-basic")
        world.term(made)
        leave(world, f"erik{number}", made)
    # In a savepoint: look, readers, kinds, write, delete; then the look that finds none.
    with django_assert_num_queries(11):
        flag_renewal_risk(as_of=world.on)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_reader_once():
    world = World(date(2018, 3, 1))
    for number in range(4):
        made = world.organisation(f"Org{number}")
        world.account(made, f"ada{number}", Role.ADMIN)
        world.employee(made, f"erik{number}", "cloud-basic")
        world.term(made)
        leave(world, f"erik{number}", made)
    done = together(lambda: flag_renewal_risk(as_of=world.on), lambda: flag_renewal_risk(as_of=world.on))
    assert sum(done) == 4
    assert len(told()) == 4
