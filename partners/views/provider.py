"""To the provider of OpenID Connect and back."""

import secrets
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from partners import security
from partners.models import User
from partners.security import Event
from partners.single_sign_on import NONCE, CheckedAnswers

# What an answer of a provider can make of libraries that expect a well-formed one.
MALFORMED = (requests.RequestException, AttributeError, KeyError, TypeError, ValueError)


@require_POST
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """A page that leads on to the provider.

    A redirect would not do: the policy lets forms lead nowhere but to the portal itself.
    """
    answer = _answered(openid_connect.login, request, provider_id)
    url = answer.headers.get("Location", "")
    scheme = urlsplit(url).scheme
    if scheme == "https":
        request.session[NONCE] = secrets.token_urlsafe(24)
        url += "&" + urlencode({"nonce": request.session[NONCE]})
        return render(request, "socialaccount/go_on.html", {"url": url, "name": settings.OIDC_NAME})
    return _not_confirmed(request) if scheme else answer


@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Somebody comes back, signed in or not."""
    return _answered(_callback, request, provider_id)


def _callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(CheckedAnswers(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return answer


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's answer; a provider that is away or talks nonsense is one that did not confirm anything."""
    try:
        return view(request, provider_id=provider_id)
    except MALFORMED:
        return _not_confirmed(request)


def _not_confirmed(request: HttpRequest) -> HttpResponse:
    security.note(Event.PROVIDER_REFUSED, by=request.user if isinstance(request.user, User) else None)
    return render(request, "socialaccount/authentication_error.html", status=502)
