"""Rows that beat and worker keep writing, so that `/readyz` need not talk to Redis (decision 6)."""

from django.db import models


class Heartbeat(models.Model):
    """When a process was last known to work."""

    name = models.CharField(max_length=40, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.beaten_at:%Y-%m-%d %H:%M:%S}"
