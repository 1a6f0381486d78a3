"""The methods of requests: which the portal takes, and a page for who opens an address that only takes forms."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render

KNOWN = ("GET", "HEAD", "POST")


def limited(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 405 to all methods but those of pages and forms, before anything is read of who asks.

    Django's administration would take each of them for a GET.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request) if request.method in KNOWN else HttpResponseNotAllowed(KNOWN)

    return middleware


def explained(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say in words what the browser would show as an empty page, as after a reload; the status stays 405."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method != "GET":
            return response
        page: HttpResponse = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return middleware
