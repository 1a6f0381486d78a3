"""Up to three partners side by side (F3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from competencies.published import current_programme
from competencies.views.frame import needs_programme
from memberships.directory.display import displays
from memberships.models import Listing
from memberships.presenters.comparing import comparison
from memberships.presenters.partner import Partner, partner
from memberships.views.asking import MOST_COMPARED, keys
from partners.clock import today


@require_safe
@needs_programme
def compare(request: HttpRequest) -> HttpResponse:
    """The partners of the address in their order; the first three if there are more."""
    asked = keys(request.GET)
    partners = _partners(asked[:MOST_COMPARED])
    chosen = [each.key for each in partners]
    context = {
        "partners": [(each, _address([key for key in chosen if key != each.key])) for each in partners],
        "rows": comparison(partners),
        "too_many": len(asked) > MOST_COMPARED,
        "gone": len(chosen) < len(asked[:MOST_COMPARED]),
        "room": len(chosen) < MOST_COMPARED,
        "more": f"{reverse('memberships:find')}?{urlencode({'partner': chosen}, doseq=True)}",
    }
    return render(request, "memberships/directory/compare.html", context)


def _partners(asked: list[str]) -> list[Partner]:
    rows = Listing.objects.with_keys(asked).select_related("organisation", "logo")
    found = {str(each.public_id): each for each in rows.defer("words", "logo__content")}
    programme, as_of = current_programme(), today()
    shown = displays([each.organisation_id for each in found.values()], programme.level_keys, as_of=as_of)
    return [
        partner(found[key], shown.get(found[key].organisation_id), programme, as_of=as_of)
        for key in asked
        if key in found
    ]


def _address(chosen: list[str]) -> str:
    query = urlencode({"partner": chosen}, doseq=True)
    return f"{reverse('memberships:compare')}{'?' if query else ''}{query}"
