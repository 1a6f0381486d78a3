"""The organisations whose facts a run changes: settled before, told at the end (D2, D5)."""

from collections.abc import Iterable, Mapping
from datetime import date

from competencies.models import FeedRun, FeedTouch, Standing
from competencies.models.feeds import Stage
from competencies.review.change import settle
from competencies.review.locks import locked
from partners.journal import Cause, Reason

MOST = 20
"""So many causes wait with an organisation; what a feed brings beyond them is told as one."""

CHUNK = 500
"""So many organisations are marked at once."""


def settled(organisation_ids: Iterable[int], on: date) -> list[Standing]:
    """The standings, locked in id order; what was due is judged by the facts as they were."""
    standings = locked(organisation_ids)
    settle(standings, on)
    return standings


def leave(run: FeedRun, standings: Iterable[Standing], causes: Mapping[int, list[Cause]]) -> None:
    """Leave with each organisation why its next review finds something changed, and note it for the end."""
    waiting = []
    for standing in standings:
        before = list(standing.waiting)
        _add(standing.waiting, causes.get(standing.pk, []), run)
        if standing.waiting != before:
            waiting.append(standing)
    Standing.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["organisation"], update_fields=["waiting"]
    )
    touch(run, causes)


def touch(run: FeedRun, organisation_ids: Iterable[int]) -> None:
    """Note that these are to be reviewed when the run is at its end."""
    FeedTouch.objects.bulk_create(
        [FeedTouch(run=run, organisation_id=pk) for pk in sorted(set(organisation_ids))],
        ignore_conflicts=True,
    )


def mark(run: FeedRun, on: date) -> None:
    """Mark some of the run's organisations due; with the last of them the run is done.

    Not before its end, so that nobody is judged by half a file.
    """
    ids = list(run.touches.order_by("organisation_id").values_list("organisation_id", flat=True)[:CHUNK])
    if not ids:
        run.stage = Stage.FINISHED
        return
    locked(ids)
    Standing.objects.mark_due(ids, on)
    run.touches.filter(organisation_id__in=ids).delete()
    run.organisations += len(ids)


def _add(waiting: list[dict[str, object]], causes: Iterable[Cause], run: FeedRun) -> None:
    rest = Cause(Reason.FEED_LOADED, {"run": run.pk, "feed": run.feed}).as_data()
    for cause in causes:
        data = cause.as_data()
        if data in waiting:
            continue
        if len(waiting) >= MOST:
            if rest not in waiting:
                waiting.append(rest)
            return
        waiting.append(data)
