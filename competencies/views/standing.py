"""What is kept of an organisation's standing, for pages that judge nothing: each in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from competencies.models import Achievement, Association, Attainment, Override, Transcript
from competencies.presenters.history import TOLD, Event
from competencies.presenters.telling import OF_THE_ORGANISATION
from partners.models import Account, JournalEntry, Organisation, User


@dataclass(frozen=True, slots=True)
class Open:
    """A level that is attained, by what, and when it will lapse."""

    competency: str
    level: str
    via: tuple[str, ...]
    lapses_on: date | None

    @property
    def key(self) -> tuple[str, str]:
        """Competency and level."""
        return self.competency, self.level


@dataclass(frozen=True, slots=True)
class People:
    """How many people have an account, own a transcript, and have something associated here."""

    accounts: int
    claimed: int
    associated: int


@dataclass(frozen=True, slots=True)
class Own:
    """How many achievements a person has, and how many of them are associated here now."""

    transcripts: int
    achievements: int
    associated: int


def attained_now(organisation: Organisation) -> list[Open]:
    """The levels attained as of the last review."""
    rows = Attainment.objects.open().filter(organisation=organisation).order_by("lapses_on", "pk")
    columns = rows.values_list("competency", "level", "via", "lapses_on")
    return [Open(competency, level, tuple(via), day) for competency, level, via, day in columns]


def overrides_now(organisation: Organisation, *, as_of: date) -> list[Override]:
    """The overrides that count today or later, the first to end first."""
    rows = Override.objects.not_over(as_of).filter(organisation=organisation)
    return list(rows.order_by("until", "pk"))


def people_of(organisation: Organisation) -> People:
    """How far the people of the organisation have come."""
    claimed = Transcript.objects.filter(user=OuterRef("user"))
    tied = Association.objects.open().filter(
        affiliation__user=OuterRef("user"), affiliation__organisation=organisation
    )
    rows = Account.objects.open().filter(organisation=organisation)
    counts = rows.annotate(has=Exists(claimed), tied=Exists(tied)).values("has", "tied")
    found = list(counts.annotate(count=Count("pk")).order_by())
    return People(
        sum(row["count"] for row in found),
        sum(row["count"] for row in found if row["has"]),
        sum(row["count"] for row in found if row["tied"]),
    )


def own_of(user: User, organisation: Organisation) -> Own:
    """What a person has, and what of it counts towards this organisation."""
    tied = Association.objects.open().filter(
        affiliation__organisation=organisation, affiliation__user=user, achievement__transcript=OuterRef("pk")
    )
    transcripts = Transcript.objects.visible_to(user).annotate(
        earned=_count(Achievement.objects.filter(transcript=OuterRef("pk"))), tied=_count(tied)
    )
    found = list(transcripts.values_list("earned", "tied"))
    return Own(len(found), sum(earned for earned, _tied in found), sum(tied for _earned, tied in found))


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are for the row outside."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def events_everywhere(organisation: Organisation, most: int) -> list[tuple[str, Event]]:
    """What befell any level, the latest first, each with its competency."""
    rows = JournalEntry.objects.of(organisation).filter(kind__in=[*TOLD, *OF_THE_ORGANISATION])
    columns: Iterable[tuple[str, date, str, str, str, dict[str, object]]]
    columns = rows.values_list("competency", "on", "kind", "level", "edition", "data")[:most]
    return [(competency, Event(*rest)) for competency, *rest in columns]
