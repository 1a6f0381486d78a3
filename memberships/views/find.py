"""Find a partner (F3)."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from competencies.published import published
from competencies.views.frame import needs_programme
from memberships.directory.filters import Wanted
from memberships.directory.search import Found, search
from memberships.models import Listing
from memberships.presenters import finding
from memberships.presenters.finding import Addresses, Asked
from memberships.views import asking
from partners.clock import now, today
from partners.pace import Pace, origin
from partners.patterns import PagePattern

PAGE = PagePattern("memberships/directory/find.html")
SEARCHES = Pace()


@require_safe
@needs_programme
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words and filters of the address, page by page; behind `after` in its order."""
    if not SEARCHES.allows(origin(request), settings.SEARCHES_A_MINUTE, at=now()):
        return _too_fast(request)
    rules = published()
    wanted, after, compared = asking.wanted(request.GET, rules.programme), None, asking.keys(request.GET)
    if "after" in request.GET:
        after = asking.place_of(request.GET["after"], wanted)
        if after is None:
            return redirect(asking.address(wanted, compared=compared))
    asked = Asked(wanted, compared, is_first=after is None)
    found = search(wanted, rules.programme.level_keys, after=after)
    addresses, elsewhere = _addresses(request, asked, found), _elsewhere(compared, found)
    texts = finding.texts(asked, found, addresses, rules, elsewhere=elsewhere, as_of=today())
    return PAGE.answer(request, texts, finding.flags(asked, found, addresses, elsewhere=elsewhere))


def _too_fast(request: HttpRequest) -> HttpResponse:
    """Says what to do; nothing is asked of the database (F5)."""
    response = render(request, "memberships/directory/too_fast.html", status=429)
    response["Retry-After"], response["Cache-Control"] = "60", "no-store"
    return response


def _addresses(request: HttpRequest, asked: Asked, found: Found) -> Addresses:
    more = ""
    if found.more and found.listings:
        behind = asking.cursor(found.places[-1], found.listings[-1].public_id)
        more = asking.address(asked.wanted, compared=asked.compared, after=behind)
    return Addresses(
        canonical=request.build_absolute_uri(asking.address(asked.wanted)),
        first=asking.address(asked.wanted, compared=asked.compared),
        cleared=asking.address(Wanted(text=asked.wanted.text), compared=asked.compared),
        more=more,
    )


def _elsewhere(chosen: Sequence[str], found: Found) -> list[tuple[str, str]]:
    """Key and name of partners that were chosen on other pages."""
    here = {str(each.public_id) for each in found.listings} if chosen else ()
    others = [key for key in chosen if key not in here]
    if not others:
        return []
    rows = Listing.objects.with_keys(others[: asking.MOST_COMPARED + 1])
    return [(str(key), name) for key, name in rows.values_list("public_id", "name")]
