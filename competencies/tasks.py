"""Background work on competencies: thin wrappers, harmless when they run twice (decision 6)."""

from celery import shared_task

from competencies.feeds import advance_waiting
from competencies.published import NoProgramme
from competencies.review import review_due as review_due_organisations
from partners.clock import today

FEED_SECONDS = 45
"""So long one sweep works at feeds: well under the limit on tasks, since a step is not broken off."""


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
