"""Benefits at the same time, on PostgreSQL with real transactions: nothing is given twice, or too often (E5)."""

from datetime import date

import pytest

from memberships.actions import benefits, key_pools, keys, seats, terms
from memberships.actions.accounts import end_account
from memberships.jobs import end_benefits
from memberships.models import Entitlement, KeyGrant, KeyPool, ProductKey, SeatAssignment
from partners.models import JournalEntry, Message
from partners.refusals import Refused
from tests.together import together
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2018, 3, 1)
MANY = 50


@pytest.fixture
def world():
    made = World(DAY)
    made.offers()
    made.manager()
    return made


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.buyer(made)
    world.term(made, "action-pack")
    return made


def codes(results):
    return sorted(result.code for result in results if isinstance(result, Refused))


def partners(world, count):
    """Entitlements to Windows of as many organisations, each with an Action Pack; one buyer will do."""
    by = world.user("buyer")
    found = []
    for number in range(count):
        organisation = world.organisation(f"Partner{number}")
        world.term(organisation, "action-pack")
        found.append(benefits.activate(organisation=organisation, benefit="windows", on=DAY, by=by))
    return found, by


def revealing(entitlement, by):
    return lambda: keys.reveal(entitlement=Entitlement.objects.get(pk=entitlement.pk), on=DAY, by=by)


def test_fifty_organisations_at_once_get_each_its_own_key_as_far_as_they_go(world):
    world.pool(*(f"WINDOWS-{number}" for number in range(MANY - 5)))
    entitlements, by = partners(world, MANY)
    results = together(*(revealing(each, by) for each in entitlements))
    given = [each for each in results if each is not None]
    assert all(isinstance(each, str) for each in given), results
    assert len(given) == len(set(given)) == MANY - 5
    assert results.count(None) == 5
    assert KeyGrant.objects.count() == ProductKey.objects.exclude(given_on=None).count() == MANY - 5
    assert Message.objects.filter(kind="keys-wanted").count() == 1


def test_fifty_requests_for_one_entitlement_get_the_same_key(world, contoso):
    world.pool(*(f"WINDOWS-{number}" for number in range(MANY)))
    windows, by = world.benefit(contoso, "windows"), world.buyer(contoso)
    results = together(*(revealing(windows, by) for _request in range(MANY)))
    assert results == ["WINDOWS-0"] * MANY
    assert KeyGrant.objects.count() == 1
    assert JournalEntry.objects.filter(kind="key-revealed").count() == MANY


def test_while_staff_adds_keys_nobody_is_left_waiting_for_what_is_there(world, contoso):
    pool = world.pool()
    file, manager = world.key_file(pool, "WINDOWS-1"), world.manager()
    windows, by = world.benefit(contoso, "windows"), world.buyer(contoso)
    together(revealing(windows, by), lambda: key_pools.add(file=file, on=DAY, by=manager))
    given = KeyGrant.objects.count()
    assert (KeyPool.objects.get().wanted_on is None) or given == 1
    assert keys.reveal(entitlement=windows, on=DAY, by=by) == "WINDOWS-1"


def test_the_last_seat_goes_to_one_of_two(world, contoso):
    office, by = world.benefit(contoso), world.buyer(contoso)
    first, *others = (world.account(contoso, name) for name in ("nora", "otto", "paul"))
    seats.assign(entitlement=office, account=first, on=DAY, by=by)
    results = together(
        *(lambda each=each: seats.assign(entitlement=office, account=each, on=DAY, by=by) for each in others)
    )
    assert codes(results) == ["all-taken"]
    office.refresh_from_db()
    assert office.used == SeatAssignment.objects.open().count() == 2


def test_one_seat_for_somebody_to_whom_two_assign_it(world, contoso):
    office, by, nora = world.benefit(contoso), world.buyer(contoso), world.account(contoso, "nora")

    def assign():
        seats.assign(entitlement=office, account=nora, on=DAY, by=by)

    assert codes(together(assign, assign)) == ["has-seat"]
    assert SeatAssignment.objects.open().count() == 1


def test_taken_back_by_two_it_is_free_once(world, contoso):
    office, by, nora = world.benefit(contoso), world.buyer(contoso), world.account(contoso, "nora")
    seat = seats.assign(entitlement=office, account=nora, on=DAY, by=by)

    def take_back():
        seats.take_back(seat=SeatAssignment.objects.get(pk=seat.pk), on=DAY, by=by)

    assert codes(together(take_back, take_back)) == ["taken-back"]
    office.refresh_from_db()
    assert office.used == 0


def test_assigned_while_the_account_ends_nobody_who_left_keeps_a_seat(world, contoso):
    office, by, nora = world.benefit(contoso), world.buyer(contoso), world.account(contoso, "nora")
    together(
        lambda: seats.assign(entitlement=office, account=nora, on=DAY, by=by),
        lambda: end_account(account=nora, on=DAY, by=None),
    )
    office.refresh_from_db()
    assert (office.used, SeatAssignment.objects.open().count()) == (0, 0)


def test_activated_by_two_it_is_active_once(world, contoso):
    def activate():
        benefits.activate(organisation=contoso, benefit="office", on=DAY, by=world.buyer(contoso))

    assert codes(together(activate, activate)) == ["active"]


def test_two_jobs_and_staff_end_it_once(world, contoso):
    world.benefit(contoso)
    term = contoso.terms.get()
    results = together(
        lambda: end_benefits(as_of=DAY),
        lambda: terms.end(term=term, reason="Refund", on=DAY, by=world.manager()),
        lambda: end_benefits(as_of=DAY),
    )
    end_benefits(as_of=DAY)
    assert not any(isinstance(each, Exception) for each in results)
    assert JournalEntry.objects.filter(kind="benefit-ended").count() == 1
    assert Message.objects.filter(kind="benefits-ended").count() == 1
