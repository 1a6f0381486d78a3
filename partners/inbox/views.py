"""The pages of the inbox. Whoever sits at this machine may read them, signed in or not; nobody else."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.inbox.mails import keys, read, read_all
from partners.inbox.presenter import Portal, shown

PAGE = 25
# Whatever one of these says, the request came through a proxy, and its sender is somewhere else.
_FORWARDED = {"HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA"}

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_this_machine(view: View[P]) -> View[P]:
    """The page does not exist for requests that came over a network or through a proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.TRUSTED_PROXIES or _FORWARDED & request.META.keys() or not _is_loopback(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_this_machine
def inbox(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first, some on a page."""
    page = Paginator(keys(_folder()), PAGE).get_page(request.GET.get("page"))
    portal = _portal(request)
    mails = [shown(mail, portal) for mail in read_all(_folder(), page.object_list)]
    return render(request, "partners/inbox/list.html", {"mails": mails, "page": page})


@require_safe
@for_this_machine
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail."""
    found = read(_folder(), key)
    if found is None:
        raise Http404(_("There is no such mail."))
    return render(request, "partners/inbox/mail.html", {"mail": shown(found, _portal(request))})


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _portal(request: HttpRequest) -> Portal:
    """As this request found it, under each of its names: a mail may have been written under another."""
    host, _colon, port = request.get_host().rpartition(":")
    if not port.isdigit():
        host, port = request.get_host(), ""
    names = {host.strip("[]"), *settings.ALLOWED_HOSTS}
    return Portal(request.scheme or "http", int(port) if port else None, names)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
