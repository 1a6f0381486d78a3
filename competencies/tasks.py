"""Background work on competencies: thin wrappers, harmless when they run twice (decision 6)."""

from celery import shared_task

from competencies.published import NoProgramme
from competencies.review import review_due as review_due_organisations
from partners.clock import today


@shared_task(name="competencies.review_due", ignore_result=True)
def review_due() -> None:
    """Review every organisation whose day has come; rows that somebody else holds are left to them."""
    try:
        review_due_organisations(as_of=today())
    except NoProgramme:
        return
