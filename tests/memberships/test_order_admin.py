"""Orders and offers in the staff's admin (A3, E1, E2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from memberships.actions import orders
from memberships.models import OfferEdition
from partners.models import StaffRole
from tests.memberships.files import PDF
from tests.offered import OFFERS
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def order(world):
    """An order of an Action Pack with proof."""
    made = world.order(world.organisation("Contoso"), "action-pack")
    return orders.attach_proof(order=made, content=PDF, on=world.on, by=made.ordered_by)


def signed_in(client, world, role):
    user = world.user(f"staff-{role}", domain="vendor.example", role=role)
    client.force_login(user)
    return client


def address(order, action=""):
    return f"/admin/memberships/order/{order.pk}/{action or 'change'}/"


PRESSED = {"reason": "The money came."}


def test_a_programme_manager_confirms(client, world, order):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    assert "Confirm the payment" in manager.get(address(order)).content.decode()
    manager.post(address(order, "confirm"), PRESSED)
    order.refresh_from_db()
    assert (order.state, order.settled_by.email) == ("confirmed", "staff-programme-manager@vendor.example")


def test_a_second_confirmation_is_said(client, world, order):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    manager.post(address(order, "confirm"), PRESSED)
    assert "confirmed already" in manager.post(address(order, "confirm"), PRESSED).content.decode()


def test_a_refusal_needs_its_reason(client, world, order):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    assert "This field is required" in manager.post(address(order, "refuse"), {"reason": ""}).content.decode()
    manager.post(address(order, "refuse"), {"reason": "No money came."})
    order.refresh_from_db()
    assert (order.state, order.reason) == ("refused", "No money came.")


def test_the_proof_comes_as_an_attachment_only(client, world, order):
    answer = signed_in(client, world, StaffRole.PROGRAMME_MANAGER).get(address(order, "proof"))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="proof-{order.number}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("role", [StaffRole.SPECIALIST, StaffRole.SUPPORT])
def test_others_of_the_staff_look_and_settle_nothing(client, world, order, role):
    staff = signed_in(client, world, role)
    page = staff.get(address(order))
    assert page.status_code == 200
    assert "Confirm the payment" not in page.content.decode()
    for action in ("confirm", "refuse", "proof"):
        assert staff.get(address(order, action)).status_code == 403
        if action != "proof":
            assert staff.post(address(order, action), {"reason": "No."}).status_code == 403


def test_a_list_of_offers_is_published_or_every_problem_is_said(client, world):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    bad = OFFERS.replace("amount: 950", "amount: x").replace("percent: 25", "percent: no")
    page = "/admin/memberships/offeredition/add/"
    text = manager.post(
        page, {"document": SimpleUploadedFile("bad.yaml", bad.encode()), **PRESSED}
    ).content.decode()
    assert "offer silver, price USD, amount" in text
    assert "offer gold, discount, percent" in text
    manager.post(page, {"document": SimpleUploadedFile("offers.yaml", OFFERS.encode()), **PRESSED})
    assert OfferEdition.objects.get().published_by.email.startswith("staff-programme-manager")


def test_the_lists_open_for_all_staff(client, world, order):
    staff = signed_in(client, world, StaffRole.SUPPORT)
    for model in ("order", "offeredition", "addon", "renewalnotice"):
        assert staff.get(f"/admin/memberships/{model}/").status_code == 200
    assert staff.get("/admin/memberships/offeredition/add/").status_code == 403
