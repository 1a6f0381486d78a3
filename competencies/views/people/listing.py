"""The list of an organisation's people, and of those who are invited (B4)."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competencies.actions.people import last_reminded
from competencies.people import listing
from competencies.people.listing import Key, Wanted
from competencies.presenters.members import guests, members
from competencies.views.frame import framed_plainly, needs_programme
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.models import Organisation, Role
from partners.views.requests import SignedInRequest


@login_required
@require_safe
@needs_programme
def people(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """By name; narrowed by name or address, role, and what is still to be done."""
    own = organisation_for(request, organisation, Permission.SEE_REPORTS)
    allowed = permissions_of(request.account)
    wanted = _wanted(request.GET, allowed)
    context = {
        "manages": Permission.MANAGE_PEOPLE in allowed,
        "contacts": Permission.SEE_CONTACTS in allowed,
        "counts": listing.counts(own),
        "wanted": wanted,
        "roles": Role.choices,
        "shown": _shown(allowed),
        **_rows(own, wanted, _after(request.GET)),
    }
    return framed_plainly(request, "competencies/people/list.html", context)


def _wanted(asked: QueryDict, allowed: frozenset[Permission]) -> Wanted:
    """What is asked for; what the reader may not see cannot be asked."""
    show = asked.get("show", "")
    known = {value for value, _name in _shown(allowed)}
    return Wanted(
        query=asked.get("q", "").replace("\0", "").strip()[:200],
        role=asked.get("role", ""),
        show=show if show in known else "",
        by_email=Permission.SEE_CONTACTS in allowed,
    )


def _shown(allowed: frozenset[Permission]) -> list[tuple[str, str]]:
    choices = [
        (listing.NOT_CLAIMED, _("Transcript not claimed yet")),
        (listing.NOT_ASSOCIATED, _("Nothing associated yet")),
    ]
    if Permission.MANAGE_PEOPLE in allowed:
        choices.append((listing.INVITED, _("Invited")))
    return choices


def _rows(own: Organisation, wanted: Wanted, after: Key | None) -> dict[str, Any]:
    if wanted.show == listing.INVITED:
        page = listing.invitations(own, wanted, after)
        rows: dict[str, Any] = {"guests": guests(page.rows, as_of=today())}
    else:
        page = listing.people(own, wanted, after)
        reminded = last_reminded(own, [each.user_id for each in page.rows if not each.associated])
        rows = {"members": members(page.rows, own, reminded, contacts=wanted.by_email)}
    return {**rows, "inside": after is not None, "next": _address(wanted, page.following)}


def _after(asked: QueryDict) -> Key | None:
    """Where the page begins; nothing for what is no such place."""
    number = asked.get("after", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return Key(asked.get("after_name", "").replace("\0", ""), int(number))


def _address(wanted: Wanted, following: Key | None) -> str:
    if following is None:
        return ""
    asked = {"q": wanted.query, "role": wanted.role, "show": wanted.show, "after_name": following.name}
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode({**kept, 'after': following.pk})}"
