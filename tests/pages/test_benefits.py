"""Benefits in a browser: every look, and a seat assigned without JavaScript (E5)."""

import pytest

from memberships.actions import seats
from memberships.models import SeatAssignment
from partners.models import Role
from tests.pages.test_offers import look


@pytest.fixture
def home(world):
    """Where Fabrikam's pages lie; it has an Action Pack with a seat in use, a key and an empty pool."""
    world.offers()
    fabrikam = world.organisations["Fabrikam"]
    buyer = world.users["buyer"] = world.buyer(fabrikam)
    world.term(fabrikam, "action-pack")
    office = world.benefit(fabrikam)
    world.benefit(fabrikam, "windows")
    world.pool("ASSAY-00000-SPECI-MEN00-00001")
    nora = world.account(fabrikam, "nora", Role.EMPLOYEE)
    world.account(fabrikam, "otto", Role.EMPLOYEE)
    seats.assign(entitlement=office, account=nora, on=world.on, by=buyer)
    return f"/o/{fabrikam.public_id}/membership/benefits/", f"{office.public_id}/seats/"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh-hant")])
def test_every_look(visit, world, home, width, scheme, language):
    page, office = home
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "language": language}
    buyer = visit("buyer", **options)
    shown = buyer.open(page)
    look(shown)
    shown.click("form[action$='/key/'] button")
    shown.locator(".key").wait_for()
    look(shown)
    look(buyer.open(f"{page}{office}?q=o"))
    owner = visit("ada", **options)
    contoso = world.organisations["Contoso"].public_id
    look(owner.open(f"/o/{contoso}/membership/benefits/"))
    assert buyer.complaints == owner.complaints == []


def test_a_seat_is_found_and_assigned_without_javascript(visit, home):
    page = visit("buyer", java_script_enabled=False, viewport={"width": 360, "height": 800}).open(home[0])
    page.click("text=Activate: Community")
    page.get_by_text("The benefit is activated.").wait_for()
    page.click("text=Assign seats: Office")
    page.fill("[name=q]", "otto")
    page.click("text=Search")
    page.click("text=Assign a seat: Otto")
    page.get_by_text("Otto has a seat now.").wait_for()
    assert SeatAssignment.objects.open().count() == 2
