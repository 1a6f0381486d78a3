"""Home: where the organisation stands, what needs doing, what changed lately; each part as far as the role reads it."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from competencies.curing import cures_of
from competencies.presenters import alerts
from competencies.presenters.history import changes_everywhere
from competencies.presenters.notices import people_in
from competencies.presenters.words import Words
from competencies.review.risk import Cures
from competencies.views.frame import Backdrop, framed_by, needs_programme
from competencies.views.loading import JUDGED, AtHand, at_hand, freshness_by, words_of
from competencies.views.standing import (
    attained_now,
    events_everywhere,
    overrides_now,
    own_of,
    people_of,
)
from memberships.models import Order
from memberships.presenters.home import overview
from memberships.presenters.state import State
from memberships.presenters.tasks import own_tasks
from memberships.referrals.waiting import Waiting, waiting
from partners import days
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import now, today
from partners.countries import country_name
from partners.models import Organisation, Term
from partners.views.requests import SignedInRequest

EVENTS = 16
"""So many entries of the journal are told at most; several may be one line."""


@login_required
@require_safe
@needs_programme
def home(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The organisation to those who read its competencies, to everybody else what is their own."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    as_of = today()
    hand = at_hand(own, as_of=as_of)
    if Permission.SEE_COMPETENCIES in permissions_of(request.account):
        return _whole(request, own, hand, as_of)
    mine = own_of(request.user, own)
    term = Term.objects.in_force_or_grace(as_of).filter(organisation=own).first()
    words = words_of(own, hand.rules.programme, as_of=as_of)
    behind = Backdrop(hand.standing, words, term)
    tasks = own_tasks(mine, own, _waiting(request, own), on=as_of)
    context = {"mine": mine, "tasks": tasks}
    return framed_by(request, "memberships/home_own.html", context, behind=behind)


def _whole(request: SignedInRequest, organisation: Organisation, hand: AtHand, as_of: date) -> HttpResponse:
    events = events_everywhere(organisation, EVENTS)
    risks = alerts.entries(hand.standing.risk)
    sees_risk = Permission.SEE_RISK in permissions_of(request.account)
    cures = cures_of(hand.standing, as_of=as_of, rules=hand.rules) if sees_risk else {}
    named = people_in([event for _competency, event in events]).union(
        *(alerts.people_in(entry, cures) for entry in risks)
    )
    words = words_of(organisation, hand.rules.programme, as_of=as_of, people=named)
    state = _state(request, organisation, hand, words, cures)
    context: dict[str, Any] = {
        "home": overview(state),
        "changes": changes_everywhere(events, words)[:6],
        "country": country_name(organisation.country),
        "joined": days.full(organisation.joined_on),
        "fresh": freshness_by(hand.times, *JUDGED),
    }
    behind = Backdrop(hand.standing, words, state.term)
    return framed_by(request, "memberships/home.html", context, behind=behind)


def _state(
    request: SignedInRequest, organisation: Organisation, hand: AtHand, words: Words, cures: Cures
) -> State:
    as_of, allowed = words.on, permissions_of(request.account)
    return State(
        organisation=organisation,
        words=words,
        levels=hand.rules.programme.level_keys,
        standing=hand.standing,
        term=Term.objects.in_force_or_grace(as_of).filter(organisation=organisation).first(),
        attained=attained_now(organisation),
        overrides=overrides_now(organisation, as_of=as_of),
        people=people_of(organisation),
        risks=alerts.entries(hand.standing.risk),
        cures=cures,
        permissions=allowed,
        orders=list(Order.objects.going_on(organisation)) if Permission.SEE_OFFERS in allowed else (),
        referrals=_waiting(request, organisation),
    )


def _waiting(request: SignedInRequest, organisation: Organisation) -> Sequence[Waiting]:
    """Referrals that wait for the organisation, as far as the reader answers them."""
    if Permission.MANAGE_REFERRALS not in permissions_of(request.account):
        return ()
    return waiting(organisation, at=now())
