"""Erasing a person's data, with what memberships keep of them: the door for pages and stories."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from competencies.actions import erasures
from competencies.models import Erasure
from memberships.actions.accounts import end_account
from memberships.models import Listing, ProfileLocation, Referral, ReferralNote
from partners.identifying import Identifying, take_out
from partners.models import Organisation, User


def erase(*, user: User, reason: str, on: date, by: User) -> Erasure:
    """Erase the personal data of a user, as `competencies.actions.erasures.erase` does.

    Seats are freed, too, and the person is no contact of an office any more: neither in profiles, saved or
    published, nor in referrals. Requests of customers go on to those who manage them (F4).
    """
    return erasures.erase(user=user, reason=reason, on=on, by=by, ending=end_account, forgetting=_forget)


def _forget(places: Collection[Organisation], identifying: Identifying) -> dict[str, int]:
    saved = ProfileLocation.objects.filter(profile__organisation__in=places)
    referrals = Referral.objects.filter(organisation__in=places).exclude(contact_email="")
    contacts = _no_contact(saved, identifying) + _no_contact(referrals, identifying)
    contacts += sum(
        _no_contact_of(each, identifying) for each in Listing.objects.filter(organisation__in=places)
    )
    notes = ReferralNote.objects.filter(referral__organisation__in=places)
    return {"contacts": contacts, "notes": take_out(notes, ("text",), identifying)}


def _no_contact(rows: QuerySet[Any], identifying: Identifying) -> int:
    """Name and address go together: one of them tells who the other is."""
    found = [
        row.pk
        for row in rows.only("contact_name", "contact_email").iterator(chunk_size=500)
        if identifying.within(row.contact_name) or identifying.within(row.contact_email)
    ]
    count: int = rows.model._base_manager.filter(pk__in=found).update(contact_name="", contact_email="")
    return count


def _no_contact_of(listing: Listing, identifying: Identifying) -> int:
    named = [
        each
        for each in listing.locations
        if identifying.within(each["name"]) or identifying.within(each["email"])
    ]
    for each in named:
        each.update(name="", email="")
    if named:
        listing.save(update_fields=["locations"])
    return len(named)
