"""What browsers and proxies may keep: nothing that somebody who is signed in was shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control


def no_store(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an answer to a request with a session may not be stored. It stands below static files.

    The cookie is enough to know: asking who it belongs to would make probes depend on the database.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if vars(response).get("for_everybody"):
            # Middleware below said that it depends on cookie and language, as pages do.
            del response["Vary"]
            response.cookies.clear()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, no_store=True)
        return response

    return middleware


def for_everybody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that answers everybody alike, whatever cookies and languages the request names: one copy serves all."""

    @wraps(view)
    def alike(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        vars(response)["for_everybody"] = True
        return response

    return alike
