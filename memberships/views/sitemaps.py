"""What search engines are told: every published partner, page by page, and the catalogue (F3)."""

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from competencies.published import NoProgramme, current_programme
from memberships.models import Listing

PART = 10_000
"""So many partners stand in one part, by the numbers that they were given: a part never shifts."""

AN_HOUR = 3600


@require_safe
@cache_control(max_age=AN_HOUR)
def index(request: HttpRequest) -> HttpResponse:
    """The parts: the first has the directory and the catalogue, the others partners."""
    last = Listing.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = range(last // PART + 2)
    locations = [_whole(request, reverse("memberships:sitemap_part", args=[number])) for number in parts]
    return _xml(request, "sitemap_index.xml", {"locations": locations})


@require_safe
@cache_control(max_age=AN_HOUR)
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Part 0: pages that are always there. Part n: partners by their numbers."""
    if number == 0:
        return _xml(request, "sitemap.xml", {"pages": [(_whole(request, path), None) for path in _fixed()]})
    first = (number - 1) * PART
    if number > 1_000_000 or first > (Listing.objects.aggregate(last=Max("pk"))["last"] or 0):
        raise Http404
    rows = Listing.objects.filter(pk__gt=first, pk__lte=first + PART).order_by("pk")
    pages = [
        (_whole(request, reverse("memberships:partner", args=[key])), day)
        for key, day in rows.values_list("public_id", "published_on")
    ]
    return _xml(request, "sitemap.xml", {"pages": pages})


@require_safe
@cache_control(max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Customers' pages may be read; comparisons and further pages of searches lead nowhere new."""
    lines = [
        "User-agent: *",
        "Allow: /find/",
        "Allow: /catalogue/",
        "Disallow: /find/compare/",
        "Disallow: /find/?",
        "Disallow: /o/",
        "Disallow: /accounts/",
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {_whole(request, reverse('memberships:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _fixed() -> list[str]:
    pages = [reverse("memberships:find"), reverse("memberships:catalogue")]
    try:
        editions = current_programme().editions
    except NoProgramme:
        return pages
    for edition in editions:
        pages.append(reverse("memberships:catalogue_edition", args=[edition.key]))
        pages += [
            reverse("memberships:catalogue_competency", args=[edition.key, key])
            for key in edition.competencies
        ]
    return pages


def _whole(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _xml(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    return render(request, f"memberships/directory/{name}", context, content_type="application/xml")
