"""Background work of the highest app: its own jobs, and what needs the words of all apps."""

from celery import shared_task

from memberships import jobs, proofs
from memberships.letters import written
from partners.clock import now, today
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


@shared_task(name="memberships.expire_orders", ignore_result=True)
def expire_orders() -> None:
    """End orders that were not paid in time (E2)."""
    swept(Job.EXPIRE_ORDERS, lambda: jobs.expire_orders(as_of=today(), seconds=SECONDS))


@shared_task(name="memberships.tidy_proofs", ignore_result=True)
def tidy_proofs() -> None:
    """Remove uploads that no order names: whoever took them in died meanwhile."""
    proofs.tidy(now())


@shared_task(name="memberships.file_listings", ignore_result=True)
def file_listings() -> None:
    """Let what customers find follow what is displayed (F2, F3)."""
    swept(Job.FILE_LISTINGS, lambda: jobs.file_listings(as_of=today(), seconds=SECONDS))


@shared_task(name="memberships.remind_of_renewals", ignore_result=True)
def remind_of_renewals() -> None:
    """Write the reminders that are due, of renewals (E3) and of what puts them at risk (E4)."""
    swept(Job.REMIND_OF_RENEWALS, _remind)


def _remind() -> int:
    as_of, half = today(), SECONDS / 2
    return jobs.remind_of_renewals(as_of=as_of, seconds=half) + jobs.remind_of_risk(as_of=as_of, seconds=half)


@shared_task(name="memberships.end_benefits", ignore_result=True)
def end_benefits() -> None:
    """End the benefits whose term is over (E5)."""
    swept(Job.END_BENEFITS, lambda: jobs.end_benefits(as_of=today(), seconds=SECONDS))


@shared_task(name="memberships.tend_referrals", ignore_result=True)
def tend_referrals() -> None:
    """End and remind of referrals by the clock, and remove personal data of old requests (F4, F5)."""
    swept(Job.REFERRALS, lambda: jobs.tend_referrals(at=now(), seconds=SECONDS))
