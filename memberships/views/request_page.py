"""What a customer reaches by the keys that were mailed: the confirmation and the private page (F4).

The key is all that lets somebody in, and it is in every form: no cookie decides anything here. So these pages need
no token against forged forms, and can forbid every referrer, under which browsers hide a form's origin, too.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from competencies.published import NoProgramme, current_programme
from memberships.actions import requests
from memberships.actions.requests import Choice
from memberships.directory.filters import Wanted
from memberships.directory.search import search
from memberships.directory.tokens import LONGEST_QUERY
from memberships.models import CustomerRequest, Listing
from memberships.presenters.requests import offered, own_request
from memberships.referrals import keys
from memberships.request_forms import office_in
from memberships.views import asking
from memberships.views.requests import published
from partners import links
from partners.clock import now
from partners.refusals import Refused
from partners.views.newcomers import dead, unknown

OFFERED = 10
"""So many further partners stand on the page at once; a search finds others."""

View = Callable[[HttpRequest], HttpResponse]


def private(view: View) -> View:
    """A page behind a mailed key: kept nowhere, found by no search engine, told to no other site."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def hidden(request: HttpRequest) -> HttpResponse:
        language = given(request).get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language() or settings.LANGUAGE_CODE
        with translation.override(language):
            response = view(request)
        response["Content-Language"] = language
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return hidden


@private
def confirm(request: HttpRequest) -> HttpResponse:
    """A button confirms the address; opening the link does nothing. Pressed again it leads to the private page."""
    signed = links.read("request", given(request).get("key", ""))
    row = CustomerRequest.objects.filter(public_id=signed.public_id).first() if signed else None
    if row is None:
        return unknown(request)
    if row.erased_at is not None:
        return dead(request, _("What you asked has been removed. Ask anew."), status=410)
    if request.method != "POST":
        names = row.referrals.order_by("pk").values_list("organisation__display_name", flat=True)
        return _page(request, "confirm", {"asked": row, "names": list(names)})
    try:
        key = requests.confirm(request=row, at=now())
    except Refused as refusal:
        return dead(request, str(refusal), status=410)
    return _to_own(request, key, done="confirmed")


@private
def own(request: HttpRequest) -> HttpResponse:
    """The private page: all answers, others to choose, and the way to withdraw, wholly or from one partner."""
    row = keys.found(given(request).get("key", ""))
    if row is None:
        why = _("It is not complete, or what you asked has been removed after its time.")
        return dead(request, why, status=404)
    wrong, status = "", 200
    if request.method == "POST":
        wrong, status = _acted(request, row)
        if not wrong:
            return _to_own(request, request.POST["key"], done=request.POST.get("act", ""))
    return _page(request, "own", {**_context(request, row), "wrong": wrong}, status=status)


def given(request: HttpRequest) -> QueryDict:
    """What the link says when it is opened, what the form says when its button is pressed."""
    return request.POST if request.method == "POST" else request.GET


def _acted(request: HttpRequest, row: CustomerRequest) -> tuple[str, int]:
    """Do what the form asks; returns why not, or nothing, and the status."""
    act = DEEDS.get(request.POST.get("act", ""))
    if act is None:
        return _("Use one of the buttons of this page."), 400
    try:
        return act(request, row)
    except Refused as refusal:
        return str(refusal), 200


def _withdraw(request: HttpRequest, row: CustomerRequest) -> tuple[str, int]:
    requests.withdraw(request=row, at=now())
    return "", 200


def _withdraw_from(request: HttpRequest, row: CustomerRequest) -> tuple[str, int]:
    """From one partner, by the key of its referral, which must be of this request."""
    named = asking.keys(request.POST, "referral")[:1]
    referral = row.referrals.select_related("request").filter(public_id__in=named).first()
    if referral is None:
        return _("Use one of the buttons of this page."), 400
    requests.withdraw_from(referral=referral, at=now())
    return "", 200


def _choose(request: HttpRequest, row: CustomerRequest) -> tuple[str, int]:
    if not ratelimit.consume(request, action="choose"):
        return _("Too many partners were asked from here. Try again in an hour."), 429
    chosen = published(asking.keys(request.POST))
    choices = [Choice(each, office_in(request.POST, each)) for each in chosen]
    requests.choose(request=row, choices=choices, at=now())
    return "", 200


DEEDS: Mapping[str, Callable[[HttpRequest, CustomerRequest], tuple[str, int]]] = {
    "withdraw": _withdraw,
    "withdraw-from": _withdraw_from,
    "choose": _choose,
}
"""What the buttons of the private page do."""


def _context(request: HttpRequest, row: CustomerRequest) -> dict[str, Any]:
    at, text = now(), given(request).get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    free, replaceable = requests.places_free(row, at=at), requests.partners_left(row, at=at) > 0
    return {
        "asked": own_request(row, at=at, replaceable=replaceable),
        "free": free,
        "replaceable": replaceable,
        "offered": [offered(each) for each in _offered(row, text)] if free else [],
        "chosen": asking.keys(given(request)),
        "q": text,
        "done": request.GET.get("done", ""),
    }


def _offered(row: CustomerRequest, text: str) -> list[Listing]:
    """Partners who were not asked yet: those of the words, or the customer's country's, else any."""
    try:
        levels = current_programme().level_keys
    except NoProgramme:
        return []
    asked = set(row.referrals.values_list("organisation", flat=True))
    tries = [Wanted(text=text)] if text else [Wanted(country=row.country), Wanted()]
    for wanted in tries:
        there = published([str(each.public_id) for each in search(wanted, levels).listings])
        found = [each for each in there if each.organisation_id not in asked]
        if found:
            return found[:OFFERED]
    return []


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    key = given(request)["key"]
    language = translation.get_language() or "en"
    tongues = [
        (code, urlencode({"key": key, "language": code}), code == language)
        for code, _name in settings.LANGUAGES
    ]
    shared = {"key": key, "language": language, "tongues": tongues}
    return render(request, f"memberships/requests/{name}.html", {**shared, **context}, status=status)


def _to_own(request: HttpRequest, key: str, *, done: str) -> HttpResponse:
    """To the private page, in the same language."""
    query = {"key": key, "done": done, "language": translation.get_language() or "en"}
    return HttpResponseRedirect(f"{reverse('memberships:own_request')}?{urlencode(query)}")
