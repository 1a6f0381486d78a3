"""Reviews and actions at the same time, on PostgreSQL with real transactions (decision 4)."""

import threading
import time
from datetime import date, timedelta

import pytest
from django.db import transaction

from competencies.actions import affiliations
from competencies.actions.accounts import end_account
from competencies.models import Affiliation, Association, Attainment
from competencies.review import review, review_due
from competencies.review.locks import locked
from partners.actions.accounts import set_roles
from partners.models import Account, JournalEntry, Role
from partners.refusals import Refused
from tests.together import together
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2018, 3, 1)


@pytest.fixture
def world():
    return World(DAY)


def lapsing(world, count, end):
    made = [world.organisation(f"Org{number}") for number in range(count)]
    for organisation in made:
        world.attest(organisation, until=end)
    return made


def test_two_runs_write_every_change_once(world):
    end = DAY + timedelta(days=1)
    made = lapsing(world, 5, end)
    reports = together(lambda: review_due(as_of=end), lambda: review_due(as_of=end))
    assert sum(report.kinds["level-lost"] for report in reports) == 5
    assert JournalEntry.objects.filter(kind="level-lost").count() == 5
    assert Attainment.objects.open().count() == 0
    assert len(made) == 5


def test_two_reviews_of_the_same_organisations_take_turns(world):
    end = DAY + timedelta(days=1)
    ids = [each.pk for each in lapsing(world, 3, end)]
    results = together(lambda: review(ids, as_of=end), lambda: review(reversed(ids), as_of=end))
    assert [result.reviewed for result in results] == [3, 3]
    assert JournalEntry.objects.filter(kind="level-lost").count() == 3


def test_a_job_leaves_a_locked_organisation_to_its_holder(world):
    end = DAY + timedelta(days=1)
    held, free = lapsing(world, 2, end)
    holding, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            locked([held.pk])
            holding.set()
            done.wait(timeout=10)

    def job():
        holding.wait(timeout=10)
        try:
            return review_due(as_of=end).reviewed
        finally:
            done.set()

    assert together(hold, job)[1] == 1
    assert Attainment.objects.open().get().organisation == held
    assert free.pk not in Attainment.objects.open().values_list("organisation_id", flat=True)
    assert review_due(as_of=end).reviewed == 1


def test_an_action_waits_for_a_review(world):
    contoso = world.organisation("Contoso")
    world.attest(contoso, until=DAY + timedelta(days=30))
    holding = threading.Event()
    order = []

    def hold():
        with transaction.atomic():
            locked([contoso.pk])
            holding.set()
            time.sleep(0.3)
            order.append("review")

    def act():
        holding.wait(timeout=10)
        world.attest(contoso, "R-2")
        order.append("action")

    assert together(hold, act) == [None, None]
    assert order == ["review", "action"]


def test_two_moves_of_one_person_leave_one_affiliation(world):
    contoso, fabrikam, northwind = [world.organisation(name) for name in ("Contoso", "Fabrikam", "Northwind")]
    erik = world.employee(contoso, "erik", "cloud-basic")
    for organisation in (fabrikam, northwind):
        world.join(organisation, erik)

    def move_to(organisation):
        arguments = {"user": erik, "organisation": organisation, "on": DAY, "by": erik}
        return lambda: affiliations.associate(**arguments, consents_to_move=True)

    results = together(move_to(fabrikam), move_to(northwind))
    moved = [result for result in results if isinstance(result, Affiliation)]
    refusals = [result for result in results if isinstance(result, Refused)]
    assert len(moved) + len(refusals) == 2
    assert moved
    assert {refusal.code for refusal in refusals} <= {"moved-meanwhile"}
    assert Affiliation.objects.open().count() == Association.objects.open().count() == 1
    attained = set(Attainment.objects.open().values_list("organisation_id", flat=True))
    assert attained == {Affiliation.objects.open().get().organisation_id}


def test_two_people_who_change_places_do_not_block_each_other(world):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    erik = world.employee(contoso, "erik", "cloud-basic")
    finn = world.employee(fabrikam, "finn", "cloud-basic")
    world.join(fabrikam, erik)
    world.join(contoso, finn)

    def move(user, organisation):
        return lambda: world.associate(user, organisation)

    assert together(move(erik, fabrikam), move(finn, contoso)) == [None, None]
    assert Attainment.objects.open().count() == 2


def test_two_last_admins_cannot_both_leave(world):
    contoso = world.organisation("Contoso")
    both = [world.account(contoso, name, Role.ADMIN) for name in ("ada", "amy")]

    def leave(account):
        return lambda: end_account(account=account, on=DAY, by=account.user)

    results = together(*[leave(each) for each in both])
    assert [each.code for each in results if isinstance(each, Refused)] == ["last-admin"]


def test_of_two_last_admins_one_who_leaves_and_one_who_becomes_an_employee_one_stays(world):
    contoso = world.organisation("Contoso")
    ada, amy = (world.account(contoso, name, Role.ADMIN) for name in ("ada", "amy"))
    results = together(
        lambda: end_account(account=ada, on=DAY, by=None),
        lambda: set_roles(account=amy, roles=[Role.EMPLOYEE], on=DAY, by=None),
    )
    assert [each.code for each in results if isinstance(each, Refused)] == ["last-admin"]
    assert Account.objects.open().of_role(Role.ADMIN).filter(organisation=contoso).count() == 1
