"""Benefits that organisations have activated, and the seats that they gave to employees (E5)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from memberships.models.offers import OfferEdition
from partners.models import Account, Organisation, Term, User
from partners.models.periods import not_backwards


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    """Lookups of entitlements."""

    def of(self, organisation: Organisation) -> Self:
        """The organisation's."""
        return self.filter(organisation=organisation)

    def open(self) -> Self:
        """Those whose end nobody has recorded."""
        return self.filter(until=None)

    def in_force(self, as_of: date) -> Self:
        """Open ones whose term counts or is in grace on the day: the job that ends them may come later."""
        running = Q(term__grace_until__gt=as_of) & (Q(term__ended_on=None) | Q(term__ended_on__gt=as_of))
        return self.open().filter(Q(term=None) | running)

    def due(self, as_of: date) -> Self:
        """Open ones whose term may be over by the day, the longest due first."""
        return self.open().filter(due_on__lte=as_of).order_by("due_on", "pk")


class Entitlement(models.Model):
    """One benefit that an organisation has activated: from `starts_on` until it ends with what brought it.

    `term`: the one that brings it now; a renewal or an upgrade that brings a benefit of the same key takes its
    place (E5). None: the benefit is free for every partner. `edition`: the list of offers that says what it is.
    `quantity`: so many seats or installations; None where the list gives no number. `used`: seats in use.
    `due_on`: the day on which the job looks whether the term is over; its grace may have been lengthened.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="entitlements", verbose_name=_("organisation")
    )
    benefit = models.CharField(_("benefit"), max_length=60)
    edition = models.ForeignKey(OfferEdition, on_delete=models.PROTECT, related_name="+")
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    used = models.PositiveIntegerField(_("seats in use"), default=0)
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    due_on = models.DateField(_("looked at on"), null=True, blank=True)
    activated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("activated by")
    )

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("activated benefit")
        verbose_name_plural = _("activated benefits")
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(until=None), name="entitlement_due"),
        ]
        constraints = [
            not_backwards("entitlement_not_backwards"),
            UniqueConstraint(
                fields=["organisation", "benefit"], condition=Q(until=None), name="entitlement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(used__lte=F("quantity")), name="entitlement_not_overdrawn"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(used=0), name="entitlement_over_has_no_seats"),
            models.CheckConstraint(
                condition=Q(term=None, due_on=None) | Q(term__isnull=False, due_on__isnull=False),
                name="entitlement_of_a_term_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit} from {self.starts_on}"

    @property
    def level(self) -> str:
        """The level of the membership that brings it; empty if none does."""
        return self.term.level if self.term else ""


class SeatAssignmentQuerySet(models.QuerySet["SeatAssignment"]):
    """Lookups of seats."""

    def open(self) -> Self:
        """Seats that somebody has."""
        return self.filter(until=None)

    def of(self, entitlement: Entitlement) -> Self:
        """Those of a benefit that somebody has, the one assigned last first."""
        return self.open().filter(entitlement=entitlement).order_by("-pk")


class SeatAssignment(models.Model):
    """A seat of a benefit that an employee has from `starts_on` until it is taken back or ends by itself."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    assigned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )

    objects = SeatAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        indexes = [
            models.Index(fields=["entitlement", "-id"], condition=Q(until=None), name="seat_in_use"),
        ]
        constraints = [
            not_backwards("seat_not_backwards"),
            UniqueConstraint(
                fields=["entitlement", "account"], condition=Q(until=None), name="seat_one_open_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} from {self.starts_on}"
