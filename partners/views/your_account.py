"""Everybody's own account: how one signs in, and where one is signed in."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import second_factor
from partners.actions import providers, sessions
from partners.clock import now, today
from partners.confirming import recently_authenticated
from partners.models import Session
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it; addresses name it by `public_id`."""

    public_id: uuid.UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@login_required
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """All ways to sign in, with what can be changed; where a missing factor is asked for."""
    user = request.user
    factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
    kinds = {each.type: each for each in factors}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    app = kinds.get(Authenticator.Type.TOTP)
    passkeys = [_passkey(each) for each in factors if each.type == Authenticator.Type.WEBAUTHN]
    context = {
        "app": app,
        "passkeys": passkeys,
        "has_factor": bool(app or passkeys),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "required": second_factor.required_of(user, as_of=today()),
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "provider_mark": settings.OIDC_MARK,
        "linked": SocialAccount.objects.filter(user=user, provider=settings.OIDC_MARK).exists(),
        "session_count": Session.objects.visible_to(user, at=now()).count(),
    }
    return render(request, "account/overview.html", context)


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(public_id_of(row), row.wrap().name, row.created_at, row.last_used_at)


def public_id_of(row: Authenticator) -> uuid.UUID:
    """A name for addresses; integer ids stay inside (decision 1)."""
    return uuid.UUID(bytes=salted_hmac("passkey", str(row.pk), algorithm="sha256").digest()[:16])


@login_required
@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    """Where the reader is signed in, this browser first."""
    found = list(Session.objects.visible_to(request.user, at=now()))
    current = [each for each in found if each.pk == request.session.session_key]
    others = [each for each in found if each.pk != request.session.session_key]
    return render(request, "account/sessions.html", {"current": current, "others": others})


@login_required
@require_POST
@recently_authenticated
def end_session(request: SignedInRequest, session: uuid.UUID) -> HttpResponse:
    """End one of the reader's own."""
    if not sessions.end(user=request.user, public_id=session, at=now()):
        raise Http404
    messages.success(request, _("That session has been ended."))
    return redirect("account_sessions")


@login_required
@require_POST
@recently_authenticated
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End all but this one."""
    count = sessions.end_others(user=request.user, keep=request.session.session_key)
    words = ngettext(
        "%(count)s other session has been ended.", "%(count)s other sessions have been ended.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("account_sessions")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: SignedInRequest, passkey: uuid.UUID) -> HttpResponseBase:
    """Ask, then remove one of the reader's own."""
    return _remove(request, pk=_own_passkey(request, passkey).pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename_passkey(request: SignedInRequest, passkey: uuid.UUID) -> HttpResponseBase:
    """Call one of the reader's own by another name."""
    return _rename(request, pk=_own_passkey(request, passkey).pk)


View = Callable[..., HttpResponseBase]
_remove: View = webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
_rename: View = webauthn.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))


def _own_passkey(request: SignedInRequest, public_id: uuid.UUID) -> Authenticator:
    own = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    for row in own:
        if public_id_of(row) == public_id:
            return row
    raise Http404


@login_required
@require_POST
@recently_authenticated
def unlink_provider(request: SignedInRequest) -> HttpResponse:
    """The provider opens this login no longer."""
    try:
        providers.unlink(user=request.user, keep=request.session.session_key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link has been removed."))
    return redirect("mfa_index")
