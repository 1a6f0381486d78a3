"""Tries to claim a transcript that did not succeed: what limits guessing, across processes (C3)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import User


class ClaimTryQuerySet(models.QuerySet["ClaimTry"]):
    """Lookups of tries."""

    def since(self, moment: datetime) -> Self:
        """Those made after the moment."""
        return self.filter(at__gt=moment)


class ClaimTry(models.Model):
    """One try: by whom, when, and of which MCID and network address, both as keyed hashes only.

    Written before the code is looked at and removed when it was right, so that many tries at one moment all
    count. Gone after a day.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    mcid = models.CharField(max_length=64)
    origin = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    objects = ClaimTryQuerySet.as_manager()

    class Meta:
        verbose_name = _("try to claim")
        verbose_name_plural = _("tries to claim")
        indexes = [
            models.Index(fields=["user", "at"], name="claim_try_by_user"),
            models.Index(fields=["mcid", "at"], name="claim_try_by_mcid"),
            models.Index(fields=["origin", "at"], name="claim_try_by_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at.isoformat()}"
