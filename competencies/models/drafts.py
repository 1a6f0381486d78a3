"""Files of editions to come: kept as they were uploaded, good or bad, until they are published (D1)."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competencies.models.editions import ProgrammeEdition
from partners.models import User


class EditionDraftQuerySet(models.QuerySet["EditionDraft"]):
    """Lookups of drafts."""

    def open(self) -> Self:
        """Those that are not published."""
        return self.filter(published=None)


class EditionDraft(models.Model):
    """A programme file on its way: what it holds may be replaced until it is published.

    `problems`: every fault of the file as [line or null, place, message]; with none it can be read, and
    `edition` and `effective_from` are what it says. `version` counts the files uploaded: whoever publishes
    says which one was looked at.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file name"), max_length=255)
    document = models.TextField(_("file"))
    version = models.PositiveIntegerField(_("version"), default=1)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    edition = models.CharField(_("edition"), max_length=80, blank=True, default="")
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("uploaded by")
    )
    published = models.OneToOneField(
        ProgrammeEdition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("published as"),
    )

    objects = EditionDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of an edition")
        verbose_name_plural = _("drafts of editions")
        constraints = [
            models.CheckConstraint(condition=Q(version__gt=0), name="edition_draft_counts_from_one"),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=False) & ~Q(edition="")
                | Q(effective_from=None, edition="", published=None),
                name="edition_draft_readable_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.edition or self.file_name

    def faults(self) -> list[dict[str, Any]]:
        """The problems by name: line (or None), place, message."""
        return [dict(zip(("line", "place", "message"), each, strict=True)) for each in self.problems]
