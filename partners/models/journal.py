"""The journal: every change of a fact and of a status, and why (D5). It only grows."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Index, Q
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _

from partners.journal import OF_LEVELS, Kind
from partners.models.organisations import Organisation
from partners.places import Place


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Lookups of journal entries."""

    def of(self, organisation: Organisation) -> Self:
        """What the organisation may read of itself, the latest first."""
        return self.filter(organisation=organisation).order_by("-on", "-pk")

    def up_to(self, as_of: date) -> Self:
        """Entries about the day or an earlier one."""
        return self.filter(on__lte=as_of)

    def of_levels(self) -> Self:
        """Entries about what befell a level."""
        return self.filter(kind__in=OF_LEVELS)

    def about(self, person: int) -> Self:
        """Entries of facts that concern this person, by the id of the user."""
        return self.filter(data__has_key="person", data__person=person)

    def between(self, first: date | None, until: date | None) -> Self:
        """Entries about the days of a period; an end that is not given is open."""
        rows = self if first is None else self.filter(on__gte=first)
        return rows if until is None else rows.filter(on__lt=until)

    def after(self, place: Place | None) -> Self:
        """Entries that come after this one in a list with the latest first."""
        if place is None:
            return self
        # Said twice: so an index is entered at the day, not read from its beginning.
        return self.filter(on__lte=place.on).filter(Q(on__lt=place.on) | Q(pk__lt=place.pk))


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
            Index(fields=["organisation", "kind", "-on", "-id"], name="journal_by_kind"),
            Index(
                fields=["organisation", "competency", "-on", "-id"],
                condition=~Q(competency=""),
                name="journal_by_competency",
            ),
            Index(
                fields=["organisation", "-on", "-id"],
                condition=Q(kind__in=OF_LEVELS),
                name="journal_of_levels",
            ),
            Index(
                F("organisation"),
                KeyTransform("person", "data"),
                F("on").desc(),
                F("id").desc(),
                condition=Q(data__has_key="person"),
                name="journal_by_person",
            ),
            Index(fields=["kind", "-id"], name="journal_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"
