"""The invoice as a PDF: what is on it, whatever script the names are in (E2)."""

import pytest
from django.utils import translation

from memberships.actions import orders
from memberships.actions.orders import Billing
from memberships.invoice import _broken, _fonts, _runs, invoice_pdf
from memberships.payment import Instruction
from memberships.presenters.orders import order_view
from tests.world import World

pytestmark = pytest.mark.django_db


def made(name: str, address: str = "1 Example Street") -> bytes:
    world = World()
    contoso = world.organisation("Contoso")
    world.offers()
    order = orders.place(
        organisation=contoso,
        offer="action-pack",
        currency="USD",
        billing=Billing(name, address, "TW", tax_id="12345678"),
        on=world.on,
        by=world.buyer(contoso),
    )
    return invoice_pdf(
        order_view(order, as_of=world.on), contoso, "Bank transfer", [Instruction("Payee", "V")]
    )


@pytest.mark.parametrize(
    "name", ["Contoso Ltd", "Zażółć Łódź Sp. z o.o.", "翠科技股份有限公司", "ООО Ромашка", "<b>&</b>"]
)
def test_it_is_a_pdf_in_any_of_these_scripts(name):
    for language in ("en", "zh-hant"):
        with translation.override(language):
            _fonts()
    content = made(name)
    assert content.startswith(b"%PDF-")
    assert b"%%EOF" in content[-32:]


def test_latin_and_chinese_are_written_each_in_its_font():
    _fonts()
    assert list(_runs("Contoso 翠科技 Ltd")) == [
        ("NotoSans", "Contoso "), ("MSung-Light", "翠科技"), ("NotoSans", " Ltd"),
    ]  # fmt: skip


def test_each_script_has_the_codes_of_its_own_fonts():
    content = made("翠科技股份有限公司", "カタカナ\n한국")
    # The codes of simplified Chinese lead strict readers to other characters.
    assert b"UniGB" not in content
    for codes in (b"/UniCNS-UTF16-H", b"/UniJIS-UCS2-H", b"/UniKS-UCS2-H"):
        assert codes in content


def test_what_is_too_long_for_a_line_is_broken():
    _fonts()
    assert len(_broken("股份有限公司" * 30, 10, 400)) > 3
    assert len(_broken("word " * 60, 10, 400)) > 1
    assert "".join(_broken("x" * 500, 10, 400)) == "x" * 500


def test_a_long_address_goes_on_on_another_page():
    assert made("Contoso Ltd", "\n".join(["A line"] * 90)).count(b"/Type /Page\n") == 3
