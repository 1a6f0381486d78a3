"""The analysis of referrals in words, with the geometry of its pictures: x in per cent, y in pixels (F4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from memberships.models import Referral, ReferralReason, ReferralState
from memberships.presenters.moments import HOUR, taken
from memberships.presenters.referrals import money
from memberships.referrals.analysis import WITHIN, Analysis, Worth
from partners.exports import defused

STEP, BAR = 40, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: its words above a bar as long as its share of the longest. `shown`: the number."""

    name: str
    count: int
    shown: str
    share: str
    width: str
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title; the same as a table stands beside it. `unit`: what the table counts."""

    key: str
    title: str
    height: int
    bars: tuple[Bar, ...]
    unit: str
    bar: int = BAR


@dataclass(frozen=True, slots=True)
class Figures:
    """The page: by count, by value in each currency, by the time that answers took, and why nothing came of some."""

    empty: bool
    pictures: tuple[Picture, ...]
    mean: str


def figures(found: Analysis) -> Figures:
    """Everything in the reader's language."""
    names = dict(ReferralReason.choices)
    reasons = [(str(names.get(code, code)), count) for code, count in found.reasons.items()]
    return Figures(
        empty=not found.sent,
        pictures=(
            _picture("funnel", _("From request to order"), _steps(found), of=found.sent),
            *(_valued(each) for each in found.worth if each.accepted),
            *(
                _picture(key, title, rows, of=sum(count for _name, count in rows))
                for key, title, rows in (
                    ("time", _("Time to answer"), _times(found)),
                    ("reasons", _("Why referrals came to nothing"), reasons),
                )
                if rows
            ),
        ),
        mean=taken(found.mean) if found.mean is not None else "",
    )


def head() -> list[str]:
    """The head of the file."""
    return [
        _("Received"), _("State"), _("Country"), _("Company size"), _("Hours to answer"),
        _("Estimated value"), _("Currency"), _("Closing day"), _("Ended"), _("Reason"),
    ]  # fmt: skip


def cells(rows: Iterable[Referral]) -> Iterable[list[str]]:
    """A line for each referral: numbers, codes of countries and days, and nobody's name."""
    for each in rows:
        took = (each.answered_at - each.sent_at) if each.answered_at and each.sent_at else None
        yield [
            each.sent_at.isoformat(timespec="seconds") if each.sent_at else "",
            str(ReferralState(each.state).label),
            defused(each.request.country),
            each.request.get_company_size_display() if each.request.company_size else "",
            str(took // HOUR) if took is not None else "",
            str(each.value or ""),
            each.currency,
            each.closes_on.isoformat() if each.closes_on else "",
            each.ended_at.isoformat(timespec="seconds") if each.ended_at else "",
            each.get_reason_display() if each.reason else "",
        ]


def _steps(found: Analysis) -> list[tuple[str, int]]:
    return [
        (_("Received"), found.sent),
        (_("Interested"), found.interested),
        (_("Accepted"), found.accepted),
        (_("Won"), found.won),
    ]


def _times(found: Analysis) -> list[tuple[str, int]]:
    rows = [
        (ngettext("within %(count)d hour", "within %(count)d hours", hours) % {"count": hours}, count)
        for hours, count in zip(WITHIN, found.answered, strict=True)
    ]
    return [*rows, (_("not in time"), found.unanswered)]


def _valued(worth: Worth) -> Picture:
    """What was accepted in one currency, and what has become of it."""
    rows = [(_("Accepted"), worth.accepted), (_("Won"), worth.won), (_("Lost"), worth.lost)]
    title = _("By value, %(currency)s") % {"currency": worth.currency}
    return _picture(f"worth-{worth.currency}", title, rows, of=worth.accepted, currency=worth.currency)


def _picture(
    key: str, title: str, rows: Sequence[tuple[str, int]], *, of: int, currency: str = ""
) -> Picture:
    """`of`: what is the whole of the shares. `currency`: of amounts; empty for counts."""
    longest = max((count for _name, count in rows), default=0) or 1
    bars = tuple(
        Bar(
            name=name,
            count=count,
            shown=(money(count, currency) or "–") if currency else str(count),
            share=f"{_rounded(100 * count, of)} %",
            width=f"{100 * count / longest:.2f}%",
            text_y=place * STEP + 13,
            bar_y=place * STEP + 19,
        )
        for place, (name, count) in enumerate(rows)
    )
    return Picture(key, title, len(rows) * STEP, bars, _("Value") if currency else _("Referrals"))


def _rounded(amount: int, of: int) -> int:
    """The quotient, a half rounded up; 0 of nothing."""
    return (2 * amount + of) // (2 * of) if of else 0
