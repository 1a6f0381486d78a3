"""Published lists of offers (E1)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import User


class OfferEditionQuerySet(models.QuerySet["OfferEdition"]):
    """Lookups of lists of offers."""

    def in_force(self, as_of: date) -> Self:
        """Those that took effect by the day, the one that applies first."""
        return self.filter(effective_from__lte=as_of).order_by("-effective_from")


class OfferEdition(models.Model):
    """A list of offers as it was published: its file, word for word. It never changes; another day has another."""

    append_only: ClassVar[bool] = True

    edition = models.CharField(_("edition"), max_length=80, unique=True)
    effective_from = models.DateField(_("effective from"), unique=True)
    document = models.TextField(_("file"))
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_on = models.DateField(_("published on"))
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfferEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of offers")
        verbose_name_plural = _("lists of offers")

    def __str__(self) -> str:
        return self.edition
