"""What follows from a change of a factor or of a linked provider.

allauth offers no hook of an adapter for these, only signals of its own; this is the one place that listens.
"""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as providers
from django.http import HttpRequest

from partners import security
from partners.actions import sessions
from partners.models import User
from partners.security import Event
from partners.sign_in_rules import HAS_FACTOR


def watch() -> None:
    """Listen, once for each process."""
    mfa.authenticator_added.connect(factor_added, dispatch_uid="assay")
    mfa.authenticator_reset.connect(factor_added, dispatch_uid="assay")
    mfa.authenticator_removed.connect(factor_removed, dispatch_uid="assay")
    mfa.authentication_failed.connect(factor_failed, dispatch_uid="assay")
    authentication_step_completed.connect(step_completed, dispatch_uid="assay")
    providers.social_account_added.connect(provider_linked, dispatch_uid="assay")
    providers.social_account_removed.connect(provider_unlinked, dispatch_uid="assay")


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Another way to prove oneself: the other sessions have not seen it."""
    security.note(Event.FACTOR_ADDED, by=user, kind=authenticator.type.replace("_", "-"))
    _end_others(request, user)


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """One way less; whether there is another is asked anew."""
    security.note(Event.FACTOR_REMOVED, by=user, kind=authenticator.type.replace("_", "-"))
    request.session.pop(HAS_FACTOR, None)
    _end_others(request, user)


def factor_failed(user: User, **_: Any) -> None:
    """A wrong code."""
    security.note(Event.FACTOR_FAILED, by=user)


def step_completed(user: User, method: str, reauthenticated: bool = False, **_: Any) -> None:
    """Somebody who is signed in proved again that it is them; signing in itself is noted at its end."""
    if reauthenticated:
        security.note(Event.CONFIRMED, by=user, how=method)


def provider_linked(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    """From now on the provider opens this login, too."""
    security.note(Event.PROVIDER_LINKED, by=sociallogin.user)
    _end_others(request, sociallogin.user)


def provider_unlinked(request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    """It no longer does."""
    security.note(Event.PROVIDER_UNLINKED, by=socialaccount.user)
    _end_others(request, socialaccount.user)


def _end_others(request: HttpRequest, user: User) -> None:
    sessions.end_others(user=user, keep=request.session.session_key)
