"""People's records in the vendor's certification system, and what they earned (C1, C3)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, User


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    """Lookups of transcripts."""

    def visible_to(self, user: User) -> Self:
        """The user's own; a user may own several, which together are one person (C3)."""
        return self.filter(user_id=user.pk)

    def unclaimed(self) -> Self:
        """Transcripts that wait for their owner."""
        return self.filter(user=None)

    def known_as(self, mcid: str) -> Self:
        """The transcript of this MCID, or of which it became an alias (C3)."""
        aliases = TranscriptAlias.objects.filter(mcid=mcid).values("transcript")
        # Not "or": PostgreSQL would look at every transcript.
        return self.filter(pk__in=Transcript.objects.filter(mcid=mcid).values("pk").union(aliases))


class Transcript(models.Model):
    """One human's record (MCID). The access code is kept as a keyed hash only, and never logged (C3)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mcid = models.CharField(_("MCID"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    email = models.EmailField(_("email address"), blank=True, default="")
    access_code_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="transcripts"
    )
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    # Of the file that said so last; an older file does not undo it (C2). Empty where no file did.
    generated_at = models.DateTimeField(_("time of the feed"), null=True, blank=True)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, claimed_on=None) | Q(user__isnull=False, claimed_on__isnull=False),
                name="transcript_claimed_by_someone_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(mcid=""), name="transcript_has_mcid"),
        ]

    def __str__(self) -> str:
        return self.mcid


class TranscriptAlias(models.Model):
    """The MCID of a transcript that was merged into another; later feeds load under it (C3).

    It keeps an access code of its own, since the hash of a code is made with the MCID.
    """

    mcid = models.CharField(_("MCID"), max_length=40, unique=True)
    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="aliases")
    access_code_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    generated_at = models.DateTimeField(_("time of the feed"), null=True, blank=True)
    merged_on = models.DateField(_("merged on"))

    class Meta:
        verbose_name = _("alias of a transcript")
        verbose_name_plural = _("aliases of transcripts")
        constraints = [models.CheckConstraint(condition=~Q(mcid=""), name="transcript_alias_has_mcid")]

    def __str__(self) -> str:
        return self.mcid


class AchievementQuerySet(models.QuerySet["Achievement"]):
    """Lookups of achievements."""

    def visible_to(self, user: User) -> Self:
        """What stands on the user's own transcripts."""
        return self.filter(transcript__user_id=user.pk)

    def counted_by(self) -> models.QuerySet[Organisation]:
        """The organisations for which these achievements count now."""
        return Organisation.objects.filter(
            affiliations__associations__achievement__in=self, affiliations__associations__until=None
        ).distinct()


class Achievement(models.Model):
    """An earned credential. Its code is no foreign key: codes that no edition knows are kept (C1)."""

    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="achievements")
    credential = models.CharField(_("credential"), max_length=80)
    earned_on = models.DateField(_("earned on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    generated_at = models.DateTimeField(_("time of the feed"), null=True, blank=True)

    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [
            UniqueConstraint(fields=["transcript", "credential", "earned_on"], name="achievement_key"),
            models.CheckConstraint(condition=~Q(credential=""), name="achievement_has_credential"),
        ]

    def __str__(self) -> str:
        return f"{self.credential} of {self.earned_on}"
