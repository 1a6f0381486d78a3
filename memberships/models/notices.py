"""What people were told of the end of a term: before it, in grace, when it is over, and while at risk (E3, E4)."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from memberships.models.orders import Order
from partners.models import Term

BEFORE = timedelta(days=15)
"""So long before the anniversary the first reminder comes."""

AFTER = timedelta(days=23)
"""So long after the anniversary the second one comes."""

LATEST = timedelta(days=800)
"""An end that lies further back is not told any more: it was there before anybody told such things."""


class NoticeKind(models.TextChoices):
    """Which of them."""

    BEFORE = "before", _("before the anniversary")
    AFTER = "after", _("in the days of grace")
    OVER = "over", _("not renewed")
    RISK_90 = "risk-90", _("at risk, 90 days before the anniversary")
    RISK_30 = "risk-30", _("at risk, 30 days before the anniversary")
    RISK_7 = "risk-7", _("at risk, 7 days before the anniversary")


OF_RENEWALS = (NoticeKind.BEFORE, NoticeKind.AFTER, NoticeKind.OVER)
"""Those that every term brings."""

OF_RISK = {NoticeKind.RISK_90: 90, NoticeKind.RISK_30: 30, NoticeKind.RISK_7: 7}
"""Those that come while the alert of E4 stands: so many days before the anniversary."""


class RenewalNotice(models.Model):
    """What was told about the renewal of a term on a day, once."""

    append_only: ClassVar[bool] = True

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("notice of a renewal")
        verbose_name_plural = _("notices of renewals")
        constraints = [UniqueConstraint(fields=["term", "kind"], name="renewal_notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


def to_tell(kind: NoticeKind, as_of: date) -> QuerySet[Term]:
    """Terms of which people are to be told by the day, those that end first before the others.

    None that was ended or renewed, nor one whose renewal waits for staff: whoever paid has done their part.
    """
    done = RenewalNotice.objects.filter(term=OuterRef("pk"), kind=kind)
    paid = Order.objects.open().filter(renews=OuterRef("pk")).exclude(proof="")
    near = Term.objects.filter(_when(kind, as_of), ~Exists(done), ~Exists(paid), ended_on=None)
    return near.order_by("until", "pk")


def _when(kind: NoticeKind, as_of: date) -> Q:
    # A renewed term has no grace left.
    if kind is NoticeKind.BEFORE:
        return Q(until__gt=as_of, until__lte=as_of + BEFORE, starts_on__lte=as_of)
    if kind is NoticeKind.AFTER:
        return Q(until__lte=as_of - AFTER, until__gt=as_of - LATEST, grace_until__gt=as_of)
    lately = Q(until__lt=as_of, until__gt=as_of - LATEST)
    return lately & Q(grace_until__lte=as_of, grace_until__gt=F("until"))


def near_at_risk(kind: NoticeKind, as_of: date) -> QuerySet[Term, Any]:
    """Terms whose anniversary is so near, and nearer than the next reminder's day not yet; each with its `risk`.

    `risk` is what the last review wrote: whether the alert stood on the reminder's day is to be read from it.
    """
    days = OF_RISK[kind]
    nearer = max((each for each in OF_RISK.values() if each < days), default=0)
    done = RenewalNotice.objects.filter(term=OuterRef("pk"), kind=kind)
    near = Term.objects.filter(
        ~Exists(done),
        until__gt=as_of + timedelta(days=nearer),
        until__lte=as_of + timedelta(days=days),
        starts_on__lte=as_of,
        ended_on=None,
    )
    at_risk = near.exclude(organisation__standing=None).exclude(organisation__standing__risk={})
    return at_risk.annotate(risk=F("organisation__standing__risk")).order_by("pk")
