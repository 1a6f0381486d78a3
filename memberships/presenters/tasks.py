"""What needs doing, most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.people.listing import NOT_ASSOCIATED, NOT_CLAIMED
from competencies.presenters.alerts import cure, level_in, which
from competencies.presenters.banner import renewable_through
from competencies.presenters.causes import capitalised
from competencies.review.risk import RiskEntry
from competencies.rules.calendar import add_months
from competencies.views.standing import Own
from memberships.models import Order, ReferralState
from memberships.presenters.moments import moment
from memberships.presenters.orders import money, offer_name
from memberships.presenters.state import State
from memberships.referrals.waiting import Waiting
from partners import days
from partners.access import Permission
from partners.clock import day_of
from partners.days import Day
from partners.models import Organisation, Term

BEFORE_THE_ANNIVERSARY = timedelta(days=60)
LAPSES_WITHIN_MONTHS = 12
OVERRIDES_WITHIN = timedelta(days=92)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what to do, where, and by when; without a day it can be done any time.

    `late`: the day has passed, or it is a matter of today.
    """

    icon: str
    title: SafeString | str
    detail: SafeString | str
    url: str
    day: Day | None = None
    late: bool = False
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Tasks:
    """The most urgent, and how many more there are."""

    shown: tuple[Task, ...]
    more: int


def tasks(state: State) -> Tasks:
    """Everything known of the organisation that waits for somebody who may read it."""
    found = [
        *_renewal(state),
        *(_order(order, state) for order in state.orders),
        *(_alert(entry, state) for entry in (state.alerts if state.sees_risk else ())),
        *_overrides(state),
        *_lapses(state),
        *_people(state),
        *(_referrals(each, state.organisation, state.on) for each in state.referrals),
    ]
    return _sorted(found, state.on)


def own_tasks(own: Own, organisation: Organisation, referrals: Sequence[Waiting], *, on: date) -> Tasks:
    """What somebody has to do about their own achievements, and about referrals as far as they answer them."""
    page = reverse("competencies:my_achievements", args=[organisation.public_id])
    shown = {"organisation": organisation.display_name}
    if not own.transcripts:
        detail = _("Until then nothing that you passed can count.")
        found = [Task("star", _("Link your transcript of the certification system"), detail, page)]
    elif own.associated < own.achievements:
        count = own.achievements - own.associated
        text = ngettext(
            "%(count)d of your achievements does not count for %(organisation)s",
            "%(count)d of your achievements do not count for %(organisation)s",
            count,
        )
        detail = _("See for each why not.")
        found = [Task("star", text % {**shown, "count": count}, detail, page)]
    else:
        found = []
    return _sorted([*found, *(_referrals(each, organisation, on) for each in referrals)], on)


def _sorted(found: Iterable[Task], on: date) -> Tasks:
    order = sorted(found, key=lambda one: (not one.late, one.day.date if one.day else date.max))
    return Tasks(tuple(order[:SHOWN]), max(0, len(order) - SHOWN))


def _renewal(state: State) -> Iterator[Task]:
    term = state.term
    if term is None or state.renewing:
        return
    level = state.words.level_inside(term.level)
    offers = Permission.SEE_OFFERS in state.permissions
    url = reverse("memberships:offers", args=[state.organisation.public_id]) if offers else ""
    if state.in_grace:
        text = _("The year is over: level and benefits go on for 30 days.")
        title = _("Renew the %(level)s membership") % {"level": level}
        yield Task("clock", title, text, url, _renewable_through(term, state), warns=True)
    elif term.until - state.on <= BEFORE_THE_ANNIVERSARY:
        title = _("Prepare the renewal of the %(level)s membership") % {"level": level}
        text = _("From the anniversary on there are 30 days to renew.")
        yield Task("clock", title, text, url, days.written(term.until, as_of=state.on))


def _renewable_through(term: Term, state: State) -> Day:
    """The last day on which the renewal is possible: of the 30, or before it, once eligibility ends (E4)."""
    lapses = [(one.level, one.lapses_on) for one in state.attained]
    if state.standing.risk.get("eligible", True):
        earlier = renewable_through(term.level, term.grace_until, lapses, state.words)
        if earlier is not None:
            return earlier
    return days.written(days.last_day(term.grace_until), as_of=state.on)


def _order(order: Order, state: State) -> Task:
    """An open order: what is to be done until it is settled, and by when (E2)."""
    shown = {"number": str(order), "offer": offer_name(order), "price": money(order.price, order.currency)}
    url = reverse("memberships:order", args=[state.organisation.public_id, order.public_id])
    detail = _("%(offer)s, %(price)s") % shown
    if order.proof:
        title = _("Order %(number)s waits for the vendor to confirm the payment") % shown
        return Task("offer", title, detail, url)
    title = _("Pay order %(number)s and upload the proof of payment") % shown
    last = days.last_day(order.expires_on)
    return Task(
        "offer", title, detail, url, days.written(last, as_of=state.on), warns=order == state.renewing
    )


def _alert(entry: RiskEntry, state: State) -> Task:
    kind = which(entry)
    if not entry.competency:
        title = _("Attain a competency at the level of the membership")
        url = reverse("competencies:list", args=[state.organisation.public_id])
        detail = _curing(_("Without one, renewal will be refused."), entry, state)
        return Task("warn", title, detail, url, late=True, warns=True)
    name = level_in(entry.level, entry.competency, state.words, inside=True)
    if entry.lapses_on is None:
        title = _("Attain %(level)s again") % {"level": name}
    else:
        title = _("Keep %(level)s") % {"level": name}
    return Task(
        "warn",
        title,
        _curing(_("Otherwise: %(kind)s.") % {"kind": kind}, entry, state),
        _competency(entry.competency, state),
        days.written(entry.lapses_on, as_of=state.on) if entry.lapses_on else None,
        late=entry.lapses_on is None,
        warns=True,
    )


def _curing(otherwise: str, entry: RiskEntry, state: State) -> SafeString | str:
    """What would cure it, and what becomes of it otherwise."""
    found = cure(entry, state.cures, state.words)
    if not found:
        return otherwise
    return format_html(_("{cure}. {otherwise}"), cure=capitalised(SafeString(found)), otherwise=otherwise)


def _overrides(state: State) -> Iterator[Task]:
    for override in state.overrides:
        if override.last_until - state.on > OVERRIDES_WITHIN or _covered(override.pk, state):
            continue
        name = level_in(override.level, override.competency, state.words, inside=True)
        yield Task(
            "hand",
            _("The override of %(level)s ends") % {"level": name},
            format_html(_("Placed because: {reason}"), reason=override.reason),
            _competency(override.competency, state),
            days.written(days.last_day(override.last_until), as_of=state.on),
        )


def _covered(pk: int, state: State) -> bool:
    """Whether another override of the level counts on the day on which this one no longer does."""
    this = next(one for one in state.overrides if one.pk == pk)
    key = (this.competency, this.level)
    return any(
        (one.competency, one.level) == key and one.starts_on <= this.last_until < one.last_until
        for one in state.overrides
    )


def _lapses(state: State) -> Iterator[Task]:
    """Levels that lapse within a year and are told of nowhere else."""
    told = {entry.key for entry in state.alerts} if state.sees_risk else set()
    told |= {(one.competency, one.level) for one in state.overrides}
    horizon = add_months(state.on, LAPSES_WITHIN_MONTHS)
    for one in state.attained:
        if one.lapses_on is None or one.lapses_on > horizon or one.key in told:
            continue
        name = level_in(one.level, one.competency, state.words, inside=True)
        yield Task(
            "competency",
            _("Keep %(level)s") % {"level": name},
            _("As things stand it lapses on that day."),
            _competency(one.competency, state),
            days.written(one.lapses_on, as_of=state.on),
        )


def _people(state: State) -> Iterator[Task]:
    people = state.people
    page = reverse("competencies:people", args=[state.organisation.public_id])
    if unclaimed := people.accounts - people.claimed:
        text = ngettext(
            "%(count)d person has not linked a transcript",
            "%(count)d people have not linked a transcript",
            unclaimed,
        )
        detail = _("Nothing that they passed can count yet.")
        yield Task("person-plus", text % {"count": unclaimed}, detail, f"{page}?show={NOT_CLAIMED}")
    if apart := people.claimed - people.associated:
        text = ngettext(
            "%(count)d person has a transcript, but nothing associated",
            "%(count)d people have a transcript, but nothing associated",
            apart,
        )
        told = _("They alone can change that.")
        yield Task("person-plus", text % {"count": apart}, told, f"{page}?show={NOT_ASSOCIATED}")


def _referrals(found: Waiting, organisation: Organisation, on: date) -> Task:
    """Customers who wait: it is counted in hours, so it is a matter of now on the last day (F4)."""
    page = reverse("memberships:referrals", args=[organisation.public_id])
    detail = ngettext(
        "The time is over on %(due)s.", "The time of the first is over on %(due)s.", found.count
    )
    return Task(
        "mail",
        _awaited(found) % {"count": found.count},
        detail % {"due": moment(found.due_at)},
        f"{page}?state={found.state}",
        days.written(day_of(found.due_at), as_of=on),
        late=found.soon,
        warns=found.soon,
    )


def _awaited(found: Waiting) -> str:
    if found.state == ReferralState.NEW:
        return ngettext(
            "%(count)d customer waits for your answer",
            "%(count)d customers wait for your answer",
            found.count,
        )
    return ngettext(
        "%(count)d referral waits for your decision",
        "%(count)d referrals wait for your decision",
        found.count,
    )


def _competency(key: str, state: State) -> str:
    """The page of the competency; the list where the edition no longer has it."""
    public_id = state.organisation.public_id
    if key in state.words.edition.competencies:
        return reverse("competencies:detail", args=[public_id, key])
    return reverse("competencies:list", args=[public_id])
