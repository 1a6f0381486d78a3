"""A chunk of locked organisations: loaded together, judged one by one, written together."""

from collections.abc import Mapping, Sequence
from datetime import date

from competencies.collecting import collecting_later
from competencies.display import displayed
from competencies.models import Standing
from competencies.published import Published
from competencies.review.ledger import Ledger
from competencies.review.report import Report
from competencies.review.stages import pack
from competencies.review.step import Step
from competencies.review.subject import Subject, load_subjects
from competencies.rules.outcome import Outcome
from partners.journal import Cause

Because = Mapping[int, Sequence[Cause]]
"""The causes of an action's changes by organisation id; for the others the clock is asked."""


@collecting_later()
def review_chunk(
    standings: Sequence[Standing],
    *,
    as_of: date,
    because: Because,
    published: Published,
    dry_run: bool = False,
) -> Report:
    """Judge these organisations up to the day and write what changed, in a fixed number of queries.

    The rows are locked by the caller, and none has been reviewed on a later day. Each due day is stepped
    through in its order, so that a lapse gets its true day.
    """
    days = {each.pk: first_day(each, as_of=as_of, published=published) for each in standings}
    subjects = load_subjects(standings, days, published.programme)
    return review_subjects(subjects, days, as_of=as_of, because=because, published=published, dry_run=dry_run)


def review_subjects(
    subjects: Sequence[Subject],
    days: Mapping[int, date],
    *,
    as_of: date,
    because: Because,
    published: Published,
    dry_run: bool = False,
) -> Report:
    """The same of organisations whose facts are at hand; `days`: the first day to judge of each."""
    ledger = Ledger()
    for subject in subjects:
        before = _written(subject.standing)
        causes = because.get(subject.standing.pk, ())
        outcome = _walk(subject, days[subject.standing.pk], as_of, causes, ledger)
        _conclude(subject, outcome, as_of, published.rules_version)
        if _written(subject.standing) != before:
            ledger.standings.append(subject.standing)
    if not dry_run:
        ledger.write()
    return ledger.report(len(subjects), dry_run=dry_run)


def first_day(standing: Standing, *, as_of: date, published: Published) -> date:
    """The first day to judge: the earliest due day since the last review, else the day itself.

    An edition is news from the day of its publication; before, nobody knew it.
    """
    if standing.reviewed_on is None:
        return as_of
    news = published.unseen_since(standing.rules_version)
    due = [day for day in (standing.next_review_on, news) if day is not None and day <= as_of]
    return min(max(min(due), standing.reviewed_on), as_of) if due else as_of


def is_due(standing: Standing, *, as_of: date, published: Published) -> bool:
    """Whether the standing's day has come, its rules are old, or it was never judged."""
    if standing.reviewed_on is None or standing.rules_version < published.rules_version:
        return True
    return standing.next_review_on is not None and standing.next_review_on <= as_of


def _walk(subject: Subject, first: date, as_of: date, causes: Sequence[Cause], ledger: Ledger) -> Outcome:
    """Judge the first day and every due day after it; returns the last Outcome, which holds on `as_of`.

    What feeds changed made the organisation due from that day on: it is the cause of the first step.
    """
    day, waiting = first, [Cause.of_data(each) for each in subject.standing.waiting]
    while True:
        outcome = Step(subject, day, [*waiting, *(causes if day == as_of else ())], ledger).judge()
        waiting = []
        if outcome.next_review_on is None or outcome.next_review_on > as_of:
            return outcome
        day = outcome.next_review_on


def _conclude(subject: Subject, outcome: Outcome, as_of: date, rules_version: int) -> None:
    standing = subject.standing
    standing.reviewed_on = as_of
    standing.next_review_on = outcome.next_review_on
    standing.rules_version = rules_version
    standing.waiting = []
    membership, levels = subject.facts.membership, subject.programme.level_keys
    standing.stages = pack(
        levels,
        active=displayed(membership, levels) if membership and outcome.renewal is not None else (),
        qualified=subject.open,
        started=subject.case.started(as_of),
    )


def _written(standing: Standing) -> tuple[object, ...]:
    return (
        standing.next_review_on, standing.reviewed_on, standing.rules_version, standing.stages, standing.risk,
        standing.waiting,
    )  # fmt: skip
