"""What a person is called: by name, or as somebody whose data were erased."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from partners.models import Organisation, User


def called(name: str, erased_on: date | None) -> str:
    """The name to show; of a person whose data were erased nothing but that."""
    return _("a former employee") if erased_on is not None else name


def names_here(organisation: Organisation, people: Iterable[int]) -> dict[str, str]:
    """The names of those of these users who have or had an account here, by their ids as text (A7)."""
    return _names(Q(accounts__organisation=organisation), people)


def names_of_doers(organisation: Organisation, people: Iterable[int]) -> dict[str, str]:
    """The same of those who did something here; the vendor's staff stays without names."""
    return _names(Q(accounts__organisation=organisation) | Q(is_staff=True), people, organisation)


def _names(who: Q, people: Iterable[int], organisation: Organisation | None = None) -> dict[str, str]:
    ids = set(people)
    if not ids:
        return {}
    found: dict[str, str] = {}
    rows = User.objects.filter(who, pk__in=ids).values_list(
        "pk", "name", "erased_on", "is_staff", "accounts__organisation"
    )
    for pk, name, erased_on, is_staff, at in rows.distinct():
        if organisation is not None and is_staff and at != organisation.pk:
            found.setdefault(str(pk), _("the vendor’s staff"))
        else:
            found[str(pk)] = called(name, erased_on)
    return found
