"""What passing time brings to memberships: orders that were not paid expire, renewals are reminded of, benefits end,
what customers find follows what is displayed, referrals run out.

Like the jobs of competencies: state is the queue, each chunk is a transaction, nothing is done twice.
"""

from memberships.jobs.benefits import end_benefits
from memberships.jobs.expiry import expire_orders
from memberships.jobs.listings import file_listings
from memberships.jobs.referrals import tend_referrals
from memberships.jobs.renewals import remind_of_renewals
from memberships.jobs.risks import remind_of_risk

__all__ = [
    "end_benefits",
    "expire_orders",
    "file_listings",
    "remind_of_renewals",
    "remind_of_risk",
    "tend_referrals",
]
