"""Orders and offers in the staff's admin (A3, E1, E2)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from memberships.actions import orders
from memberships.models import OfferEdition
from partners.models import StaffRole
from tests.looking_first import looked_and_confirmed
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


def test_the_page_of_the_deed_says_what_it_is_about(client, world, order):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    assert (
        f"{order}: Contoso, Action Pack, 475 USD" in manager.get(address(order, "confirm")).content.decode()
    )


def test_what_is_settled_is_not_offered_to_be_settled(client, world, order):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    manager.post(address(order, "confirm"), PRESSED)
    text = manager.get(address(order)).content.decode()
    assert address(order, "confirm") not in text
    assert address(order, "refuse") not in text


def test_what_made_it_possible_is_said_in_words(client, world):
    contoso = world.organisation("Contoso")
    world.employee(contoso, "erik", "cloud-basic")
    order = world.order(contoso)
    text = signed_in(client, world, StaffRole.SUPPORT).get(address(order)).content.decode()
    assert "Eligible on the day of the order by Silver in Cloud." in text
    assert "&quot;attained&quot;" not in text


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
    looked = manager.post(page, {"document": SimpleUploadedFile("offers.yaml", OFFERS.encode()), **PRESSED})
    assert not OfferEdition.objects.exists()
    # The file need not be chosen again: its text lies in the form.
    text = looked.context["form"].data["text"]
    looked_and_confirmed(manager, page, {"text": text.replace("\n", "\r\n"), **PRESSED})
    assert OfferEdition.objects.get().document == OFFERS
    assert OfferEdition.objects.get().published_by.email.startswith("staff-programme-manager")


def test_before_it_is_published_stands_what_a_list_changes(client, world):
    world.offers()
    later = world.on + timedelta(days=30)
    text = OFFERS.replace("amount: 950", "amount: 990")
    lines = text.splitlines()
    lines = [f"effective_from: {later}" if each.startswith("effective_from:") else each for each in lines]
    lines = ['edition: "next"' if each.startswith("edition:") else each for each in lines]
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    page = manager.post(
        "/admin/memberships/offeredition/add/", {"text": "\n".join(lines), **PRESSED}
    ).content.decode()
    assert "Silver: 990 USD instead of 950 USD" in page
    assert "Publish offers" in page
    assert OfferEdition.objects.count() == 1


def test_without_a_file_its_field_says_so(client, world):
    manager = signed_in(client, world, StaffRole.PROGRAMME_MANAGER)
    page = manager.post("/admin/memberships/offeredition/add/", PRESSED)
    assert page.context["form"].errors["document"] == ["This field is required."]


def test_the_lists_open_for_all_staff(client, world, order):
    staff = signed_in(client, world, StaffRole.SUPPORT)
    for model in ("order", "offeredition", "addon", "renewalnotice"):
        assert staff.get(f"/admin/memberships/{model}/").status_code == 200
    assert staff.get("/admin/memberships/offeredition/add/").status_code == 403
