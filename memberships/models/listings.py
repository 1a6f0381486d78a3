"""What customers find: published profiles, filed for every combination of filters (F3)."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import CompositePrimaryKey, Index, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from memberships.directory.words import WordsField
from memberships.models.profiles import Logo, Profile
from partners.models import Organisation


class ListingQuerySet(models.QuerySet["Listing"]):
    """Lookups of listings."""

    def stale(self, as_of: date) -> Self:
        """Those whose filing no longer says what their organisation displays, the longest so first."""
        return self.filter(stale_on__lte=as_of).order_by("stale_on", "pk")

    def with_keys(self, keys: Iterable[str]) -> Self:
        """Those with these keys, which are their public ids as text."""
        return self.filter(public_id__in=keys)

    def mark_stale(self, organisations: Iterable[Organisation | int], on: date) -> int:
        """Have these filed anew: whoever changes what a term displays says so in the same transaction."""
        return self.filter(organisation__in=organisations).update(stale_on=on)


class Listing(models.Model):
    """A profile as it was published, with what the organisation's term displays (F2).

    `profile`, `website` to `logo`: copies made by publishing. `locations`: for each `location` (its public id),
    `city`, `address`, `country`, and its contact's `name` and `email`, which are shown to nobody.
    `shown`: the competencies displayed, each with its level and the ISO day on which that was attained;
    `level`: the highest of these; both empty without a term that displays any. From `shown_until` on nothing is
    displayed, whatever is kept here. `position`: its place among all (`memberships.directory.positions`).
    `words`: under which it is found (`memberships.directory.tokens`). `stale_on`: when it has to be filed anew.
    """

    profile = models.OneToOneField(Profile, on_delete=models.PROTECT, related_name="listing")
    public_id = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listings")
    country = models.CharField(_("country"), max_length=2)
    name = models.CharField(pgettext_lazy("what a thing is called", "name"), max_length=200)
    description = models.TextField(_("description"))
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    linkedin = models.CharField(_("LinkedIn page"), max_length=200, blank=True, default="")
    industries = models.JSONField(_("industries"), default=list)
    services = models.JSONField(_("services"), default=list)
    languages = models.JSONField(_("languages"), default=list)
    locations = models.JSONField(_("locations"), default=list)
    logo = models.ForeignKey(Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="listings")
    published_on = models.DateField(_("published on"))
    level = models.CharField(_("level"), max_length=40, blank=True, default="")
    shown = models.JSONField(_("displayed competencies"), default=list)
    shown_until = models.DateField(_("displayed until"), null=True, blank=True)
    position = models.PositiveBigIntegerField(default=0)
    words = WordsField()
    stale_on = models.DateField(null=True, blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("published profile")
        verbose_name_plural = _("published profiles")
        indexes = [
            Index(fields=["stale_on", "id"], condition=~Q(stale_on=None), name="listing_stale"),
            # What staff looks through.
            Index(fields=["country", "-id"], name="listing_by_country"),
            Index(fields=["level", "-id"], name="listing_by_level"),
        ]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """Where a listing is found: a row for each competency it displays and each industry, and for any of both.

    An empty `competency` or `industry` stands for any. `position`: better places are smaller. So whatever a
    customer filters by, what is found lies in its order in one range of one index.
    """

    pk = CompositePrimaryKey("listing", "competency", "industry")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="filings", db_index=False)
    competency = models.CharField(max_length=80, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2)
    position = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("filing of a published profile")
        verbose_name_plural = _("filings of published profiles")
        indexes = [
            Index(fields=["competency", "industry", "position"], name="filing_anywhere"),
            Index(fields=["competency", "industry", "country", "position"], name="filing_by_country"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.competency or '*'}, {self.industry or '*'}"


class DisplayNews(models.Model):
    """How far the journal has been read for displays that reviews added: one row.

    Reviews belong to an app that knows nothing of listings, so what they add is found in the journal (F2).
    """

    read_up_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("news of displays")
        verbose_name_plural = _("news of displays")

    def __str__(self) -> str:
        return str(self.read_up_to)
