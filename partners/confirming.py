"""Asking again who somebody is before what matters."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]


def recently_authenticated(view: View) -> View:
    """Only for who proved within the last five minutes that it is them, by password, code or passkey.

    Others are asked first and come back; a form that they sent is carried out then (but for files: ask
    before such a form is shown). It stands below `login_required`. A view that refuses (403, 404) does so first
    if it calls `require_confirmation` itself instead.
    """
    return wraps(view)(reauthentication_required(view))


def require_confirmation(request: Any) -> None:
    """The same from inside a view, once it is known that the reader may be here at all.

    Raises what allauth's middleware answers with the way to the confirmation.
    """
    reauthentication_required(lambda _: None)(request)
