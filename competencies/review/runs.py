"""Runs over many organisations: chunks of at most 500, each its own transaction (decision 4)."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from competencies.models import Standing
from competencies.published import NoProgramme, Published, published
from competencies.review.chunk import Because, is_due, review_chunk
from competencies.review.locks import locked, next_due, refuse_before_last_review, unlocked
from competencies.review.processes import in_processes
from competencies.review.report import Report
from partners.clock import today
from partners.models import Organisation
from partners.refusals import Refused

CHUNK = 500
"""So many organisations share a transaction and its queries."""

Progress = Callable[[int], object]
"""Told how many more organisations are done."""


def review(
    organisation_ids: Iterable[int],
    *,
    as_of: date,
    because: Because | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Judge these organisations as of the day, due or not, and write what changed with its cause.

    `because`: causes by organisation id for changes of that day. Waits for organisations that somebody
    else has locked. Raises Refused for a day after today or before an organisation's last review; with
    `dry_run` any day goes, nothing is locked or written, and the report lists the events.
    """
    rules = _rules(as_of, dry_run=dry_run)
    report = Report()
    wanted = sorted(set(organisation_ids))
    for start in range(0, len(wanted), CHUNK):
        ids = wanted[start : start + CHUNK]
        report.add(_review_ids(ids, as_of, because or {}, rules, dry_run=dry_run))
        _tell(progress, len(ids))
    return report


def review_all(
    *, as_of: date, dry_run: bool = False, processes: int = 1, progress: Progress | None = None
) -> Report:
    """Judge every organisation, by ranges of ids, which so many processes share; raises as `review`.

    With several processes it cannot be part of a transaction, and raises ProcessFailed if one of them fails.
    """
    rules = _rules(as_of, dry_run=dry_run)
    whole = Report()

    def add(report: Report) -> None:
        whole.add(report)
        _tell(progress, report.reviewed)

    def work(first: int, end: int) -> Iterator[Report]:
        for ids in _id_ranges(Organisation.objects.filter(pk__gte=first, pk__lt=end)):
            yield _review_ids(ids, as_of, {}, rules, dry_run=dry_run)

    bounds = Organisation.objects.aggregate(first=Min("pk"), last=Max("pk"))
    first, end = bounds["first"] or 0, (bounds["last"] or -1) + 1
    if processes > 1:
        in_processes(processes, first, end, work, add)
    else:
        for report in work(first, end):
            add(report)
    return whole


def review_due(
    *,
    as_of: date,
    dry_run: bool = False,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Report:
    """Judge every organisation whose day has come or whose rules are old. Quiet when there is none.

    Harmless when two run at once: each takes the next that nobody has locked, and what is left is found again by
    the next run. So is what is still due after about so many `seconds`. Raises as `review`.
    """
    rules = _rules(as_of, dry_run=dry_run)
    end = None if seconds is None else time.monotonic() + seconds
    whole, last = Report(), 0
    if not Standing.objects.any_due(as_of, rules.rules_version):
        return whole
    while end is None or time.monotonic() < end:
        with nullcontext() if dry_run else transaction.atomic():
            standings = next_due(
                last, CHUNK, as_of=as_of, rules_version=rules.rules_version, lock=not dry_run
            )
            if not standings:
                break
            last = standings[-1].pk
            # A day later may have come for some while this run was on its way: they are not ours to judge.
            ours = [each for each in standings if each.reviewed_on is None or each.reviewed_on <= as_of]
            if ours:
                whole.add(review_chunk(ours, as_of=as_of, because={}, published=rules, dry_run=dry_run))
        _tell(progress, len(standings))
    return whole


def up_to_date(
    organisation_id: int, *, as_of: date, rules: Published | None = None, standing: Standing | None = None
) -> Standing:
    """The standing of one organisation, reviewed first if it is due or was never judged (D2).

    For its own pages and orders. `rules` and `standing`, if the caller has read them already, save a query each.
    """
    standing = standing or Standing.objects.filter(pk=organisation_id).first()
    rules = rules or published()
    if standing is None or is_due(standing, as_of=as_of, published=rules):
        _review_ids([organisation_id], as_of, {}, rules, dry_run=False)
        standing = Standing.objects.get(pk=organisation_id)
    return standing


def count_due(as_of: date) -> int:
    """How many organisations are due."""
    try:
        return Standing.objects.due(as_of, published().rules_version).count()
    except NoProgramme:
        return 0


def refuse_after_today(on: date) -> None:
    """Raise Refused for a day that has not come: nobody knows its facts yet."""
    if on > today():
        raise Refused("day-not-come", _("That day has not come yet. Choose today or an earlier day."))


def _rules(as_of: date, *, dry_run: bool) -> Published:
    if not dry_run:
        refuse_after_today(as_of)
    return published()


def _review_ids(
    ids: Sequence[int], as_of: date, because: Because, rules: Published, *, dry_run: bool
) -> Report:
    if dry_run:
        return review_chunk(unlocked(ids), as_of=as_of, because=because, published=rules, dry_run=True)
    with transaction.atomic():
        standings = locked(ids)
        refuse_before_last_review(standings, as_of)
        return review_chunk(standings, as_of=as_of, because=because, published=rules)


def _id_ranges(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Primary keys in order, a chunk at a time; a row that stays is not met twice."""
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def _tell(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress(done)
