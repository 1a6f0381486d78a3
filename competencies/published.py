"""The programme as published: its editions read from the database once for each publication (decision 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet, Subquery

from competencies.models import ProgrammeEdition
from competencies.programme import Programme, read_edition
from partners.models.prepared import Prepared


class NoProgramme(LookupError):  # noqa: N818 a state of a new portal, not an error
    """No edition has been published yet."""


@dataclass(frozen=True)
class Published:
    """All published editions; `days` says on which day each rules version was published."""

    rules_version: int
    programme: Programme
    days: Mapping[int, date]

    def unseen_since(self, rules_version: int) -> date | None:
        """The day on which the first edition after that version was published; None if there is none."""
        return min((day for version, day in self.days.items() if version > rules_version), default=None)


_cache: dict[Any, Published] = {}


@Prepared
def _latest() -> QuerySet[Any, Any]:
    return ProgrammeEdition.objects.latest_publication().values_list("rules_version", "published_at")


def stamp() -> tuple[Subquery, Subquery]:
    """The latest publication as two columns, for a query that asks something else: `published_as` reads them."""
    latest = ProgrammeEdition.objects.latest_publication()
    return Subquery(latest.values("rules_version")), Subquery(latest.values("published_at"))


def published() -> Published:
    """The programme in one query, or two after a publication. Raises NoProgramme before the first one."""
    return published_as(*next(iter(_latest()), (None, None)))


def published_as(version: int | None, published_at: datetime | None) -> Published:
    """The programme as it is after this publication, the latest; from the database where it is a new one."""
    if version is None:
        raise NoProgramme(
            "no edition has been published; `manage.py load_editions` publishes the packaged ones"
        )
    # The time of publication is in the key, since a database that is emptied counts from 1 again.
    key = version, published_at
    found = _cache.get(key)
    if found is None:
        found = _read()
        _cache.clear()
        _cache[key] = found
    return found


def current_programme() -> Programme:
    """The programme of all published editions; each day is judged by the edition in force on it."""
    return published().programme


def rules_version() -> int:
    """The number of publications; an organisation judged under a smaller one is due. 0 before the first."""
    return ProgrammeEdition.objects.aggregate(latest=Max("rules_version"))["latest"] or 0


def _read() -> Published:
    rows = list(ProgrammeEdition.objects.by_day())
    programme = Programme.of([read_edition(row.document, name=row.edition) for row in rows])
    days = {row.rules_version: row.published_on for row in rows}
    return Published(max(days), programme, days)
