"""What holds for everybody who is signed in, before any page: the session is not over, a factor is there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from partners import second_factor, security
from partners.clock import now, today
from partners.models import Session, User
from partners.security import Event
from partners.session_limits import limits_of
from partners.session_store import SessionStore

MOVED_ON_AFTER = timedelta(minutes=1)
"""A session's row is written at most so often; its end is late by so much at most."""

PROBES = {"healthz", "readyz"}
# Where whoever lacks a factor may go: to set one up, to confirm, to another language, and out.
SETTING_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_reauthenticate",
    "account_logout",
    "admin:logout",
    "set_language",
}
HAS_FACTOR = "has_second_factor"
"""In a session: seen to have one. Taken out when the last one goes; other sessions end then."""


class SignInRules:
    """Middleware, behind authentication and messages: the one place that holds both rules."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: what is asked for must be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Sign out whose session is over; lead to the set-up who must have a factor and has none."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        # Without a cookie nobody is signed in; probes must not depend on the database.
        if name in PROBES or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        if _over(request, user):
            security.note(Event.SESSION_OVER, by=user)
            logout(request)
            return None
        if name in SETTING_UP or not _lacks_factor(request, user):
            return None
        security.note(Event.FACTOR_MISSING, by=user)
        return redirect("mfa_index")


def _over(request: HttpRequest, user: User) -> bool:
    """Whether the session is over; one that is not is moved on."""
    session, at = cast(SessionStore, request.session), now()
    row = session.row
    if row is None or row.signed_in_at is None or row.seen_at is None:
        return False
    session.limits = limits = limits_of(user)
    if limits.end(signed_in_at=row.signed_in_at, seen_at=row.seen_at) <= at:
        return True
    end = limits.end(signed_in_at=row.signed_in_at, seen_at=at)
    if abs(end - row.expire_date) >= MOVED_ON_AFTER or at - row.seen_at >= MOVED_ON_AFTER:
        Session.objects.filter(pk=row.pk).update(seen_at=at, expire_date=end)
    return False


def _lacks_factor(request: HttpRequest, user: User) -> bool:
    if request.session.get(HAS_FACTOR) or not second_factor.required_of(user, as_of=today()):
        return False
    if second_factor.has_one(user):
        request.session[HAS_FACTOR] = True
        return False
    return True
