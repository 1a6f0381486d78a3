"""Every page of an organisation: its frame, and the alert for those who must see it (E4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from competencies.collecting import collecting_later
from competencies.curing import cures_of
from competencies.facts import Membership
from competencies.models import Standing
from competencies.presenters.alerts import Alert, alert, first_of, people_in
from competencies.presenters.banner import renewable_through
from competencies.presenters.losses import loss
from competencies.presenters.situation import Attained, Situation
from competencies.presenters.words import Words
from competencies.published import NoProgramme, Published, published
from competencies.views.loading import attained_by, lapses_of, naming, standing_of, words_of
from partners.access import Permission, permissions_of
from partners.clock import today
from partners.days import Day
from partners.models import Organisation, Term
from partners.views.requests import SignedInRequest
from partners.views.shell import shell


def framed(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    standing: Standing,
    situation: Situation,
) -> HttpResponse:
    """Render the template of an organisation's page inside its frame."""
    behind = Backdrop(standing, situation.words, situation.membership, situation.attained)
    return framed_by(request, template, context, behind=behind)


RENEWAL_NEAR = timedelta(days=90)
"""So long before the anniversary every page says if the renewal must not wait for the end of its 30 days."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What the frame of a page needs to know of the organisation where nothing is judged anew.

    `term`: the paid term that counts or is in grace. `attained`: if the page has read it already.
    """

    standing: Standing
    words: Words
    term: Term | Membership | None
    attained: Sequence[Attained] | None = None


def backdrop(
    organisation: Organisation, rules: Published, *, as_of: date, standing: Standing | None = None
) -> Backdrop:
    """The frame's knowledge from two queries, whatever the organisation's size, or one with the standing at hand."""
    standing = standing or standing_of(organisation, rules, as_of=as_of)
    words = words_of(organisation, rules.programme, as_of=as_of)
    terms = Term.objects.in_force_or_grace(as_of).filter(organisation=organisation)
    return Backdrop(standing, words, terms.first())


def framed_by(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    behind: Backdrop,
    status: int = 200,
) -> HttpResponse:
    """Render the template of an organisation's page inside its frame, before this backdrop."""
    frame = shell(request)
    told: dict[str, Any] = {"sees_risk": Permission.SEE_RISK in frame.permissions}
    if told["sees_risk"] and behind.term:
        told["alert"] = _alert(frame.organisation, behind)
        told["renew_by"] = _renew_by(frame.organisation, behind)
    elif told["sees_risk"]:
        attained = attained_by(frame.organisation) if behind.attained is None else behind.attained
        told["loss"] = loss(attained, behind.words)
    return render(request, template, {"shell": frame, **told, **context}, status=status)


def _alert(organisation: Organisation, behind: Backdrop) -> Alert | None:
    """The alert with its cause and its cure; whoever they name is looked up if the page does not know them."""
    first = first_of(behind.standing.risk)
    if first is None:
        return None
    cures = cures_of(behind.standing, as_of=behind.words.on)
    words = naming(behind.words, organisation, people_in(first, cures))
    return alert(behind.standing.risk, words, cures)


def _renew_by(organisation: Organisation, behind: Backdrop) -> Day | None:
    """The last day on which the renewal is possible, if that comes inside the 30 days, once they are near (E4)."""
    term, words = behind.term, behind.words
    eligible = behind.standing.risk.get("eligible", True)
    if not eligible or term is None or term.until is None or term.until - words.on > RENEWAL_NEAR:
        return None
    return renewable_through(term.level, term.grace_until, lapses_of(organisation), words)


def framed_plainly(
    request: SignedInRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The same for a page that judges nothing: the alert is read from the standing, no facts are loaded."""
    if Permission.SEE_RISK not in permissions_of(request.account):
        return render(request, template, {"shell": shell(request), **context}, status=status)
    behind = backdrop(request.account.organisation, published(), as_of=today())
    return framed_by(request, template, context, behind=behind, status=status)


def needs_programme(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that judges: until an edition has been published it says so instead."""

    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with collecting_later():
                return view(request, *args, **kwargs)
        except NoProgramme:
            return render(request, "competencies/no_programme.html", status=503)

    return judged
