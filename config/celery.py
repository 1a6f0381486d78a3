"""The Celery application and the one beat schedule.

The database is the queue of truth: each task below asks it what is due and does that, so a lost message
means later, never lost work, and a second beat or a doubled message does no harm. The web process imports
this module but never sends a message.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

HEARTBEAT_SECONDS = 5
SWEEP_SECONDS = 30
FEED_SECONDS = MAIL_SECONDS = 10
FETCH_SECONDS = DIGEST_SECONDS = COUNT_SECONDS = 60
INVITE_SECONDS = 5
CLEAR_SECONDS = 300
TIDY_SECONDS = 3600


def every(task: str, seconds: int) -> dict[str, Any]:
    """A schedule entry whose message expires before the next one is sent, so that no backlog piles up."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds - 1}}


app = Celery("assay")
app.config_from_object("django.conf:settings", namespace="CELERY")  # CELERY_BROKER_URL and the time zone
app.conf.beat_schedule = {
    "heartbeat": every("partners.heartbeat", HEARTBEAT_SECONDS),
    "end overrides whose day has come": every("competencies.expire_overrides", SWEEP_SECONDS),
    "review what is due": every("competencies.review_due", SWEEP_SECONDS),
    "tell of what is at risk": every("competencies.flag_renewal_risk", SWEEP_SECONDS),
    "look whether missing credit has come": every("competencies.recheck_credit", SWEEP_SECONDS),
    "work out effects of editions": every("competencies.work_out_effects", SWEEP_SECONDS),
    "go on with corrections of markets": every("competencies.correct_markets", FEED_SECONDS),
    "end orders not paid in time": every("memberships.expire_orders", SWEEP_SECONDS),
    "tidy up proofs of payment": every("memberships.tidy_proofs", TIDY_SECONDS),
    "remind of renewals": every("memberships.remind_of_renewals", SWEEP_SECONDS),
    "end benefits whose term is over": every("memberships.end_benefits", SWEEP_SECONDS),
    "file published profiles anew": every("memberships.file_listings", SWEEP_SECONDS),
    "end and remind of referrals": every("memberships.tend_referrals", SWEEP_SECONDS),
    "hand mail over": every("memberships.mail", MAIL_SECONDS),
    "write the daily digests": every("memberships.digest", DIGEST_SECONDS),
    "send the invitations of files": every("partners.invite", INVITE_SECONDS),
    "load feeds that wait": every("competencies.load_feeds", FEED_SECONDS),
    "remove sessions that are over": every("partners.clear_sessions", CLEAR_SECONDS),
    "count partners for the overview": every("competencies.count_partners", COUNT_SECONDS),
    "look for feed files": every("competencies.fetch_feeds", FETCH_SECONDS),
}
app.conf.beat_scheduler = "partners.heartbeats:BeatingScheduler"
# The loop turns at least this often, so that beat's own row stays fresh.
app.conf.beat_max_loop_interval = HEARTBEAT_SECONDS
# A message is gone only when its work is done; a killed worker's messages come back.
app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.worker_prefetch_multiplier = 1
app.conf.task_ignore_result = True
# Every task is bounded well under the visibility timeout: past it Redis would hand a running task out again.
app.conf.task_soft_time_limit = 120
app.conf.task_time_limit = 180
# A broker that is away is noticed at once: whoever sends comes again soon anyway.
app.conf.broker_transport_options = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
}
app.conf.broker_connection_retry_on_startup = True
app.conf.broker_connection_max_retries = None
app.conf.worker_soft_shutdown_timeout = 10
app.conf.worker_enable_remote_control = False
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Do nothing: that somebody listens here keeps celery's hands off Django's LOGGING."""
