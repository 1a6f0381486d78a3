"""The invoice of an order as a PDF (E2): the words of its page, drawn on one sheet of A4.

Noto Sans writes Latin, Greek and Cyrillic and is embedded; Chinese, Japanese and Korean are left to the reader's own
fonts, which every usual reader of PDF has or puts in their place.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from memberships.payment import Instruction
from memberships.presenters.orders import OrderView
from partners.models import Organisation

_WIDTH, _HEIGHT = A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, _WIDTH - 56, _HEIGHT - 64, 56.0
_SIZE, _LEADING = 10.0, 15.0
_LATIN, _HAN, _KANA, _HANGUL = "NotoSans", "MSung-Light", "HeiseiKakuGo-W5", "HYGothic-Medium"
_NAMES_WIDTH = 140.0


def invoice_pdf(
    order: OrderView,
    organisation: Organisation,
    way: str,
    payment: Sequence[Instruction],
    *,
    issuer: str = "",
) -> bytes:
    """The file, in the language that is active; without `payment` nothing is to be paid any more."""
    _fonts()
    content = BytesIO()
    # Invariant: without the moment of its making, the same invoice is the same file.
    canvas = Canvas(content, pagesize=A4, invariant=True)
    title = _("Invoice %(number)s") % {"number": order.number}
    canvas.setTitle(title)
    canvas.setAuthor(issuer)
    sheet = _Sheet(canvas)
    sheet.line(title, size=18)
    sheet.line(f"{order.ordered_on.text} · {order.state_name}")
    if issuer:
        sheet.heading(pgettext("who writes an invoice", "From"))
        sheet.line(issuer)
    sheet.heading(_("To"))
    for line in [order.row.billing_name, *order.row.billing_address.splitlines(), order.country]:
        sheet.line(line)
    sheet.pairs(_facts(order, organisation))
    sheet.heading(_("For"))
    for name, value in _sums(order):
        sheet.sum(name, value)
    if order.example:
        sheet.line(_("This price is an example: no source gives it."))
    if payment:
        sheet.heading(way)
        sheet.pairs(_how_to_pay(order, payment))
    canvas.save()
    return content.getvalue()


def _how_to_pay(order: OrderView, payment: Sequence[Instruction]) -> list[tuple[str, str]]:
    """Until when and how, line by line."""
    by = [(_("Pay by"), order.pay_by.text)] if order.pay_by else []
    return [*by, *((each.name, each.value) for each in payment)]


def _facts(order: OrderView, organisation: Organisation) -> list[tuple[str, str]]:
    found = [
        (_("MPN ID"), str(organisation.mpn_id)),
        (_("Tax ID"), order.row.tax_id),
        (_("Purchase-order number"), order.row.purchase_order),
    ]
    return [(name, value) for name, value in found if value]


def _sums(order: OrderView) -> list[tuple[str, str]]:
    comma = pgettext("between the parts of a list", ", ")
    what = comma.join([order.offer, str(order.kind), _("one year")])
    if not order.list_price:
        return [(what, order.price), (_("To pay, without tax"), order.price)]
    less = _("Less %(percent)s %% for the upgrade") % {"percent": order.percent}
    return [(what, order.list_price), (less, f"−{order.off}"), (_("To pay, without tax"), order.price)]


class _Sheet:
    """A place on the paper that moves down; a new page begins where one is full."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = _TOP

    def line(self, text: str, *, size: float = _SIZE, left: float = _LEFT) -> None:
        """A text, broken into lines where it is too long."""
        for part in _broken(text, size, _RIGHT - left):
            self._down(size * 1.5)
            self._write(part, left, size)

    def heading(self, text: str) -> None:
        """A heading, with room above it."""
        self._down(_LEADING)
        self.line(text, size=13)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names on the left, what they name beside them."""
        for name, value in pairs:
            for place, part in enumerate(_broken(value, _SIZE, _RIGHT - _LEFT - _NAMES_WIDTH)):
                self._down(_LEADING)
                self._write("" if place else name, _LEFT, _SIZE)
                self._write(part, _LEFT + _NAMES_WIDTH, _SIZE)

    def sum(self, name: str, amount: str) -> None:
        """What is to be paid for, and its amount on the right."""
        width = sum(pdfmetrics.stringWidth(run, font, _SIZE) for font, run in _runs(amount))
        self.line(name)
        self._write(amount, _RIGHT - width, _SIZE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(_LEFT, self.y - 4, _RIGHT, self.y - 4)

    def _down(self, height: float) -> None:
        self.y -= height
        if self.y < _BOTTOM:
            self.canvas.showPage()
            self.y = _TOP

    def _write(self, text: str, left: float, size: float) -> None:
        for font, run in _runs(text):
            self.canvas.setFont(font, size)
            self.canvas.drawString(left, self.y, run)
            left += pdfmetrics.stringWidth(run, font, size)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces that one font can write."""
    for font, characters in groupby(text, key=_font_of):
        yield font, "".join(characters)


def _font_of(character: str) -> str:
    if ord(character) in _fonts():
        return _LATIN
    if "\u3040" <= character <= "\u30ff":
        return _KANA
    return _HANGUL if "\uac00" <= character <= "\ud7a3" else _HAN


def _broken(text: str, size: float, width: float) -> list[str]:
    """The lines of a text; Chinese, which has no blanks, breaks between any two characters."""
    foreign = [font for font in map(_font_of, text) if font != _LATIN]
    lines: list[str] = simpleSplit(text, foreign[0] if foreign else _LATIN, size, width)
    found = []
    for line in lines:
        while line and sum(pdfmetrics.stringWidth(run, font, size) for font, run in _runs(line)) > width:
            cut = max(1, int(width / size))
            found.append(line[:cut])
            line = line[cut:]
        found.append(line)
    return found or [""]


@cache
def _fonts() -> frozenset[int]:
    """Register the fonts, once a process; returns the characters that the first can write."""
    with as_file(files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf") as path:
        latin = TTFont(_LATIN, str(path))
    pdfmetrics.registerFont(latin)
    for name in (_HAN, _KANA, _HANGUL):
        font = UnicodeCIDFont(name)
        if name == _HAN:
            # ReportLab names the codes of simplified Chinese here, by which strict readers draw other characters.
            font.encodingName = "UniCNS-UTF16-H"
        pdfmetrics.registerFont(font)
    return frozenset(latin.face.charToGlyph)
