"""Have and need: in words, and as a drawing whose widths are SVG attributes."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.words import amount, number

_BOXES_AT_MOST = 15
_BOX, _STEP = 19, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of the drawing, in the units of the meter's `width`."""

    x: int
    width: int
    filled: bool


@dataclass(frozen=True, slots=True)
class Meter:
    """`have` and `rest` are the words; `bars` lie in a box of `width` by 6."""

    met: bool
    have: SafeString
    rest: SafeString | str
    width: int
    bars: tuple[Bar, ...]


def people_meter(have: int, need: int, *, have_words: SafeString | None = None) -> Meter:
    """Boxes for up to 15 people, a bar for more."""
    words = have_words or _people_words(have, need)
    width, bars = _boxes(have, need) if need <= _BOXES_AT_MOST else _bar(Decimal(have), Decimal(need))
    return Meter(have >= need, words, _people_rest(have, need), width, bars)


def amount_meter(have: Decimal | None, need: Decimal, unit: str) -> Meter:
    """A bar; without a reading the words say so."""
    width, bars = _bar(have or Decimal(0), need)
    met = have is not None and have >= need
    if have is None:
        words = format_html(_("<b>No figure</b> of {need}"), need=amount(need, unit))
    else:
        words = format_html(_("<b>{have}</b> of {need}"), have=number(have), need=amount(need, unit))
    return Meter(met, words, _amount_rest(have or Decimal(0), need, unit), width, bars)


def count_meter(have: int, need: int) -> Meter:
    """Boxes for a number of attestations."""
    words = format_html(_("<b>{have} of {need}</b>"), have=have, need=need)
    width, bars = _boxes(have, need) if need <= _BOXES_AT_MOST else _bar(Decimal(have), Decimal(need))
    rest = "" if have >= need else _("%(count)d more needed") % {"count": need - have}
    return Meter(have >= need, words, rest, width, bars)


def _people_words(have: int, need: int) -> SafeString:
    words = ngettext("<b>{have} of {need}</b> person", "<b>{have} of {need}</b> people", need)
    return format_html(words, have=have, need=need)


def _people_rest(have: int, need: int) -> str:
    if have < need:
        return pgettext("people", "%(count)d more needed") % {"count": need - have}
    return pgettext("people", "%(count)d to spare") % {"count": have - need} if have > need else ""


def _amount_rest(have: Decimal, need: Decimal, unit: str) -> str:
    if have < need:
        return _("%(amount)s more needed") % {"amount": amount(need - have, unit)}
    return _("%(amount)s to spare") % {"amount": amount(have - need, unit)} if have > need else ""


def _boxes(have: int, need: int) -> tuple[int, tuple[Bar, ...]]:
    return need * _STEP - 1, tuple(Bar(place * _STEP, _BOX, place < have) for place in range(need))


def _bar(have: Decimal, need: Decimal) -> tuple[int, tuple[Bar, ...]]:
    share = max(Decimal(0), min(Decimal(1), have / need))
    return 100, (Bar(0, 100, False), Bar(0, int(share * 100), True))
