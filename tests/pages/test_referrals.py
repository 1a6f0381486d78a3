"""A request in a real browser: asked, confirmed and read by a customer, answered by a manager (F4, F5)."""

import re
from datetime import timedelta

import pytest

from memberships.letters import written
from memberships.models import Referral
from memberships.referrals import limits
from partners.clock import now
from partners.models import Message
from tests.pages.test_accessible import look

SIZES = [("en", "light", 360), ("zh-hant", "dark", 1280)]


@pytest.fixture
def listing(world):
    """Contoso, published."""
    return world.listing(world.organisations["Contoso"], description="We move CRM.")


@pytest.mark.parametrize(("language", "scheme", "width"), SIZES)
def test_from_the_request_to_the_answer(visit, world, listing, monkeypatch, language, scheme, width):
    monkeypatch.setattr(limits, "QUICKEST", timedelta(0))
    looks = {"language": language, "viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    world.listing(world.organisations["Fabrikam"])
    customer, manager = visit(None, **looks), visit("ada", **looks)
    page = customer.open(f"/find/{listing.public_id}/")
    page.click(f'a[href="/find/request/?partner={listing.public_id}"]')
    look(page)
    page.click("main form button[type=submit]")
    look(page)  # what is wrong stands beside each field
    page.fill("#id_sought", "We move our mail.")
    page.select_option("#id_country", "BE")
    page.fill("#id_name", "Carla Customer")
    page.fill("#id_email", "carla@woodgrove.example")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/find/request/sent/")
    look(page)
    link = written(Message.objects.get(kind="request-confirm")).body
    page = customer.open(re.search(r"/find/request/confirm/\S+", link)[0])
    look(page)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/find/request/mine/**")
    look(page)
    home = f"/o/{world.organisations['Contoso'].public_id}/referrals/"
    row = Referral.objects.get()
    look(manager.open(home))
    look(manager.open(f"{home}{row.public_id}/"))
    manager.page.click("form[action$='/interested/'] button")
    manager.page.wait_for_url(f"**{home}{row.public_id}/")
    look(manager.page)
    manager.page.fill("#id_accept-value", "12000")
    manager.page.fill("#id_accept-closes_on", (now() + timedelta(days=9)).date().isoformat())
    manager.page.click("form[action$='/accept/'] button")
    look(manager.page)
    for part in ("archive/", "analysis/"):
        look(manager.open(f"{home}{part}"))
    # The browser names no origin here: the key in the form is what lets it through.
    page.check("input[name=partner]")
    page.click("button[value=choose]")
    page.wait_for_url("**done=choose**")
    look(page)
    assert Referral.objects.count() == 2
    page.click("details.fold summary >> nth=0")
    look(page)
    page.click("button[value=withdraw-from] >> nth=0")
    page.wait_for_url("**done=withdraw-from**")
    look(page)
    assert sorted(Referral.objects.values_list("state", flat=True)) == ["new", "withdrawn"]
    assert customer.complaints == manager.complaints == []
