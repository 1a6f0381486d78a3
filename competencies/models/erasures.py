"""Erasures of personal data: that it was done, by whom and why, and which MCIDs must not come back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import User


class Erasure(models.Model):
    """The data of one person, erased for good. `removed`: how many rows of each kind went; nothing that tells who."""

    append_only: ClassVar[bool] = True

    person = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="erasure", verbose_name=_("person")
    )
    erased_on = models.DateField(_("erased on"))
    erased_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("erased by")
    )
    reason = models.TextField(_("reason"))
    removed = models.JSONField(_("what went"), default=dict)

    class Meta:
        verbose_name = _("erasure of personal data")
        verbose_name_plural = _("erasures of personal data")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="erasure_has_reason")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ErasedMcid(models.Model):
    """An MCID whose rows no feed brings back, as a keyed hash of 64 hexadecimal digits; it tells no MCID."""

    digest = models.CharField(max_length=64, unique=True, editable=False)

    def __str__(self) -> str:
        return self.digest[:8]
