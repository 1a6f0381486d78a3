"""Associating achievements, moving them, letting later ones follow, and severing (C4, C5, G12)."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competencies.actions import affiliations, moves
from competencies.models import Achievement, Affiliation
from competencies.presenters.achievements import Held
from competencies.presenters.severing import SeveringView, severing
from competencies.presenters.words import in_language
from competencies.published import published
from competencies.views.frame import framed_plainly, needs_programme
from competencies.views.loading import situation_of
from competencies.views.transcripts import held_by
from partners import days
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.models import Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def associate(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Let the chosen ones, or all, count here; a move is asked for first, with what it severs."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    if request.method != "POST":
        return _back(organisation)
    chosen = _chosen(request)
    if chosen is not None and not chosen:
        messages.error(request, _("Choose at least one achievement first."))
        return _back(organisation)
    elsewhere = affiliations.elsewhere(request.user, own)
    if elsewhere is not None and "agree" not in request.POST:
        return _ask_to_move(request, own, elsewhere, chosen)
    return _associated(request, own, chosen, consents=elsewhere is not None)


def _associated(
    request: SignedInRequest, own: Organisation, chosen: Sequence[Achievement] | None, *, consents: bool
) -> HttpResponse:
    try:
        affiliations.associate(
            user=request.user,
            organisation=own,
            achievements=chosen,
            consents_to_move=consents,
            follows=True if request.POST.get("follows") == "on" else None,
            on=today(),
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. What you see below counts for %s now.") % own.display_name)
    return _back(own.public_id)


def _ask_to_move(
    request: SignedInRequest,
    own: Organisation,
    elsewhere: Affiliation,
    chosen: Sequence[Achievement] | None,
) -> HttpResponse:
    """The page of C5: what is severed at the other organisation, what begins here, and the box to agree."""
    as_of = today()
    _mcids, held = held_by(request.user, own, as_of=as_of)
    wanted = None if chosen is None else {each.pk for each in chosen}
    next_on = moves.next_move_on(request.user, own, on=as_of)
    context = {
        "organisation": own,
        "view": _view(request, elsewhere.organisation, as_of, chosen=None),
        "begins": _named([one.credential for one in held if wanted is None or one.pk in wanted], as_of),
        "wanted": None if wanted is None else sorted(wanted),
        "follows": request.POST.get("follows") == "on",
        "as_of": days.full(as_of),
        "next_move": days.full(next_on) if next_on else "",
        "forgot": "asked" in request.POST,
    }
    return framed_plainly(request, "competencies/move.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def sever(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """End the associations of the chosen ones, or of all, after a page that says what that costs."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    if request.method != "POST":
        return _back(organisation)
    chosen = _chosen(request)
    if chosen is not None and not chosen:
        messages.error(request, _("Choose at least one achievement first."))
        return _back(organisation)
    if "agree" not in request.POST:
        return _ask_to_sever(request, own, chosen)
    try:
        affiliations.sever(
            user=request.user, organisation=own, achievements=chosen, on=today(), by=request.user
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. They no longer count for %s.") % own.display_name)
    return _back(organisation)


def _ask_to_sever(
    request: SignedInRequest, own: Organisation, chosen: Sequence[Achievement] | None
) -> HttpResponse:
    view = _view(request, own, today(), chosen=chosen)
    if not view.severed:
        messages.error(request, _("None of these achievements is associated. Nothing was changed."))
        return _back(own.public_id)
    context = {
        "organisation": own,
        "view": view,
        "wanted": None if chosen is None else sorted(each.pk for each in chosen),
        "forgot": "asked" in request.POST,
    }
    return framed_plainly(request, "competencies/sever.html", context)


@login_required
@require_POST
def follow(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Let what is earned later follow by itself, or no longer."""
    own = organisation_for(request, organisation, Permission.SEE_OWN_ACHIEVEMENTS)
    follows = request.POST.get("follows") == "on"
    try:
        affiliations.follow(user=request.user, organisation=own, follows=follows, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Later achievements will follow to %s by themselves.")
        if not follows:
            text = _("Later achievements will wait until you associate them with %s.")
        messages.success(request, text % own.display_name)
    return _back(organisation)


def _chosen(request: SignedInRequest) -> list[Achievement] | None:
    """The user's own achievements that were ticked; None for all of them."""
    if "all" in request.POST:
        return None
    wanted = [value for value in request.POST.getlist("achievement") if value.isdecimal() and len(value) < 19]
    return list(Achievement.objects.visible_to(request.user).filter(pk__in=wanted))


def _view(
    request: SignedInRequest, there: Organisation, as_of: date, *, chosen: Sequence[Achievement] | None
) -> SeveringView:
    """What would be severed there; its levels only for whose role there reads competencies."""
    _mcids, held = held_by(request.user, there, as_of=as_of)
    ending = [one for one in held if one.counts_here(as_of) and _is_among(one, chosen)]
    about = {str(request.user.pk): request.user.name}
    situation = situation_of(there, published().programme, as_of=as_of, about=about)
    account = next((each for each in request.accounts if each.organisation_id == there.pk), None)
    reads = account is not None and Permission.SEE_COMPETENCIES in permissions_of(account)
    return severing(ending, str(request.user.pk), situation, reads_levels=reads)


def _is_among(one: Held, chosen: Sequence[Achievement] | None) -> bool:
    return chosen is None or one.pk in {each.pk for each in chosen}


def _named(codes: Sequence[str], as_of: date) -> list[tuple[str, str]]:
    """Each code with its title; empty where the edition does not know it."""
    known, language = published().programme.edition_on(as_of).credentials, get_language() or "en"
    return [(code, in_language(known[code].title, language) if code in known else "") for code in codes]


def _back(organisation: uuid.UUID) -> HttpResponse:
    return redirect("competencies:my_achievements", organisation)
