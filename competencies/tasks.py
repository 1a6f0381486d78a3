"""Background work on competencies: thin wrappers, harmless when they run twice (decision 6)."""

from celery import shared_task

from competencies.feeds import advance_waiting, fetch_due
from competencies.published import NoProgramme
from competencies.review import review_due as review_due_organisations
from partners.clock import today

FEED_SECONDS = 45
"""So long one sweep works at feeds: well under the limit on tasks, since a step is not broken off."""

FETCH_SECONDS = 75
"""So long one sweep asks folder and addresses; who is not asked by then comes first in the next."""


@shared_task(name="competencies.review_due", ignore_result=True)
def review_due() -> None:
    """Review every organisation whose day has come; rows that somebody else holds are left to them."""
    try:
        review_due_organisations(as_of=today())
    except NoProgramme:
        return


@shared_task(name="competencies.load_feeds", ignore_result=True)
def load_feeds() -> None:
    """Go on with the feed files that wait; what is left is taken up by the next sweep."""
    advance_waiting(seconds=FEED_SECONDS)


@shared_task(name="competencies.fetch_feeds", ignore_result=True)
def fetch_feeds() -> None:
    """Look for files that have come into the folder, or lie at an address whose time has come."""
    fetch_due(seconds=FETCH_SECONDS)
