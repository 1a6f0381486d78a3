"""What becomes of activated benefits with another term, or without one: said before it happens (E5)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.words import joined
from memberships.models import Entitlement
from memberships.offers.rights import Right
from memberships.presenters.seats import benefit_name
from partners.models import Organisation


def benefit_effects(active: Collection[Entitlement], brought: Mapping[str, Right]) -> list[str]:
    """What goes on under what an order would bring, what would end, and where seats would be freed.

    `active`: what is in force and rests on the term that would be replaced.
    """
    kept = [each for each in active if _goes_on(each, brought)]
    said = []
    if kept:
        names = joined([benefit_name(each) for each in kept])
        said.append(
            _("These benefits go on, with their product keys and seats: %(names)s.") % {"names": names}
        )
    said += [words for each in kept if (words := _fewer(each, brought[each.benefit]))]
    if ending := [each for each in active if each not in kept]:
        names = joined([benefit_name(each) for each in ending])
        said.append(_("These benefits end as the new year is confirmed: %(names)s.") % {"names": names})
    return said


def ending_with(organisation: Organisation, term: int, *, on: date) -> list[str]:
    """The names of the benefits that end with a term unless it is renewed, with their seats."""
    rows = Entitlement.objects.in_force(on).of(organisation).filter(term=term)
    return [
        ngettext("%(benefit)s (%(count)d seat in use)", "%(benefit)s (%(count)d seats in use)", each.used)
        % {"benefit": benefit_name(each), "count": each.used}
        if each.used
        else benefit_name(each)
        for each in rows.select_related("edition", "term").order_by("pk")
    ]


def _goes_on(each: Entitlement, brought: Mapping[str, Right]) -> bool:
    right = brought.get(each.benefit)
    return right is not None and right.lacking is None


def _fewer(each: Entitlement, right: Right) -> str:
    """That fewer seats would come along, and how many of those in use would be freed."""
    most = right.quantity
    if most is None or each.quantity is None or most >= each.quantity:
        return ""
    shown = {"benefit": benefit_name(each), "most": most, "before": each.quantity, "used": each.used}
    said = _("%(benefit)s: %(most)d instead of %(before)d.") % shown
    if each.used <= most:
        return said
    count = each.used - most
    freed = ngettext(
        "%(used)d are in use: the last %(count)d assigned is freed.",
        "%(used)d are in use: the last %(count)d assigned are freed.",
        count,
    ) % {"used": each.used, "count": count}
    return f"{said} {freed}"
