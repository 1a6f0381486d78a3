"""Background work of the highest app: what needs the words of all of them."""

from celery import shared_task

from competencies.letters import written
from partners.clock import now
from partners.digests import write_digests
from partners.mail import send_waiting
from partners.models import Job
from partners.sweeps import swept

SECONDS = 45
"""So long one sweep works at most; what is left is taken up by the next."""


@shared_task(name="memberships.mail", ignore_result=True)
def mail() -> None:
    """Hand over the messages that wait."""
    swept(Job.MAIL, lambda: send_waiting(write=written, seconds=SECONDS))


@shared_task(name="memberships.digest", ignore_result=True)
def digest() -> None:
    """Write the daily digests that are due; `mail` hands them over."""
    swept(Job.DIGEST, lambda: write_digests(at=now(), seconds=SECONDS))
