"""Background work on competencies: thin wrappers, harmless when they run twice (decision 6)."""

from celery import shared_task

from competencies import jobs
from competencies.actions import markets
from competencies.feeds import advance_waiting, fetch_due
from competencies.published import NoProgramme
from competencies.review import review_due as review_due_organisations
from partners.clock import today
from partners.models import Job
from partners.sweeps import swept

SECONDS = 45
"""So long one sweep works at most: well under the limit on tasks, since a chunk is not broken off."""

FETCH_SECONDS = 75
"""So long one sweep asks folder and addresses; who is not asked by then comes first in the next."""


@shared_task(name="competencies.expire_overrides", ignore_result=True)
def expire_overrides() -> None:
    """Record the overrides whose day has come, and remind of those whose day is near (D4)."""
    swept(Job.EXPIRE_OVERRIDES, lambda: jobs.expire_overrides(as_of=today(), seconds=SECONDS))
    swept(Job.REMIND_OF_OVERRIDES, lambda: jobs.remind_of_overrides(as_of=today(), seconds=SECONDS))


@shared_task(name="competencies.review_due", ignore_result=True)
def review_due() -> None:
    """Review every organisation whose day has come; rows that somebody else holds are left to them."""
    swept(Job.REVIEW_DUE, _review_due)


def _review_due() -> int:
    try:
        return review_due_organisations(as_of=today(), seconds=SECONDS).reviewed
    except NoProgramme:
        return 0


@shared_task(name="competencies.flag_renewal_risk", ignore_result=True)
def flag_renewal_risk() -> None:
    """Write the messages about alerts that reviews raised, changed or cleared (E4)."""
    swept(Job.FLAG_RENEWAL_RISK, lambda: jobs.flag_renewal_risk(as_of=today(), seconds=SECONDS))


@shared_task(name="competencies.recheck_credit", ignore_result=True)
def recheck_credit() -> None:
    """Close the reports whose achievement or figure has come, and remove old evidence (G10)."""
    swept(Job.RECHECK_CREDIT, _recheck_credit)


def _recheck_credit() -> int:
    as_of = today()
    closed = jobs.recheck_credit(as_of=as_of, seconds=SECONDS)
    return closed + jobs.remove_evidence(as_of=as_of, seconds=SECONDS)


@shared_task(name="competencies.work_out_effects", ignore_result=True)
def work_out_effects() -> None:
    """Go on with what editions to come would do to every organisation (D1)."""
    swept(Job.WORK_OUT_EFFECTS, lambda: jobs.work_out_effects(as_of=today(), seconds=SECONDS))


@shared_task(name="competencies.count_partners", ignore_result=True)
def count_partners() -> None:
    """Bring the counts of the programme overview up to date (ADR 0039)."""
    swept(Job.COUNT_PARTNERS, lambda: jobs.count_partners(as_of=today(), seconds=SECONDS))


@shared_task(name="competencies.load_feeds", ignore_result=True)
def load_feeds() -> None:
    """Go on with the feed files that wait; what is left is taken up by the next sweep."""
    swept(Job.LOAD_FEEDS, lambda: advance_waiting(seconds=SECONDS))


@shared_task(name="competencies.fetch_feeds", ignore_result=True)
def fetch_feeds() -> None:
    """Look for files that have come into the folder, or lie at an address whose time has come."""
    swept(Job.FETCH_FEEDS, _fetch_feeds)


def _fetch_feeds() -> int:
    """What it found is counted by the runs that it made."""
    fetch_due(seconds=FETCH_SECONDS)
    return 0


@shared_task(name="competencies.correct_markets", ignore_result=True)
def correct_markets() -> None:
    """Go on with the corrections of markets that are too large for one request (B1)."""
    swept(Job.CORRECT_MARKETS, lambda: markets.go_on(on=today(), seconds=SECONDS))
