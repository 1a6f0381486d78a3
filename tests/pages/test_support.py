"""Support looks inside an organisation, in a browser without JavaScript, and axe finds nothing (A3)."""

from partners.actions import support
from partners.clock import now
from partners.models import StaffRole
from tests.pages.test_accessible import look


def test_support_looks_is_refused_to_change_and_ends_it(visit, world, paths):
    world.user("sam", domain="vendor.example", role=StaffRole.SUPPORT)
    contoso = world.organisations["Contoso"]
    page = visit("sam", java_script_enabled=False).open(f"/admin/partners/organisation/{contoso.pk}/change/")
    page.click("text=See its pages as support")
    page.fill("textarea", "The admin asked by phone.")
    page.click("#content input[type=submit]")
    assert page.locator("h1").inner_text() == "Contoso"
    assert page.get_by_text("to read only.", exact=False).first.is_visible()
    page.goto(page.url.removesuffix("/") + "/people/")
    page.click("main form[action$='/people/remind/'] button")
    assert page.locator("h1").inner_text() == "Support only looks"
    page.click("text=End the look")
    assert "/admin/" in page.url
    assert page.goto(f"{visit('sam').url}{paths['people']}").status == 404


def test_the_banner_in_the_dark_on_a_narrow_screen(visit, world, paths):
    sam = world.user("sam", domain="vendor.example", role=StaffRole.SUPPORT)
    asked = {"organisation": world.organisations["Contoso"], "reason": "They called about gold." * 10}
    support.start(**asked, on=world.on, at=now(), by=sam)
    visitor = visit("sam", viewport={"width": 360, "height": 800}, color_scheme="dark")
    look(visitor.open(paths["home"]))
    look(visitor.open(f"{paths['skills'].rstrip('/')}.csv"))
    assert visitor.complaints == []
