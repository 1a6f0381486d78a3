"""The portal's Celery application in a hurry: sweeps follow each other closely, and chunks and leases are small.

More transactions in less time: more places to die in.
"""

from config.celery import app

for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 0.5
    entry["options"] = {"expires": 20}
app.conf.beat_max_loop_interval = 0.5


@app.on_after_finalize.connect
def hurry(**_: object) -> None:
    """Once the portal's own modules can be read."""
    from datetime import timedelta

    from competencies.feeds import concerns, merging, runs, staging
    from competencies.jobs import credit, effects, expiry, reminders, telling
    from partners import hearing, mail, tasks

    staging.CHUNK = merging.CHUNK = concerns.CHUNK = 8
    credit.CHUNK = effects.CHUNK = expiry.CHUNK = reminders.CHUNK = telling.CHUNK = 3
    tasks.WORKER_INTERVAL_SECONDS, hearing.QUIET_SECONDS, hearing.ENDING_SECONDS = 2, 8, 5
    runs.LEASE = mail.LEASE = timedelta(seconds=6)
