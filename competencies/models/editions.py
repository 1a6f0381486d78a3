"""Published editions of the vendor's programme (D1)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import User


class ProgrammeEditionQuerySet(models.QuerySet["ProgrammeEdition"]):
    """Lookups of editions."""

    def by_day(self) -> Self:
        """In the order in which they take effect."""
        return self.order_by("effective_from")

    def latest_publication(self) -> Self:
        """The one that was published last, if any was."""
        return self.order_by("-rules_version")[:1]


class ProgrammeEdition(models.Model):
    """An edition as it was published: its file, word for word. It never changes; a correction is a new one.

    `rules_version` counts publications; an organisation judged under an older one is due (decision 5).
    """

    append_only: ClassVar[bool] = True

    programme = models.CharField(_("programme"), max_length=80)
    edition = models.CharField(_("edition"), max_length=80)
    effective_from = models.DateField(_("effective from"), unique=True)
    document = models.TextField(_("file"))
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_on = models.DateField(_("published on"))
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rules_version = models.PositiveIntegerField(_("rules version"), unique=True)

    objects = ProgrammeEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme edition")
        verbose_name_plural = _("programme editions")
        constraints = [
            UniqueConstraint(fields=["programme", "edition"], name="edition_once_in_programme"),
            models.CheckConstraint(condition=Q(rules_version__gt=0), name="edition_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.edition
