"""Offers and orders in a browser: every look, and the way from the offer to the proof without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from memberships.models import Order
from tests.memberships.files import PDF
from tests.pages.steps import follow

UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


@pytest.fixture
def buying(world, settings, tmp_path):
    """Contoso, whose term is gold, ordered and cancelled nothing yet; Fabrikam is a network member."""
    settings.PROOF_STORE = str(tmp_path / "proofs")
    settings.PAYEE_NAME, settings.PAYEE_ACCOUNT = "The Vendor", "BE00 0000 0000"
    world.offers()
    return world


@pytest.fixture
def home(buying):
    """Where the pages of Fabrikam lie; its buyer reads them."""
    fabrikam = buying.organisations["Fabrikam"]
    buying.users["buyer"] = buying.buyer(fabrikam)
    return f"/o/{fabrikam.public_id}"


def look(page) -> None:
    page.evaluate(UNFOLD)
    findings = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in findings] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate("document.querySelectorAll('[style], style, script').length") == 0


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh-hant")])
def test_every_look(visit, buying, home, width, scheme, language):
    order = buying.order(buying.organisations["Fabrikam"], "action-pack")
    contoso = f"/o/{buying.organisations['Contoso'].public_id}"
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "language": language}
    buyer = visit("buyer", **options)
    for path in ("offers/", "offers/silver/", "orders/", f"orders/{order.public_id}/"):
        look(buyer.open(f"{home}/{path}"))
    look(buyer.open(f"{home}/orders/{order.public_id}/invoice/"))
    owner = visit("ada", **options)
    for path in ("offers/", "offers/gold/", "orders/"):
        look(owner.open(f"{contoso}/{path}"))
    assert buyer.complaints == owner.complaints == []


def test_from_the_offer_to_the_proof_without_javascript(visit, buying, home):
    visitor = visit("buyer", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = visitor.open(f"{home}/offers/")
    follow(page, "text=Order: Action Pack")
    page.fill("[name=address]", "1 Example Street")
    follow(page, "main form[novalidate] button")
    page.locator("[role=alert]").wait_for()
    assert page.input_value("[name=address]") == "1 Example Street"
    page.check("[name=understood]")
    follow(page, "main form[novalidate] button")
    page.wait_for_url("**/orders/*/")
    order = Order.objects.get()
    assert page.locator("h1").inner_text() == f"Order {order}"
    page.set_input_files("[name=proof]", {"name": "paid.pdf", "mimeType": "application/pdf", "buffer": PDF})
    follow(page, "text=Upload >> nth=-1")
    page.get_by_text("With the vendor").wait_for()
    follow(page, ".page-head >> text=Invoice")
    page.get_by_text("To pay, without tax").wait_for()


def test_the_form_with_its_errors_is_accessible(visit, buying, home):
    page = visit("buyer", viewport={"width": 360, "height": 800}).open(f"{home}/offers/action-pack/")
    page.fill("[name=name]", "")
    follow(page, "main form[novalidate] button")
    page.locator("[role=alert]").wait_for()
    look(page)


def test_a_printed_invoice_is_the_invoice_alone(visit, buying, home):
    order = buying.order(buying.organisations["Fabrikam"], "action-pack")
    page = visit("buyer").open(f"{home}/orders/{order.public_id}/invoice/")
    page.emulate_media(media="print")
    assert page.get_by_text(f"Invoice {order}").is_visible()
    assert not page.get_by_text("Back to the order").is_visible()
