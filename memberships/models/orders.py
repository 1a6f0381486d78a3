"""Orders of offers, and the add-ons that they start (E1, E2)."""

import uuid
from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from memberships.models.offers import OfferEdition
from partners.models import Organisation, Term, User

PAID_WITHIN = timedelta(days=30)
"""So long an order without proof of payment stays open (E2)."""


class OrderKind(models.TextChoices):
    """As what an offer is bought; the same words as `offers.How`."""

    FIRST = "first", _("membership")
    UPGRADE = "upgrade", _("upgrade")
    RENEWAL = "renewal", _("renewal")
    ADD_ON = "add-on", _("add-on")


class OrderState(models.TextChoices):
    """What became of an order."""

    OPEN = "open", _("open")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")


class ProofType(models.TextChoices):
    """What proof of payment may be, as its content says."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"


class OrderQuerySet(models.QuerySet["Order"]):
    """Lookups of orders."""

    def of(self, organisation: Organisation) -> Self:
        """The organisation's, the latest first."""
        return self.filter(organisation=organisation).order_by("-pk")

    def open(self) -> Self:
        """Those that nobody has settled."""
        return self.filter(state=OrderState.OPEN)

    def like(self, offer: str, *, add_on: bool) -> Self:
        """Those that stand in the way of another: of the same add-on, or of any membership (E2)."""
        return self.filter(kind=OrderKind.ADD_ON, offer=offer) if add_on else self.of_memberships()

    def going_on(self, organisation: Organisation) -> Self:
        """The organisation's open ones, with what their words need."""
        return self.of(organisation).open().select_related("edition", "organisation")

    def paid(self) -> Self:
        """Open ones with proof of payment, which wait for staff."""
        return self.open().exclude(proof="")

    def of_memberships(self) -> Self:
        """Those that start a term."""
        return self.exclude(kind=OrderKind.ADD_ON)

    def to_expire(self, as_of: date) -> Self:
        """Open ones without proof whose 30 days are over, the earliest first (E2)."""
        return self.open().filter(proof="", expires_on__lte=as_of).order_by("expires_on", "pk")

    def holding_grace(self, until: date) -> Self:
        """Those that wait for staff while the grace in which they were placed would end by the day (E3)."""
        return self.paid().filter(renews__grace_until__lte=until).order_by("pk")


class Order(models.Model):
    """One offer bought by one organisation: what it was, what it costs, and what became of it.

    `offer` and `level` name what is bought in the list of offers `edition`. `price` is what is to be paid:
    `list_price` less `percent`; both without tax. `judged`: what made it possible on the day of the order, as codes
    and ISO days, or empty if nothing was asked for. `renews`: the term that it renews, or in whose grace
    the upgrade was ordered; until it is settled that term's grace goes on. `expires_on`: the
    first day on which, without proof, it is no longer open. `proof`: the name of the file in the store.
    `term`: the one that its confirmation started, or beside which its add-on runs.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, null=True)  # noqa: DJ001 made of the id
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="orders", verbose_name=_("organisation")
    )
    edition = models.ForeignKey(OfferEdition, on_delete=models.PROTECT, related_name="+")
    offer = models.CharField(_("offer"), max_length=60)
    level = models.CharField(_("level"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=OrderKind)
    renews = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    currency = models.CharField(_("currency"), max_length=3)
    list_price = models.DecimalField(_("list price"), max_digits=9, decimal_places=2)
    percent = models.DecimalField(_("discount in %"), max_digits=5, decimal_places=2, default=0)
    price = models.DecimalField(_("price"), max_digits=9, decimal_places=2)
    judged = models.JSONField(_("eligibility on the day of the order"), default=dict, blank=True)
    billing_name = models.CharField(_("name on the invoice"), max_length=200)
    billing_address = models.TextField(_("billing address"))
    billing_country = models.CharField(_("country"), max_length=2)
    tax_id = models.CharField(_("tax ID"), max_length=40, blank=True, default="")
    purchase_order = models.CharField(_("purchase-order number"), max_length=60, blank=True, default="")
    ordered_on = models.DateField(_("ordered on"))
    ordered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    expires_on = models.DateField(_("expires on"))
    proof = models.CharField(max_length=64, blank=True, default="", editable=False)
    proof_type = models.CharField(_("proof"), max_length=40, choices=ProofType, blank=True, default="")
    proof_on = models.DateField(_("proof uploaded on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=OrderState, default=OrderState.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True, default="")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")

    # What stands on an invoice is kept as the law asks: the billing address is none of these.
    free_texts: ClassVar = ("reason",)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["organisation", "-id"], name="order_by_organisation"),
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(fields=["kind", "-id"], name="order_by_kind"),
            models.Index(
                fields=["expires_on", "id"], condition=Q(state="open", proof=""), name="order_to_expire"
            ),
            models.Index(
                fields=["proof_on", "id"], condition=Q(state="open") & ~Q(proof=""), name="order_waiting"
            ),
        ]
        constraints = [
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="open") & ~Q(kind="add-on"),
                name="order_one_open_membership",
            ),
            UniqueConstraint(
                fields=["organisation", "offer"], condition=Q(state="open"), name="order_one_open_per_offer"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None)
                | Q(state__in=["confirmed", "refused", "expired", "cancelled"], settled_on__isnull=False),
                name="order_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", term__isnull=False) | ~Q(state="confirmed") & Q(term=None),
                name="order_confirmed_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(reason="") | ~Q(state="refused") & Q(reason=""),
                name="order_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(proof="", proof_on=None) | ~Q(proof="") & Q(proof_on__isnull=False),
                name="order_proof_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="renewal", renews__isnull=False)
                | Q(kind__in=["first", "add-on"], renews=None)
                | Q(kind="upgrade"),
                name="order_renewal_of_a_term",
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0, list_price__gte=F("price"), percent__gte=0, percent__lt=100),
                name="order_has_a_price",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "–"

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.state == OrderState.OPEN

    @property
    def waits_for_staff(self) -> bool:
        """Whether proof of payment is there and staff has not settled it."""
        return self.is_open and bool(self.proof)


class AddOn(models.Model):
    """What runs beside a term from its confirmation on, to the term's end (E1)."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="add_ons")
    offer = models.CharField(_("offer"), max_length=60)
    starts_on = models.DateField(_("from"))
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="add_on")

    class Meta:
        verbose_name = _("add-on")
        verbose_name_plural = _("add-ons")
        constraints = [UniqueConstraint(fields=["term", "offer"], name="add_on_once_in_a_term")]

    def __str__(self) -> str:
        return f"{self.offer} from {self.starts_on}"
