"""Enrolments: a firm asks to become a partner by itself (B1)."""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.users import User

VALID = timedelta(days=7)
"""So long the link to confirm the address works, beginning with the day on which it is sent."""

APPROVED_VALID = timedelta(days=30)
"""So long the link of an approved enrolment works."""


class EnrolmentState(models.TextChoices):
    """How far an enrolment is."""

    ASKED = "asked", _("address not confirmed yet")
    CONFIRMED = "confirmed", _("waits for approval")
    APPROVED = "approved", _("may be finished")
    ENROLLED = "enrolled", _("enrolled")
    REFUSED = "refused", _("refused")


class Enrolment(models.Model):
    """What a firm says of itself, until it is an organisation. `version` as in `Invitation`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=200)
    display_name = models.CharField(_("display name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=100)
    name = models.CharField(_("contact"), max_length=150)
    email = models.EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=20, choices=EnrolmentState, default=EnrolmentState.ASKED)
    version = models.PositiveSmallIntegerField(_("times written to"), default=1)
    asked_on = models.DateField(_("asked on"))
    expires_on = models.DateField(_("link expires on"))
    confirmed_on = models.DateField(_("address confirmed on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True, default="")
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolment"
    )

    free_texts: ClassVar = ("reason",)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = [
            models.Index(fields=["state", "-id"], name="enrolment_by_state"),
            models.Index(fields=["email"], name="enrolment_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", confirmed_on=None)
                | ~Q(state="asked") & Q(confirmed_on__isnull=False),
                name="enrolment_goes_on_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="enrolled", organisation__isnull=False)
                | ~Q(state="enrolled") & Q(organisation=None),
                name="enrolment_makes_an_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(decided_by__isnull=False) & ~Q(reason=""),
                name="enrolment_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("asked_on")), name="enrolment_works_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def expired(self, as_of: date) -> bool:
        """Whether the time of its link is over on the day."""
        return self.expires_on <= as_of
