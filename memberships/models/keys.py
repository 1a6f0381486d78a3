"""Product keys: pools that staff fills, and to whom each key was given, once and for good (E5)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from memberships.models.benefits import Entitlement
from partners.models import User

LOW_AT = 20
"""With so many keys left, or fewer, a pool runs low unless staff sets another number."""

COUNTED = 10_000
"""Beyond so many keys that are left nobody counts."""


class _Count(Subquery):
    """How many rows a subquery has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class KeyPoolQuerySet(models.QuerySet["KeyPool"]):
    """Lookups of pools."""

    def counted(self) -> Any:
        """Each with `left`: how many of its keys are left, at most `COUNTED`."""
        left = ProductKey.objects.left().filter(pool=OuterRef("pk")).order_by().values("pk")[:COUNTED]
        return self.annotate(left=_Count(left))

    def low(self) -> Any:
        """Those that run low."""
        return self.counted().filter(left__lte=F("low_at"))


class KeyPool(models.Model):
    """The keys of one benefit. `low_at`: it runs low with so many left, or fewer.

    `wanted_on`: the day since which somebody waits for a key while none is left; a new key ends that.
    """

    benefit = models.CharField(_("benefit"), max_length=60, unique=True)
    low_at = models.PositiveIntegerField(_("runs low at"), default=LOW_AT)
    wanted_on = models.DateField(_("waited for since"), null=True, blank=True)

    objects = KeyPoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("pool of product keys")
        verbose_name_plural = _("pools of product keys")
        constraints = [
            models.CheckConstraint(condition=Q(low_at__lt=COUNTED), name="key_pool_low_is_counted")
        ]

    def __str__(self) -> str:
        return self.benefit


class KeyFileState(models.TextChoices):
    """What became of a file of keys."""

    CHECKED = "checked", _("checked, not added yet")
    ADDED = "added", pgettext_lazy("of a file of product keys", "added")
    DISCARDED = "discarded", _("discarded")


class KeyFile(models.Model):
    """A file of product keys that staff uploaded, with what was found in it; keys are added in a second step.

    `content` is sealed like the keys themselves, and emptied once they are added or the file is discarded.
    `problems`: pairs of a line's number and the code of what is wrong with it, never what stands there.
    """

    pool = models.ForeignKey(KeyPool, on_delete=models.PROTECT, related_name="files", verbose_name=_("pool"))
    uploaded_on = models.DateField(_("uploaded on"))
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    state = models.CharField(_("state"), max_length=20, choices=KeyFileState, default=KeyFileState.CHECKED)
    content = models.TextField(blank=True, default="", editable=False)
    sealed_by = models.CharField(max_length=16, blank=True, default="", editable=False)
    ready = models.PositiveIntegerField(_("keys to add"), default=0)
    added = models.PositiveIntegerField(_("keys added"), default=0)
    problems = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("file of product keys")
        verbose_name_plural = _("files of product keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="checked") & ~Q(content="")
                | Q(state__in=["added", "discarded"], content=""),
                name="key_file_kept_until_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.uploaded_on}"


class ProductKeyQuerySet(models.QuerySet["ProductKey"]):
    """Lookups of keys."""

    def left(self) -> Self:
        """Those that were given to nobody, the first first."""
        return self.filter(given_on=None).order_by("pk")


class ProductKey(models.Model):
    """One product key. `secret` is sealed by the key whose mark `sealed_by` is.

    `fingerprint` finds the same key again without unsealing any. `given_on` is set when it is given; to which
    entitlement, says its `grant`.
    """

    pool = models.ForeignKey(KeyPool, on_delete=models.PROTECT, related_name="keys")
    file = models.ForeignKey(KeyFile, on_delete=models.PROTECT, related_name="keys")
    secret = models.TextField(editable=False)
    sealed_by = models.CharField(max_length=16, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    given_on = models.DateField(_("given on"), null=True, blank=True)

    objects = ProductKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("product key")
        verbose_name_plural = _("product keys")
        indexes = [models.Index(fields=["pool", "id"], condition=Q(given_on=None), name="key_left")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(secret="") & ~Q(fingerprint="") & ~Q(sealed_by=""), name="key_is_sealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}/{self.pk}"


class KeyGrant(models.Model):
    """A key was given to an entitlement: once, ever. The row is never changed or removed (append-only)."""

    append_only: ClassVar[bool] = True

    key = models.OneToOneField(ProductKey, on_delete=models.PROTECT, related_name="grant")
    entitlement = models.OneToOneField(Entitlement, on_delete=models.PROTECT, related_name="grant")
    on = models.DateField(_("on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("given to"))

    class Meta:
        verbose_name = _("product key given")
        verbose_name_plural = _("product keys given")

    def __str__(self) -> str:
        return f"{self.key_id} to {self.entitlement_id}"
