"""Standing rows, locked in id order before facts are read: reviews and actions take turns (decision 4)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from competencies.models import Standing
from competencies.models.standings import StandingQuerySet
from partners.models import Organisation
from partners.models.prepared import Prepared
from partners.refusals import Refused


def locked(ids: Iterable[int]) -> list[Standing]:
    """The standings of these organisations, locked in id order; waits for whoever holds one.

    An organisation that was never reviewed gets its row here. Call it inside a transaction.
    """
    wanted = sorted(set(ids))
    rows = _locked_rows(wanted=wanted)
    if len(rows) == len(wanted):
        return rows
    _create_missing(set(wanted) - {row.pk for row in rows})
    return _locked_rows(wanted=wanted)


def next_due(after: int, count: int, *, as_of: date, rules_version: int, lock: bool = True) -> list[Standing]:
    """The next due standings by id, so many at most, locked; rows that somebody holds are left to them."""
    due = Standing.objects.due(as_of, rules_version).filter(pk__gt=after).order_by("pk")
    return list((due.select_for_update(skip_locked=True) if lock else due)[:count])


def locked_free(ids: Iterable[int]) -> list[Standing]:
    """Those of these standings that nobody holds, locked in id order; for jobs, which wait for no one."""
    return list(_rows(sorted(set(ids))).select_for_update(skip_locked=True))


def unlocked(ids: Iterable[int]) -> list[Standing]:
    """The standings for a dry run; one that is missing is made in memory only."""
    wanted = sorted(set(ids))
    found = {row.pk: row for row in _rows(wanted)}
    return [found.get(pk) or Standing(organisation_id=pk) for pk in wanted]


def refuse_before_last_review(standings: Iterable[Standing], on: date) -> None:
    """Raise Refused if one of them has been judged on a later day: what was said of a day stays said."""
    if any(standing.reviewed_on is not None and standing.reviewed_on > on for standing in standings):
        raise Refused(
            "day-has-passed",
            _("This organisation has already been judged on a later day. Load the page again and repeat it."),
        )


def _rows(wanted: Sequence[int]) -> StandingQuerySet:
    return Standing.objects.filter(pk__among=wanted).order_by("pk")


@Prepared
def _locked_rows(wanted: Sequence[int]) -> StandingQuerySet:
    return _rows(wanted).select_for_update()


def _create_missing(ids: Iterable[int]) -> None:
    known = Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True)
    # Somebody else may be making the same row: both then wait for the one lock.
    Standing.objects.bulk_create(
        [Standing(organisation_id=pk) for pk in sorted(known)], ignore_conflicts=True
    )
