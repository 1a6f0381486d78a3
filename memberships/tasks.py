"""Background work of the highest app: what needs the words of all of them."""

from celery import shared_task

from memberships.letters import written
from partners.mail import send_waiting
from partners.models import Job
from partners.sweeps import swept

SECONDS = 45
"""So long one sweep works at most; what is left is taken up by the next."""


@shared_task(name="memberships.mail", ignore_result=True)
def mail() -> None:
    """Hand over the messages that wait."""
    swept(Job.MAIL, lambda: send_waiting(write=written, seconds=SECONDS))
