"""Messages: what one reader is told once, by mail and in their list (E4, D4).

A row is written in the transaction that finds out; who hands it over comes later and may die in between.
"""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.users import User


class MessageKind(models.TextChoices):
    """What a message is about; its words are made for the reader when it is handed over."""

    RENEWAL_RISK = "renewal-risk", _("renewal risk")
    LEVEL_LOST = "level-lost", _("level lost")
    OVERRIDE_ENDING = "override-ending", _("override about to end")
    DIGEST = "digest", _("daily digest")
    CREDIT_ANSWERED = "credit-answered", _("missing credit answered")
    CREDIT_CLOSED = "credit-closed", _("missing credit has come")
    INVITATION = "invitation", _("invitation")
    ENROLMENT_CONFIRM = "enrolment-confirm", _("enrolment: confirm the address")
    ENROLMENT_APPROVED = "enrolment-approved", _("enrolment approved")
    ENROLMENT_REFUSED = "enrolment-refused", _("enrolment refused")
    TO_ASSOCIATE = "to-associate", _("reminder to claim and associate")
    ORDER_CONFIRMED = "order-confirmed", _("order confirmed")
    ORDER_REFUSED = "order-refused", _("order refused")
    ORDER_EXPIRED = "order-expired", _("order expired")
    RENEWAL_DUE = "renewal-due", _("renewal due")
    REQUEST_CONFIRM = "request-confirm", _("request: confirm the address")
    REQUEST_CONFIRMED = "request-confirmed", _("request confirmed: the private page")
    REQUEST_ANSWERED = "request-answered", _("request: answer of a partner")
    REFERRAL_NEW = "referral-new", _("new referral")
    REFERRAL_REMINDER = "referral-reminder", _("time of a referral runs out")
    REFERRAL_OVER = "referral-over", _("referral over")
    PROFILE_WITHDRAWN = "profile-withdrawn", _("marketing profile withdrawn by the vendor")
    MEMBERSHIP_OVER = "membership-over", _("membership over, not renewed")
    EDITION_LOSSES = "edition-losses", _("what a coming edition would cost")
    ADMIN_APPOINTED = "admin-appointed", _("appointed admin by the vendor")
    RISK_REMINDER = "risk-reminder", _("renewal still at risk")
    BENEFITS_ENDED = "benefits-ended", _("benefits have ended")
    KEYS_WANTED = "keys-wanted", _("product keys run out")


class MessageState(models.TextChoices):
    """Where a message is between its writing and the mail server."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being handed over")
    SENT = "sent", _("handed over")
    UNSURE = "unsure", _("unsure: perhaps handed over")
    GIVEN_UP = "given-up", _("given up")
    WITHDRAWN = "withdrawn", _("withdrawn: its reader may not read it any more")
    GATHERED = "gathered", _("waiting for the daily digest")
    DIGESTED = "digested", _("told in a daily digest")
    KEPT = "kept", _("only in the list of its reader")


class MessageQuerySet(models.QuerySet["Message"]):
    """Lookups of messages."""

    def waiting(self, at: datetime) -> Self:
        """Those whose turn has come, the longest due first."""
        return self.filter(state=MessageState.WAITING, due_at__lte=at).order_by("due_at", "id")

    def unsent(self) -> Self:
        """Those that somebody still has to hand over, the oldest first."""
        return self.filter(state=MessageState.WAITING).order_by("written_at")

    def sending(self) -> Self:
        """Those that a worker has claimed and not told the end of."""
        return self.filter(state=MessageState.SENDING)

    def unsettled(self) -> Self:
        """Those that only staff can send again: unsure, or given up."""
        return self.filter(state__in=[MessageState.UNSURE, MessageState.GIVEN_UP])

    def listed(self) -> Self:
        """Those that stand in their reader's list: a digest only tells of others."""
        return self.exclude(kind=MessageKind.DIGEST).exclude(state=MessageState.WITHDRAWN)

    def before(self, written_at: datetime, pk: uuid.UUID) -> Self:
        """Those that come after this one in a list with the latest first."""
        return self.filter(Q(written_at__lt=written_at) | Q(written_at=written_at, pk__lt=pk))

    def unread(self) -> Self:
        """Those of the list that their reader has not marked as read."""
        return self.listed().filter(read_at=None)

    def gathered(self, before: datetime) -> Self:
        """Those that wait for a digest and were there before that moment, the oldest first."""
        return self.filter(state=MessageState.GATHERED, written_at__lt=before).order_by("written_at", "id")


class Message(models.Model):
    """One thing told to one reader. `data` holds ids and codes, never words; the id is the Message-ID.

    The reader has a login, or is only an `address`: of an invitation or an enrolment.

    `effect_key` is unique: whoever finds out the same again writes nothing. `due_at`: not handed over before.
    `holder`, `leased_until`: the process that claimed it. `problem`: a code of why the last try failed.
    `read_at`: when the reader marked it as read in the list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="messages",
        null=True,
        blank=True,
        verbose_name=_("reader"),
    )
    address = models.EmailField(_("address without a login"), blank=True, default="", db_default="")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="messages",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=MessageKind)
    on = models.DateField(_("on"))
    data = models.JSONField(_("details"), default=dict)
    effect_key = models.CharField(max_length=200, unique=True, editable=False)
    written_at = models.DateTimeField(_("written at"))
    state = models.CharField(_("state"), max_length=20, choices=MessageState, default=MessageState.WAITING)
    due_at = models.DateTimeField(_("next try at"))
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    holder = models.CharField(max_length=120, blank=True, default="", editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=60, blank=True, default="")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["written_at"], condition=Q(state="waiting"), name="message_unsent"),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="message_sending"),
            models.Index(
                fields=["written_at"],
                condition=Q(state__in=["unsure", "given-up"]),
                name="message_unsettled",
            ),
            models.Index(fields=["recipient", "-written_at"], name="message_by_reader"),
            models.Index(fields=["recipient", "organisation", "-written_at", "-id"], name="message_in_list"),
            models.Index(
                fields=["recipient", "organisation"], condition=Q(read_at=None), name="message_unread"
            ),
            models.Index(fields=["recipient"], condition=Q(state="gathered"), name="message_gathered"),
            # What staff looks through: all, of a state, of a kind, to an address without a login.
            models.Index(fields=["-written_at", "-id"], name="message_latest"),
            models.Index(fields=["state", "-written_at", "-id"], name="message_by_state"),
            models.Index(fields=["kind", "-written_at", "-id"], name="message_by_kind"),
            models.Index(fields=["address"], condition=~Q(address=""), name="message_by_address"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
                name="message_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | ~Q(state="sending") & Q(leased_until=None),
                name="message_held_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, organisation__isnull=False, address="")
                | Q(recipient=None) & ~Q(address=""),
                name="message_to_a_login_or_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def reader(self) -> User:
        """Its reader, where that is a login. Raises TypeError for an address."""
        if self.recipient is None:
            raise TypeError("this message goes to an address without a login")
        return self.recipient

    @property
    def partner(self) -> Organisation:
        """The organisation that it is about. Raises TypeError where there is none yet."""
        if self.organisation is None:
            raise TypeError("this message is about no organisation")
        return self.organisation


class Way(models.TextChoices):
    """How somebody is told of a kind of message; in the list it stands in any case."""

    AT_ONCE = "at-once", _("by mail, at once")
    DAILY = "daily", _("by mail, once a day")
    HERE = "here", _("only here")


class MessagePreference(models.Model):
    """The way that a user chose for a kind of message; without a row it is told at once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="message_preferences")
    kind = models.CharField(_("kind"), max_length=30, choices=MessageKind)
    way = models.CharField(_("way"), max_length=20, choices=Way)

    class Meta:
        verbose_name = _("message setting")
        verbose_name_plural = _("message settings")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="message_preference_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="message_preference_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_way_display()}"
