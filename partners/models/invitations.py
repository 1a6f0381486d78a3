"""Invitations: who is asked into an organisation, by a link that is used once (B2)."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partners.models.accounts import Account, Role
from partners.models.organisations import Organisation
from partners.models.users import User

VALID = timedelta(days=7)
"""So long a link works, beginning with the day on which it is sent."""


class InvitationState(models.TextChoices):
    """What became of an invitation; that an open one has expired is told by its day."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Lookups of invitations."""

    def open(self) -> Self:
        """Those that nobody has accepted or withdrawn, expired or not."""
        return self.filter(state=InvitationState.OPEN)

    def of(self, organisation: Organisation) -> Self:
        """The organisation's own, the latest first."""
        return self.filter(organisation=organisation).order_by("-pk")


class Invitation(models.Model):
    """One person asked into one organisation. The link's secret is not kept: `partners.links` signs it.

    `version` grows with each sending, and with it the links sent before stop working. `expires_on` is the first
    day on which the link no longer works.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10)
    roles = models.JSONField(_("roles"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=InvitationState, default=InvitationState.OPEN)
    version = models.PositiveSmallIntegerField(_("times sent"), default=1)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("invited by")
    )
    sent_on = models.DateField(_("sent on"))
    expires_on = models.DateField(_("expires on"))
    settled_on = models.DateField(_("accepted or withdrawn on"), null=True, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [
            models.Index(fields=["state", "-id"], name="invitation_by_state"),
            models.Index(fields=["email"], name="invitation_by_email"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(state="open"),
                name="invitation_one_open_per_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")) & ~Q(email=""), name="invitation_address_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None, account=None)
                | Q(state="accepted", settled_on__isnull=False, account__isnull=False)
                | Q(state="withdrawn", settled_on__isnull=False, account=None),
                name="invitation_settled_by_its_state",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("sent_on")), name="invitation_works_for_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def wanted(self) -> list[Role]:
        """The roles that the account will have."""
        return [Role(role) for role in self.roles]

    def expired(self, as_of: date) -> bool:
        """Whether its time is over on the day."""
        return self.expires_on <= as_of
