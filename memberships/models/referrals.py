"""Requests of customers, and the referral that each chosen partner gets of one (F4)."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from memberships.models.profiles import Profile
from partners.models import Organisation, User

MOST_PARTNERS = 5
"""So many partners are asked at a time (F4)."""

LONGEST_TEXT = 2000
"""So many characters have what is sought, and a note."""


class CompanySize(models.TextChoices):
    """How many people the customer's company has; part of the overview that every partner asked may read."""

    TINY = "1-9", _("1 to 9 people")
    SMALL = "10-49", _("10 to 49 people")
    MIDDLE = "50-249", _("50 to 249 people")
    LARGE = "250-999", _("250 to 999 people")
    HUGE = "1000", _("1,000 people or more")


class CustomerRequest(models.Model):
    """What a customer asks of up to five partners at a time.

    It counts from `confirmed_at` on, when the address was confirmed by a button. `key_hash`: the keyed hash of the
    key of the customer's private page, which itself is kept nowhere. `closed_at`: when staff closed it as misuse.
    `erase_at`: when what is personal in it is removed; afterwards `erased_at` says so, and only country, size and
    language are left.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    country = models.CharField(_("country"), max_length=2)
    company_size = models.CharField(
        _("company size"), max_length=10, choices=CompanySize, blank=True, default=""
    )
    sought = models.TextField(_("what is sought"), max_length=LONGEST_TEXT, blank=True)
    language = models.CharField(_("language"), max_length=10)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed as misuse at"), null=True, blank=True)
    key_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 unique
    erase_at = models.DateTimeField(_("personal data removed from"))
    erased_at = models.DateTimeField(_("personal data removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request of a customer")
        verbose_name_plural = _("requests of customers")
        indexes = [
            Index(fields=["erase_at", "id"], condition=Q(erased_at=None), name="request_to_erase"),
            # What staff looks through.
            Index(fields=["-id"], condition=Q(confirmed_at=None), name="request_unconfirmed"),
            Index(fields=["-id"], condition=Q(withdrawn_at__isnull=False), name="request_withdrawn"),
            Index(fields=["-id"], condition=Q(closed_at__isnull=False), name="request_closed"),
            Index(fields=["email"], condition=~Q(email=""), name="request_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, key_hash=None)
                | Q(confirmed_at__isnull=False) & (Q(key_hash__isnull=False) | Q(erased_at__isnull=False)),
                name="request_page_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(email="") & ~Q(name="") & ~Q(sought="")
                | Q(erased_at__isnull=False, email="", name="", company="", sought="", key_hash=None),
                name="request_erased_wholly",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(confirmed_at__isnull=False),
                name="request_withdrawn_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ReferralState(models.TextChoices):
    """How far a partner is with a referral (F4). Never renamed: the journal and addresses hold them."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed yet")
    NEW = "new", _("new")
    EVALUATING = "evaluating", _("evaluating")
    NEGOTIATING = "negotiating", _("negotiating")
    WON = "won", _("won")
    LOST = "lost", pgettext_lazy("referral", "lost")
    SKIPPED = "skipped", _("skipped")
    MISSED = "missed", _("missed")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn by the customer")
    CLOSED = "closed", _("closed by the vendor")


TIMED = (ReferralState.NEW, ReferralState.EVALUATING)
OPEN = (*TIMED, ReferralState.NEGOTIATING)
ENDED = (
    ReferralState.WON,
    ReferralState.LOST,
    ReferralState.SKIPPED,
    ReferralState.MISSED,
    ReferralState.DECLINED,
    ReferralState.EXPIRED,
    ReferralState.WITHDRAWN,
    ReferralState.CLOSED,
)

_TAKEN_BACK = {ReferralState.WITHDRAWN, ReferralState.CLOSED}


class ReferralReason(models.TextChoices):
    """Why a referral came to nothing, as the partner says."""

    NO_CAPACITY = "no-capacity", _("no capacity")
    OTHER_FIELD = "other-field", _("not what we do")
    OTHER_PLACE = "other-place", _("not where we work")
    BUDGET = "budget", _("budget too small")
    UNREACHABLE = "unreachable", _("customer does not answer")
    COMPETITOR = "competitor", _("customer chose somebody else")
    DROPPED = "dropped", _("customer dropped the project")
    OTHER = "other", _("another reason")


class Currency(models.TextChoices):
    """In which currency a value is estimated."""

    USD = "USD", "USD"
    EUR = "EUR", "EUR"
    TWD = "TWD", "TWD"
    GBP = "GBP", "GBP"
    JPY = "JPY", "JPY"
    CNY = "CNY", "CNY"
    INR = "INR", "INR"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Lookups of referrals."""

    def of(self, organisation: Organisation) -> Self:
        """Those that the organisation has got, the latest first; before the address is confirmed there is none."""
        rows = self.filter(organisation=organisation).exclude(state=ReferralState.UNCONFIRMED)
        return rows.order_by("-sent_at", "-pk")

    def before(self, sent_at: datetime, pk: int) -> Self:
        """Those that come after this one in a list with the latest first."""
        return self.filter(Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__lt=pk))

    def open(self, at: datetime) -> Self:
        """Those that are not closed, and whose time is not over: that is over at its moment, whatever the job did."""
        return self.filter(Q(due_at=None) | Q(due_at__gt=at), state__in=OPEN)

    def run_out(self, at: datetime) -> Self:
        """Those whose time to answer is over, the earliest first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")

    def to_remind(self, at: datetime) -> Self:
        """Those of whose time somebody is to be reminded before it is over, the earliest first."""
        return self.filter(remind_at__lte=at, due_at__gt=at).order_by("remind_at", "pk")


class Referral(models.Model):
    """A customer's request as one partner has it.

    `place`: 0 to 4 while it takes one of the five places of its request, None afterwards. `city`, `contact_name`,
    `contact_email`: of the chosen location as it was then. `sent_at`: from when it counts. `due_at`: when the time
    of its state is over; `remind_at`: when its partner is reminded of that, None once that was done.
    `answered_at`: the first answer. `value`: in whole units of the currency. `closes_on`: when the partner
    expects to close it. `reason`: why it came to nothing. `held_back_at`: when a mail about it was not sent for the
    first time, because its reader had got enough within a day (F5).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(CustomerRequest, on_delete=models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="referrals", db_index=False)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("email address of the contact"), max_length=254, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ReferralState, default=ReferralState.UNCONFIRMED
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    due_at = models.DateTimeField(_("time runs out at"), null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    value = models.PositiveBigIntegerField(_("estimated value"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True, default="")
    closes_on = models.DateField(_("closing day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=ReferralReason, blank=True, default="")
    held_back_at = models.DateTimeField(_("mail held back at"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [
            Index(fields=["organisation", "-sent_at", "-id"], name="referral_of_organisation"),
            Index(fields=["organisation", "state", "-sent_at", "-id"], name="referral_by_state"),
            Index(fields=["profile", "-sent_at", "-id"], name="referral_by_profile"),
            Index(fields=["contact_email", "sent_at"], name="referral_by_contact"),
            Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="referral_run_out"),
            Index(
                fields=["remind_at", "id"], condition=Q(remind_at__isnull=False), name="referral_to_remind"
            ),
            # What staff looks through.
            Index(fields=["state", "-id"], name="referral_of_state"),
            Index(fields=["-id"], condition=Q(held_back_at__isnull=False), name="referral_held_back"),
        ]
        constraints = [
            UniqueConstraint(fields=["request", "organisation"], name="referral_once_a_partner"),
            UniqueConstraint(
                fields=["request", "place"], condition=~Q(place=None), name="referral_one_a_place"
            ),
            models.CheckConstraint(condition=Q(state__in=ReferralState.values), name="referral_state_known"),
            models.CheckConstraint(
                condition=Q(place=None) | Q(place__lt=MOST_PARTNERS), name="referral_five_places"
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", sent_at=None)
                | ~Q(state="unconfirmed") & Q(sent_at__isnull=False),
                name="referral_sent_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TIMED, due_at__isnull=False)
                | ~Q(state__in=TIMED) & Q(due_at=None, remind_at=None),
                name="referral_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | ~Q(state__in=ENDED) & Q(ended_at=None),
                name="referral_ended_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["negotiating", "won"])
                | Q(value__isnull=False, accepted_at__isnull=False, closes_on__isnull=False)
                & ~Q(currency=""),
                name="referral_accepted_with_a_value",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["declined", "lost"]) & ~Q(reason="")
                | ~Q(state__in=["declined", "lost"]) & Q(reason=""),
                name="referral_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def shows_customer(self) -> bool:
        """Whether the partner may read who the customer is: once it was interested (F4)."""
        return self.state not in {
            ReferralState.UNCONFIRMED,
            ReferralState.NEW,
            ReferralState.SKIPPED,
            ReferralState.MISSED,
        } and (self.state not in _TAKEN_BACK or self.answered_at is not None)


class ReferralNote(models.Model):
    """What people of the partner note about a referral, for themselves."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=LONGEST_TEXT)
    written_at = models.DateTimeField(_("written at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("note about a referral")
        verbose_name_plural = _("notes about referrals")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.written_at}"
