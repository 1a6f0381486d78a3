"""The list of an organisation's people, in a fixed number of queries whatever its size (B4)."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from competencies.models import Affiliation, Transcript
from partners.models import Account, Invitation, Organisation, Role

PAGE = 50
"""So many rows stand on a page."""

NOT_CLAIMED, NOT_ASSOCIATED, INVITED = "not-claimed", "not-associated", "invited"
SHOWN = (NOT_CLAIMED, NOT_ASSOCIATED, INVITED)
"""What the list can be narrowed to besides a role."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks the list for. `by_email`: whether the reader may see, and so search, addresses."""

    query: str = ""
    role: str = ""
    show: str = ""
    by_email: bool = False


class Key(NamedTuple):
    """The place of a row in the list: everything after it is the next page."""

    name: str
    pk: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where the next ones begin; None at the end."""

    rows: list[Any]
    following: Key | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people there are, and how many of them have not claimed, not associated; how many are invited."""

    people: int
    not_claimed: int
    not_associated: int
    invited: int


def counts(organisation: Organisation) -> Counts:
    """In two queries."""
    people = _flagged(organisation).aggregate(
        people=Count("pk"),
        not_claimed=Count("pk", filter=Q(claimed=False)),
        not_associated=Count("pk", filter=Q(associated=False)),
    )
    return Counts(**people, invited=Invitation.objects.of(organisation).open().count())


def people(organisation: Organisation, wanted: Wanted, after: Key | None) -> Page:
    """Accounts by name, each with `claimed` and `associated`, its user and its roles: two queries."""
    rows = _filtered(_flagged(organisation), wanted).annotate(sort=Lower("user__name"))
    if after is not None:
        rows = rows.filter(Q(sort__gt=after.name) | Q(sort=after.name, pk__gt=after.pk))
    chosen = list(rows.order_by("sort", "pk").select_related("user").prefetch_related("roles")[: PAGE + 1])
    last = chosen[PAGE - 1] if len(chosen) > PAGE else None
    return Page(chosen[:PAGE], Key(last.sort, last.pk) if last else None)


def invitations(organisation: Organisation, wanted: Wanted, after: Key | None) -> Page:
    """Open invitations, the latest first: one query."""
    rows = Invitation.objects.of(organisation).open()
    if wanted.query:
        found = Q(name__icontains=wanted.query)
        rows = rows.filter(found | Q(email__icontains=wanted.query) if wanted.by_email else found)
    if after is not None:
        rows = rows.filter(pk__lt=after.pk)
    chosen = list(rows[: PAGE + 1])
    last = chosen[PAGE - 1] if len(chosen) > PAGE else None
    return Page(chosen[:PAGE], Key("", last.pk) if last else None)


def to_remind(organisation: Organisation) -> QuerySet[Account]:
    """Those who have not associated anything with the organisation."""
    return _flagged(organisation).filter(associated=False)


def _flagged(organisation: Organisation) -> QuerySet[Any]:
    """The open accounts, with whether the person has claimed a transcript and is associated here.

    Whether anything is associated elsewhere is the person's own affair (A7).
    """
    transcripts = Transcript.objects.filter(user=OuterRef("user"))
    ties = Affiliation.objects.open().filter(user=OuterRef("user"), organisation=organisation)
    rows = Account.objects.open().filter(organisation=organisation, user__is_active=True)
    return rows.annotate(claimed=Exists(transcripts), associated=Exists(ties))


def _filtered(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.query:
        found = Q(user__name__icontains=wanted.query)
        rows = rows.filter(found | Q(user__email__icontains=wanted.query) if wanted.by_email else found)
    if wanted.role in Role.values:
        rows = rows.filter(roles__role=wanted.role)
    if wanted.show == NOT_CLAIMED:
        rows = rows.filter(claimed=False)
    if wanted.show == NOT_ASSOCIATED:
        rows = rows.filter(associated=False)
    return rows
