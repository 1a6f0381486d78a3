"""What an edition to come would do to every organisation, by the facts of one moment (D1, G7)."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from competencies.models.drafts import EditionDraft
from competencies.models.editions import ProgrammeEdition
from partners.models import Organisation, User


class EffectStage(models.TextChoices):
    """How far the working out of an effect is."""

    WAITING = "waiting", _("waiting for a worker")
    WORKING = "working", _("being worked out")
    FINISHED = "finished", _("worked out")
    DROPPED = "dropped", _("dropped: the file was replaced, or the edition is in force")


OVER = (EffectStage.FINISHED, EffectStage.DROPPED)


class EditionEffectQuerySet(models.QuerySet["EditionEffect"]):
    """Lookups of effects."""

    def unfinished(self) -> Self:
        """Those that a worker has to go on with, the oldest first."""
        return self.exclude(stage__in=OVER).order_by("pk")

    def of_draft(self, draft: EditionDraft) -> Self:
        """Those of the file that the draft holds now, the latest first."""
        return self.filter(draft=draft, draft_version=draft.version).order_by("-pk")

    def of_edition(self, edition: ProgrammeEdition) -> Self:
        """Those of a published edition, the latest first."""
        return self.filter(edition=edition).order_by("-pk")


class EditionEffect(models.Model):
    """One working out: of a draft's file (its `draft_version`) or of a published edition. All its state is here.

    `as_of`: the day on which its facts were known; readings stand still from it (D6). `rules_version`: the
    publications that it reckoned with. `mark`: the journal's last entry when it began; a later change of facts
    makes it stale. `total`, `figures`: see `competencies.jobs.effects`. `tells`: whether organisations that
    would lose a level are told.
    """

    draft = models.ForeignKey(
        EditionDraft, on_delete=models.PROTECT, null=True, blank=True, related_name="effects"
    )
    draft_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    edition = models.ForeignKey(
        ProgrammeEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="effects"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=EffectStage, default=EffectStage.WAITING)
    tells = models.BooleanField(_("tells organisations"), default=False)
    as_of = models.DateField(_("facts as of"))
    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    rules_version = models.PositiveIntegerField(default=0, editable=False)
    mark = models.PositiveBigIntegerField(default=0, editable=False)
    total = models.PositiveBigIntegerField(_("organisations"), default=0)
    figures = models.JSONField(_("figures"), default=dict, blank=True)

    objects = EditionEffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("effect of an edition")
        verbose_name_plural = _("effects of editions")
        indexes = [
            models.Index(fields=["id"], condition=~Q(stage__in=OVER), name="edition_effect_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, draft_version__isnull=False, edition=None)
                | Q(draft=None, draft_version=None, edition__isnull=False),
                name="edition_effect_of_one_file",
            ),
            models.CheckConstraint(
                condition=Q(tells=False) | Q(edition__isnull=False), name="edition_effect_tells_if_published"
            ),
            models.CheckConstraint(
                condition=Q(stage="finished", finished_at__isnull=False)
                | ~Q(stage="finished") & Q(finished_at=None),
                name="edition_effect_finished_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition or self.draft)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.stage in OVER

    @property
    def effective_from(self) -> date | None:
        """The day on which the edition would take effect."""
        file = self.edition or self.draft
        return file.effective_from if file else None


class EffectRange(models.Model):
    """Organisations from the id `first` through `last` that one transaction judges; gone when all are done."""

    effect = models.ForeignKey(EditionEffect, on_delete=models.CASCADE, related_name="ranges")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("range of an effect")
        verbose_name_plural = _("ranges of effects")
        constraints = [UniqueConstraint(fields=["effect", "first"], name="effect_range_once")]
        indexes = [
            models.Index(fields=["effect", "id"], condition=Q(done=False), name="effect_range_open"),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Fate(models.TextChoices):
    """What becomes of a level, or of the renewal."""

    LOST = "lost", _("lost")
    GAINED = "gained", _("gained")
    RENEWAL = "renewal", _("renewal refused")


class EffectRowQuerySet(models.QuerySet["EffectRow"]):
    """Lookups of rows."""

    def of(self, effect: EditionEffect, *, fate: str = "", competency: str = "", level: str = "") -> Self:
        """Those of the effect that fit, in the order in which lists page."""
        wanted: dict[str, Any] = {"fate": fate, "competency": competency, "level": level}
        rows = self.filter(effect=effect, **{key: value for key, value in wanted.items() if value})
        return rows.order_by("organisation", "pk")


class EffectRow(models.Model):
    """An organisation that the edition would move: one level lost or gained on a day, or its renewal refused."""

    effect = models.ForeignKey(EditionEffect, on_delete=models.CASCADE, related_name="rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    fate = models.CharField(_("what"), max_length=10, choices=Fate)
    competency = models.CharField(_("competency"), max_length=80, blank=True, default="")
    level = models.CharField(_("level"), max_length=40, blank=True, default="")
    on = models.DateField(_("on"))

    objects = EffectRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("moved organisation")
        verbose_name_plural = _("moved organisations")
        indexes = [
            models.Index(fields=["effect", "organisation", "id"], name="effect_row_in_list"),
            models.Index(
                fields=["effect", "fate", "competency", "level", "organisation", "id"],
                name="effect_row_by_level",
            ),
        ]
        constraints = [
            UniqueConstraint(
                fields=["effect", "organisation", "fate", "competency", "level"], name="effect_row_once"
            ),
            models.CheckConstraint(
                condition=Q(fate="renewal", competency="", level="")
                | Q(fate__in=["lost", "gained"]) & ~Q(competency="") & ~Q(level=""),
                name="effect_row_of_level_or_renewal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.fate} {self.competency} {self.level}".strip()
