"""A customer asks partners for information, without signing in (F4, F5)."""

from collections.abc import Sequence

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from memberships.actions import requests
from memberships.models import Listing
from memberships.models.referrals import MOST_PARTNERS
from memberships.referrals import limits
from memberships.request_forms import RequestForm
from memberships.views import asking
from partners.clock import now
from partners.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form for the partners of the address, the first five if there are more; it is sent to itself."""
    asked = asking.keys(request.POST if request.method == "POST" else request.GET)
    chosen = published(asked[:MOST_PARTNERS])
    data = request.POST if request.method == "POST" and chosen else None
    form = RequestForm(data, chosen=chosen, at=now(), language=get_language() or "en")
    status = 200
    if data is not None and form.is_valid():
        status = _sent(request, form)
        if status == 302:
            return redirect("memberships:request_sent")
    context = {
        "form": form,
        "chosen": chosen,
        "too_many": len(asked) > MOST_PARTNERS,
        "lost": request.POST.get("sought", "") if not chosen else "",
        "gone": len(chosen) < len(asked[:MOST_PARTNERS]),
    }
    return render(request, "memberships/requests/ask.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says where to look next."""
    return render(request, "memberships/requests/sent.html")


def published(keys: Sequence[str]) -> list[Listing]:
    """The published profiles of these keys, in their order; one that is withdrawn is left out."""
    rows = Listing.objects.with_keys(keys).select_related("organisation").defer("words")
    found = {str(each.public_id): each for each in rows}
    return [found[key] for key in keys if key in found]


def _sent(request: HttpRequest, form: RequestForm) -> int:
    """Send it within the limits of the origin and of the mailbox; returns the status of the answer."""
    if not ratelimit.consume(request, action="request", key=limits.mailbox(form.asked.email)):
        form.add_error(
            None,
            _(
                "Too many requests came from here or for this address. Confirm those you sent, or try tomorrow."
            ),
        )
        return 429
    try:
        requests.ask(asked=form.asked, choices=form.choices, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 200
    return 302
