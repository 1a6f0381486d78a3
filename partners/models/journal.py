"""The journal: every change of a fact and of a status, and why (D5). It only grows."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from partners.journal import Kind
from partners.models.organisations import Organisation


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Lookups of journal entries."""

    def of(self, organisation: Organisation) -> Self:
        """What the organisation may read of itself, the latest first."""
        return self.filter(organisation=organisation).order_by("-on", "-pk")

    def up_to(self, as_of: date) -> Self:
        """Entries about the day or an earlier one."""
        return self.filter(on__lte=as_of)


class JournalEntry(models.Model):
    """One event: what changed, from which day (`on`), and when the portal learned of it (`recorded_at`).

    `data` holds ids and codes only, never words; presenters make the words in the reader's language.
    Ids in it and in `by` are plain numbers, so that history never stands in anything's way.
    """

    append_only: ClassVar[bool] = True

    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="journal"
    )
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    kind = models.CharField(_("kind"), max_length=40, choices=Kind)
    competency = models.CharField(_("competency"), max_length=80, blank=True, default="")
    level = models.CharField(_("level"), max_length=40, blank=True, default="")
    edition = models.CharField(_("edition"), max_length=80, blank=True, default="")
    data = models.JSONField(_("details"), default=dict, blank=True)
    by = models.BigIntegerField(_("by"), null=True, blank=True)
    effect_key = models.CharField(max_length=200, null=True, blank=True, unique=True)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            Index(fields=["organisation", "-on", "-id"], name="journal_by_organisation"),
            Index(fields=["kind", "-id"], name="journal_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"
