"""Referrals as the partner reads them: in lists, and one with all that may be done about it (F4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from memberships.models import Referral, ReferralState
from memberships.presenters.moments import left, moment
from partners import days
from partners.clock import day_of
from partners.countries import country_name
from partners.days import Day
from partners.models import Organisation

EXCERPT = 140
"""So many characters of what is sought stand in a list."""


@dataclass(frozen=True, slots=True)
class Line:
    """A referral in a list. `who`: the customer, once shown. `left`: the time to answer or decide."""

    key: str
    url: str
    title: str
    who: str
    facts: str
    sent: Day
    look: str
    icon: str
    state: str
    left: str
    value: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A note: its text, who wrote it and when."""

    paragraphs: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks; shown once the partner is interested."""

    name: str
    company: str
    email: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on the way of a referral, and when it was reached; empty before that."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One referral. `sentence`: what is to be done or what became of it."""

    line: Line
    paragraphs: tuple[str, ...]
    customer: Customer | None
    erased: bool
    size: str
    language: str
    city: str
    closes: Day | None
    sentence: str
    reason: str
    steps: tuple[Stop, ...]
    notes: tuple[Noted, ...]


def lines(found: Iterable[Referral], own: Organisation, *, at: datetime) -> list[Line]:
    """A line for each, in their order."""
    return [line(each, own, at=at) for each in found]


def line(referral: Referral, own: Organisation, *, at: datetime) -> Line:
    """One of them."""
    request, state = referral.request, state_at(referral, at)
    look, icon = _LOOKS[state]
    sought = " ".join(request.sought.split())
    country = country_name(request.country)
    facts = [country, request.get_company_size_display() if request.company_size else "", referral.city]
    timed = referral.due_at is not None and referral.due_at > at
    return Line(
        key=str(referral.public_id),
        url=reverse("memberships:referral", args=[own.public_id, referral.public_id]),
        title=_cut(sought) or _("Request from %(country)s") % {"country": country},
        who=_who(referral),
        facts=" · ".join(filter(None, facts)),
        sent=days.written(day_of(referral.sent_at or at), as_of=day_of(at)),
        look=look,
        icon=icon,
        state=str(state.label),
        left=left(referral.due_at, at=at) if timed and referral.due_at else "",
        value=money(referral.value, referral.currency),
    )


def detail(referral: Referral, own: Organisation, *, at: datetime) -> Detail:
    """Everything that the partner may read of it now."""
    request = referral.request
    shown = referral.shows_customer and request.erased_at is None
    return Detail(
        line=line(referral, own, at=at),
        paragraphs=paragraphs(request.sought),
        customer=Customer(request.name, request.company, request.email) if shown else None,
        erased=request.erased_at is not None,
        size=request.get_company_size_display() if request.company_size else "",
        language={"en": "English", "zh-hant": "繁體中文"}.get(request.language, request.language),
        city=referral.city,
        closes=_day(referral.closes_on, at),
        sentence=_sentence(referral, state_at(referral, at)),
        reason=referral.get_reason_display() if referral.reason else "",
        steps=_steps(referral),
        notes=tuple(
            Noted(paragraphs(each.text), each.by.name, moment(each.written_at))
            for each in referral.notes.select_related("by")
        ),
    )


def state_at(referral: Referral, at: datetime) -> ReferralState:
    """Its state at the moment, whether or not the job has come round."""
    state = ReferralState(referral.state)
    if referral.due_at is None or referral.due_at > at:
        return state
    return ReferralState.MISSED if state == ReferralState.NEW else ReferralState.EXPIRED


def money(value: int | None, currency: str) -> str:
    """An amount with its currency: "12,000 EUR"; empty without one."""
    return _("%(amount)s %(currency)s") % {"amount": f"{value:,}", "currency": currency} if value else ""


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of what somebody wrote."""
    return tuple(part.strip() for part in text.split("\n") if part.strip())


_LOOKS = {
    ReferralState.UNCONFIRMED: ("not-started", "ring"),
    ReferralState.NEW: ("started", "half"),
    ReferralState.EVALUATING: ("qualified", "check-ring"),
    ReferralState.NEGOTIATING: ("qualified", "check-ring"),
    ReferralState.WON: ("active", "disc"),
    **dict.fromkeys(
        [
            ReferralState.LOST, ReferralState.SKIPPED, ReferralState.MISSED, ReferralState.DECLINED,
            ReferralState.EXPIRED, ReferralState.WITHDRAWN, ReferralState.CLOSED,
        ],
        ("not-started", "ring"),
    ),
}  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1].rstrip()}…"


def _who(referral: Referral) -> str:
    request = referral.request
    return (request.company or request.name) if referral.shows_customer else ""


def _day(day: date | None, at: datetime) -> Day | None:
    return days.written(day, as_of=day_of(at)) if day else None


def _sentence(referral: Referral, state: ReferralState) -> str:
    due = moment(referral.due_at) if referral.due_at else ""
    return {
        ReferralState.NEW: _(
            "Say until %(due)s whether you are interested; then you read who the customer is."
        ),
        ReferralState.EVALUATING: _("Contact the customer, and accept or decline until %(due)s."),
        ReferralState.NEGOTIATING: _("You have accepted. Say here what becomes of it."),
        ReferralState.WON: _("It has become an order."),
        ReferralState.LOST: _("It came to nothing."),
        ReferralState.SKIPPED: _("You said “no thanks”. The customer was told to choose somebody else."),
        ReferralState.MISSED: _(
            "Nobody answered within 72 hours. The customer was told to choose somebody else."
        ),
        ReferralState.DECLINED: _("You declined. The customer was told to choose somebody else."),
        ReferralState.EXPIRED: _(
            "Nobody decided within seven days. The customer was told to choose somebody else."
        ),
        ReferralState.WITHDRAWN: _("The customer has withdrawn the request. There is nothing more to do."),
        ReferralState.CLOSED: _("The vendor has closed the request as misuse. There is nothing more to do."),
    }.get(state, "") % {"due": due}


def _steps(referral: Referral) -> tuple[Stop, ...]:
    interested = referral.answered_at if referral.state != ReferralState.SKIPPED else None
    stops = [
        (_("Received"), referral.sent_at),
        (_("Interested"), interested),
        (_("Accepted"), referral.accepted_at),
        (_("Closed"), referral.ended_at),
    ]
    return tuple(Stop(name, moment(at) if at else "") for name, at in stops if at or not referral.ended_at)
