"""Of which renewals people were reminded: once before the anniversary, once after it (E3)."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from memberships.models.orders import Order
from partners.models import Term

BEFORE = timedelta(days=15)
"""So long before the anniversary the first reminder comes."""

AFTER = timedelta(days=23)
"""So long after the anniversary the second one comes."""


class ReminderKind(models.TextChoices):
    """Which of the two."""

    BEFORE = "before", _("before the anniversary")
    AFTER = "after", _("in the days of grace")


class RenewalReminder(models.Model):
    """A reminder of the renewal of a term, written on a day."""

    append_only: ClassVar[bool] = True

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(_("kind"), max_length=10, choices=ReminderKind)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("reminder of a renewal")
        verbose_name_plural = _("reminders of renewals")
        constraints = [UniqueConstraint(fields=["term", "kind"], name="renewal_reminder_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


def to_remind(kind: ReminderKind, as_of: date) -> QuerySet[Term]:
    """Terms of whose renewal people are to be reminded by the day, those that end first before the others.

    None that was ended or renewed, nor one whose renewal waits for staff: whoever paid has done their part.
    """
    if kind is ReminderKind.BEFORE:
        near = Term.objects.filter(until__gt=as_of, until__lte=as_of + BEFORE, starts_on__lte=as_of)
    else:
        near = Term.objects.filter(
            until__lte=as_of - AFTER, until__gt=as_of - 2 * AFTER, grace_until__gt=as_of
        )
    done = RenewalReminder.objects.filter(term=OuterRef("pk"), kind=kind)
    paid = Order.objects.open().filter(renews=OuterRef("pk")).exclude(proof="")
    return near.filter(~Exists(done), ~Exists(paid), Q(ended_on=None)).order_by("until", "pk")
