"""The offers page, an order and its invoice, as a membership manager meets them (E1, E2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from memberships.actions import orders
from memberships.models import OfferEdition, Order
from partners import days
from tests.memberships.files import PDF
from tests.offered import OFFERS
from tests.world import World

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Contoso Ltd", "address": "1 Example Street\n1000 Brussels", "country": "BE", "tax_id": "BE0411905847",
    "purchase_order": "PO-7", "currency": "USD", "understood": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")
    settings.PAYEE_NAME, settings.PAYEE_ACCOUNT, settings.PAYEE_BANK = "The Vendor", "BE00 0000", ""


@pytest.fixture
def world():
    """Contoso attains cloud silver today, and has no term."""
    made = World()
    contoso = made.organisation("Contoso")
    made.employee(contoso, "erik", "cloud-basic")
    made.buyer(contoso)
    made.offers()
    return made


@pytest.fixture
def contoso(world):
    return world.organisations["Contoso"]


@pytest.fixture
def page(client, world, contoso):
    """The text of a page of Contoso's, as its membership manager reads it."""
    client.force_login(world.buyer(contoso))

    def read(path, status=200):
        answer = client.get(f"/o/{contoso.public_id}/{path}")
        assert answer.status_code == status
        return answer.content.decode()

    return read


def send(client, contoso, path, data):
    return client.post(f"/o/{contoso.public_id}/{path}", data, follow=True)


class TestOffers:
    def test_what_can_be_bought_leads_to_its_order(self, page, contoso):
        text = page("offers/")
        assert f'href="/o/{contoso.public_id}/offers/silver/"' in text
        assert f'href="/o/{contoso.public_id}/offers/gold/"' not in text
        assert "Example price" in text

    def test_what_cannot_says_exactly_what_is_missing(self, page):
        text = page("offers/")
        assert "one competency at this level, or higher, is missing" in text
        assert "2 more people with Cloud expert" in text

    def test_the_upgrade_shows_its_discount_and_that_the_year_starts_anew(self, page, world, contoso):
        world.term(contoso)
        world.override(contoso)
        text = page("offers/")
        assert "<b>1,275 USD</b> a year" in text
        assert "<s>1,700 USD</s> less 25 %" in text
        assert "The year starts anew" in text
        assert "Renewal opens on" in text

    def test_the_head_names_the_last_day_of_the_year(self, page, world, contoso):
        term = world.term(contoso)
        assert f"a silver membership until {days.full(days.last_day(term.until))}" in page("offers/")

    def test_an_add_on_of_a_lower_level_is_not_to_be_ordered_first(self, page, world, contoso):
        world.override(contoso)
        world.term(contoso, level="gold")
        text = page("offers/")
        assert "It is for members of a lower level than yours." in text
        assert "Order that first" not in text

    def test_an_open_order_is_said(self, page, world, contoso):
        order = world.order(contoso)
        assert f"Order {order} is open" in page("offers/")

    def test_without_published_offers_it_says_so(self, client, db):
        world = World()
        fabrikam = world.organisation("Fabrikam")
        client.force_login(world.buyer(fabrikam))
        answer = client.get(f"/o/{fabrikam.public_id}/offers/")
        assert "No offers yet" in answer.content.decode()


class TestOrdering:
    def test_what_the_order_changes_is_said_before_the_click(self, page, world, contoso):
        world.term(contoso)
        world.override(contoso)
        text = page("offers/gold/")
        assert "would give up 365 paid days" in text or "would give up 366 paid days" in text
        assert "Newly displayed: Gold in Cloud" in text

    def test_what_would_drop_out_of_the_display(self, page, world, contoso):
        end, world.on = world.on, world.on - timedelta(days=40)
        fabrikam = world.organisation("Older")
        world.attest(fabrikam, until=end - timedelta(days=1))
        world.employee(fabrikam, "ada", "cloud-basic")
        world.term(fabrikam)
        world.on = end
        world.override(fabrikam)
        from django.test import Client

        reader = Client()
        reader.force_login(world.buyer(fabrikam))
        text = reader.get(f"/o/{fabrikam.public_id}/offers/gold/").content.decode()
        assert "No longer displayed, as things stand: Silver in Devices." in text

    def test_it_is_placed_and_shown(self, client, page, contoso):
        page("offers/silver/")
        answer = send(client, contoso, "offers/silver/", GIVEN)
        order = Order.objects.get()
        assert answer.redirect_chain[-1][0] == f"/o/{contoso.public_id}/orders/{order.public_id}/"
        assert order.number in answer.content.decode()
        assert order.purchase_order == "PO-7"

    def test_nothing_typed_is_lost(self, client, page, contoso):
        page("offers/silver/")
        given = {**GIVEN, "address": "", "understood": ""}
        text = send(client, contoso, "offers/silver/", given).content.decode()
        assert 'value="BE0411905847"' in text
        assert 'id="id_understood_error"' in text
        assert text.count("Say that you have read what this order changes.") == 2
        assert not Order.objects.exists()

    def test_what_became_impossible_meanwhile_is_said_beside_the_form(self, client, page, world, contoso):
        page("offers/silver/")
        world.order(contoso, "action-pack")
        answer = send(client, contoso, "offers/silver/", GIVEN)
        text = answer.content.decode()
        assert "An order is open. Wait until it is settled" in text
        assert f'/orders/{Order.objects.get().public_id}/">See the order' in text
        assert Order.objects.count() == 1

    def test_what_cannot_be_ordered_says_why_instead_of_a_form(self, page):
        text = page("offers/gold/")
        assert "This level needs one competency attained at it or higher" in text
        assert "Name on the invoice" not in text
        page("offers/platinum/", status=404)

    def test_the_next_order_knows_the_billing_of_the_last(self, page, world, contoso):
        order = world.order(contoso)
        orders.cancel(order=order, on=world.on, by=world.buyer(contoso))
        assert "1 Example Street" in page("offers/silver/")


class TestSeveralCurrencies:
    @pytest.fixture(autouse=True)
    def euros(self, world):
        document = OFFERS.replace(
            "amount: 950, example: true}", "amount: 950}, {currency: EUR, amount: 900.50}"
        )
        document = document.replace('"first"', '"second"').replace("2017-01-01", "2017-02-01")
        OfferEdition.objects.create(
            edition="second", effective_from=date(2017, 2, 1), document=document, published_on=world.on
        )

    def test_each_has_its_price(self, page):
        assert "<b>950 USD / 900.50 EUR</b> a year" in page("offers/")

    def test_the_order_is_in_the_chosen_one(self, client, page, contoso):
        page("offers/silver/")
        send(client, contoso, "offers/silver/", {**GIVEN, "currency": "EUR"})
        order = Order.objects.get()
        assert (order.price, order.currency) == (Decimal("900.50"), "EUR")

    def test_another_is_refused_beside_the_field(self, client, page, contoso):
        page("offers/silver/")
        text = send(client, contoso, "offers/silver/", {**GIVEN, "currency": "GBP"}).content.decode()
        assert "GBP is not one of the available choices" in text


class TestOrder:
    def test_what_made_it_possible_is_kept_and_shown(self, page, world, contoso):
        order = world.order(contoso)
        expected = "Eligible on the day of the order by Silver in Cloud."
        assert expected in page(f"orders/{order.public_id}/")

    def test_proof_is_uploaded_and_the_order_waits_for_the_vendor(self, client, page, world, contoso):
        order = world.order(contoso)
        page(f"orders/{order.public_id}/")
        proof = SimpleUploadedFile("paid.exe", PDF)
        answer = send(client, contoso, f"orders/{order.public_id}/proof/", {"proof": proof})
        assert "With the vendor" in answer.content.decode()

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"<script>", "The file is no readable PDF, PNG or JPEG."),
            (b"x" * (5 * 1024 * 1024 + 1), "The file is over 5 MB."),
        ],
    )
    def test_a_bad_proof_is_refused_beside_the_field(self, client, page, world, contoso, content, expected):
        order = world.order(contoso)
        page(f"orders/{order.public_id}/")
        proof = SimpleUploadedFile("paid.pdf", content)
        answer = send(client, contoso, f"orders/{order.public_id}/proof/", {"proof": proof})
        assert expected in answer.content.decode()
        order.refresh_from_db()
        assert order.proof == ""

    def test_proof_for_an_order_that_was_settled_meanwhile_is_refused_in_words(
        self, client, page, world, contoso
    ):
        order = world.order(contoso)
        page(f"orders/{order.public_id}/")
        orders.cancel(order=order, on=world.on, by=order.ordered_by)
        proof = SimpleUploadedFile("paid.pdf", PDF)
        text = send(client, contoso, f"orders/{order.public_id}/proof/", {"proof": proof}).content.decode()
        assert "This order has been cancelled. Place a new one." in text

    def test_the_address_of_the_form_opened_by_itself_says_so(self, page, world, contoso):
        order = world.order(contoso)
        assert "This address only takes forms" in page(f"orders/{order.public_id}/proof/", status=405)

    def test_another_language_leads_back_to_the_page_with_the_form(self, client, page, world, contoso):
        order = world.order(contoso)
        page(f"orders/{order.public_id}/")
        there = f"http://testserver/o/{contoso.public_id}/orders/{order.public_id}/"
        answer = client.post(f"{there}proof/", {}, headers={"referer": there})
        assert f'name="next" value="{there}"' in answer.content.decode()

    def test_it_is_cancelled_by_a_button(self, client, page, world, contoso):
        order = world.order(contoso)
        page(f"orders/{order.public_id}/")
        text = send(client, contoso, f"orders/{order.public_id}/cancel/", {}).content.decode()
        assert f"Order {order} has been cancelled." in text
        assert "Upload" not in text

    def test_a_refusal_shows_its_reason(self, page, world, contoso):
        order = world.order(contoso)
        orders.refuse(order=order, reason="The amount was <short>.", on=world.on, by=world.manager())
        assert "The reason: The amount was &lt;short&gt;." in page(f"orders/{order.public_id}/")

    def test_a_confirmed_one_shows_its_year(self, page, world, contoso):
        order = world.order(contoso)
        orders.confirm(order=order, on=world.on, by=world.manager())
        assert "the year runs from" in page(f"orders/{order.public_id}/")

    def test_the_invoice_has_what_an_accountant_needs(self, page, world, contoso):
        world.term(contoso)
        world.override(contoso)
        order = world.order(contoso, "gold")
        text = page(f"orders/{order.public_id}/invoice/")
        for part in (
            order.number,
            "1 Example Street",
            "1,700 USD",
            "−425 USD",
            "1,275 USD",
            "The Vendor",
            "BE00",
        ):
            assert part in text, part

    def test_an_invoice_says_until_when_to_pay_and_once_settled_asks_for_nothing(self, page, world, contoso):
        order = world.order(contoso)
        invoice = f"orders/{order.public_id}/invoice/"
        text = page(invoice)
        assert "Pay by" in text
        assert days.full(days.last_day(order.expires_on)) in text
        orders.cancel(order=order, on=world.on, by=order.ordered_by)
        text = page(invoice)
        assert "Cancelled" in text
        assert "The Vendor" in text  # who wrote it
        assert "BE00" not in text

    def test_what_is_nobodys_does_not_exist(self, page):
        page("orders/8f7c0f0e-0000-4000-8000-000000000000/", status=404)
        page("orders/?before=2018-999999", status=404)


def make_orders(world, organisation, count):
    for _number in range(count):
        order = world.order(organisation, "action-pack")
        orders.cancel(order=order, on=world.on, by=world.buyer(organisation))


def test_the_list_pages_by_number(page, world, contoso):
    make_orders(world, contoso, 30)
    numbers = [str(each) for each in Order.objects.of(contoso)]
    first = page("orders/")
    assert numbers[0] in first
    assert numbers[24] in first
    assert numbers[25] not in first
    second = page(f"orders/?before={numbers[24]}")
    assert numbers[25] in second
    assert numbers[0] not in second


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("path", "most"), [("orders/", 12), ("offers/", 16)])
def test_a_page_asks_few_queries(client, world, contoso, path, count, most):
    from django.db import connection

    make_orders(world, contoso, count)
    client.force_login(world.buyer(contoso))
    address = f"/o/{contoso.public_id}/{path}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= most, "\n".join(query["sql"] for query in captured)


def test_before_the_order_and_on_it_stands_that_it_rests_on_an_override(page, world, contoso):
    """D4: nothing but an override lets gold be bought."""
    placed = world.override(contoso)
    last = date_format(placed.until - timedelta(days=1), "j F Y")
    assert f"It rests on an override until {last}." in page("offers/gold/")
    order = world.order(contoso, "gold")
    shown = page(f"orders/{order.public_id}/")
    assert f"That rested on an override until {last}." in shown
