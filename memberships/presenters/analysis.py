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
    """One line of a picture: its words above a bar as long as its share of the longest.

    `count`: of referrals, or whole units of a currency; `said`: the same for the reader.
    """

    name: str
    count: int
    said: str
    share: str
    width: str
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title; the same as a table stands beside it."""

    key: str
    title: str
    height: int
    bars: tuple[Bar, ...]
    bar: int = BAR


@dataclass(frozen=True, slots=True)
class Figures:
    """The page. `worth`: for each currency the values accepted, won and lost, the most accepted first."""

    empty: bool
    pictures: tuple[Picture, ...]
    worth: tuple[Picture, ...]
    mean: str


def figures(found: Analysis) -> Figures:
    """Everything in the reader's language."""
    funnel = [
        (_("Received"), found.sent),
        (_("Interested"), found.interested),
        (_("Accepted"), found.accepted),
        (_("Won"), found.won),
    ]
    names = dict(ReferralReason.choices)
    reasons = [(str(names.get(code, code)), count) for code, count in found.reasons.items()]
    return Figures(
        empty=not found.sent,
        pictures=tuple(
            _picture(key, title, rows)
            for key, title, rows in (
                ("funnel", _("From request to order"), funnel),
                ("time", _("Time to answer"), _times(found)),
                ("reasons", _("Why referrals came to nothing"), reasons),
            )
            if rows
        ),
        worth=tuple(map(_worth, sorted(found.worth, key=lambda each: -each.accepted))),
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


def _times(found: Analysis) -> list[tuple[str, int]]:
    rows = [
        (ngettext("within %(count)d hour", "within %(count)d hours", hours) % {"count": hours}, count)
        for hours, count in zip(WITHIN, found.answered, strict=True)
    ]
    return [*rows, (_("not in time"), found.unanswered)]


def _worth(found: Worth) -> Picture:
    """The funnel by value: what was accepted, and what became of it; the rest is still negotiated."""
    rows = [(_("Accepted"), found.accepted), (_("Won"), found.won), (_("Lost"), found.lost)]
    title = _("By value, in %(currency)s") % {"currency": found.currency}
    return _picture(f"worth-{found.currency}", title, rows, currency=found.currency)


def _picture(key: str, title: str, rows: Sequence[tuple[str, int]], *, currency: str = "") -> Picture:
    longest = max((count for _name, count in rows), default=0) or 1
    narrows = currency or key == "funnel"
    total = rows[0][1] if narrows else sum(count for _name, count in rows)
    bars = tuple(
        Bar(
            name=name,
            count=count,
            said=(money(count, currency) or "–") if currency else str(count),
            share=f"{100 * count // total if total else 0} %",
            width=f"{100 * count / longest:.2f}%",
            text_y=place * STEP + 13,
            bar_y=place * STEP + 19,
        )
        for place, (name, count) in enumerate(rows)
    )
    return Picture(key, title, len(rows) * STEP, bars)
