"""What the database refuses of benefits, seats and product keys, whoever writes (decision 7)."""

import pytest
from django.db import DatabaseError, transaction

from memberships.actions import keys, seats
from memberships.models import Entitlement, KeyFile, KeyGrant, KeyPool, ProductKey, SeatAssignment
from tests.memberships.test_order_constraints import breaks


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.term(made, "action-pack")
    return made


@pytest.fixture
def office(world, contoso):
    """An entitlement to two seats, of which one is in use."""
    made = world.benefit(contoso)
    account, by = world.account(contoso, "nora"), world.buyer(contoso)
    seats.assign(entitlement=made, account=account, on=world.on, by=by)
    return made


@pytest.fixture
def granted(world, contoso):
    """A key that was given."""
    world.pool("WINDOWS-1", "WINDOWS-2")
    keys.reveal(entitlement=world.benefit(contoso, "windows"), on=world.on, by=world.buyer(contoso))
    return KeyGrant.objects.get()


def change(row, **columns):
    return lambda: type(row).objects.filter(pk=row.pk).update(**columns)


def copy(row, **columns):
    def write():
        again = type(row).objects.get(pk=row.pk)
        again.pk = None
        if hasattr(again, "public_id"):
            again.public_id = "8f7c0f0e-0000-4000-8000-000000000000"
        for name, value in columns.items():
            setattr(again, name, value)
        again.save()

    return write


def test_a_benefit_is_open_once(office):
    breaks("entitlement_one_open", copy(office))


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("entitlement_not_overdrawn", {"used": 3}),
        ("entitlement_not_overdrawn", {"quantity": 0}),
        ("used", {"used": -1}),
        ("entitlement_of_a_term_has_its_day", {"due_on": None}),
        ("entitlement_of_a_term_has_its_day", {"term": None}),
    ],
)
def test_an_entitlement_that_contradicts_itself(office, constraint, columns):
    breaks(constraint, change(office, **columns))


def test_what_is_over_has_no_seats_in_use(world, office):
    breaks("entitlement_over_has_no_seats", change(office, until=world.on))


def test_an_entitlement_does_not_end_before_it_starts(office):
    breaks("entitlement_not_backwards", change(office, until="2017-01-01", used=0))


def test_a_person_has_one_seat_of_a_benefit(office):
    breaks("seat_one_open_each", copy(SeatAssignment.objects.get()))


def test_a_seat_does_not_end_before_it_starts(office):
    breaks("seat_not_backwards", change(SeatAssignment.objects.get(), until="2017-01-01"))


def test_a_benefit_has_one_pool(granted):
    breaks("memberships_keypool", copy(KeyPool.objects.get()))


def test_a_pool_runs_low_at_a_number_that_is_counted(granted):
    breaks("key_pool_low_is_counted", change(KeyPool.objects.get(), low_at=10_000))


def test_a_key_is_there_once(granted):
    breaks("memberships_productkey", copy(granted.key))


@pytest.mark.parametrize("columns", [{"secret": ""}, {"fingerprint": ""}, {"sealed_by": ""}])
def test_a_key_is_sealed(granted, columns):
    breaks("key_is_sealed", change(granted.key, **columns))


def test_a_file_is_kept_until_it_is_settled_and_no_longer(granted):
    breaks("key_file_kept_until_settled", change(KeyFile.objects.get(), state="checked"))
    breaks("key_file_kept_until_settled", change(KeyFile.objects.get(), content="left behind"))


def test_a_key_is_given_to_one_entitlement(world, office, granted):
    again = {"key": granted.key, "entitlement": office, "on": world.on, "by": granted.by}
    breaks("memberships_keygrant", lambda: KeyGrant.objects.create(**again))


def test_an_entitlement_is_given_one_key(world, granted):
    other = ProductKey.objects.left().get()
    again = {"key": other, "entitlement": granted.entitlement, "on": world.on, "by": granted.by}
    breaks("memberships_keygrant", lambda: KeyGrant.objects.create(**again))


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_what_was_given_stays_given_for_good(office, granted, deed):
    rows = KeyGrant.objects.filter(pk=granted.pk)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        rows.update(entitlement=office) if deed == "update" else rows._raw_delete("default")
    assert Entitlement.objects.filter(grant=granted).exists()
