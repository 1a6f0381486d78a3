"""What a partner tells customers of itself: one marketing profile for each country (F1)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation

LONGEST_DESCRIPTION = 1000
"""So many characters a description may have (F1)."""

MOST_INDUSTRIES = MOST_LOCATIONS = 5
"""So many industries, and so many locations, a profile names at most (F1)."""


class LogoType(models.TextChoices):
    """As what a logo is kept: the portal's own encoding, whatever was uploaded."""

    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"


class Logo(models.Model):
    """A picture that the portal itself has encoded; never changed, replaced by another row.

    It is small, and published in one transaction with the text beside it, so it lies in the database.
    """

    content = models.BinaryField()
    content_type = models.CharField(_("type"), max_length=20, choices=LogoType)
    digest = models.CharField(max_length=32)
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Lookups of profiles."""

    def of(self, organisation: Organisation) -> Self:
        """The organisation's, by country."""
        return self.filter(organisation=organisation).order_by("country")


class Profile(models.Model):
    """As the partner last saved it; what customers read of it is its `Listing`, a copy made by publishing.

    `industries`, `services` and `languages` are keys of `memberships.profiles.vocabulary`, in its order.
    `unpublished`: whether it was saved since it was last published. `responsiveness`: how reliably requests of
    customers are answered, in thousandths, unknown until there were some (F4); it orders what customers find.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="profiles")
    country = models.CharField(_("country"), max_length=2)
    description = models.TextField(_("description"), max_length=LONGEST_DESCRIPTION, blank=True, default="")
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    linkedin = models.CharField(_("LinkedIn page"), max_length=200, blank=True, default="")
    industries = models.JSONField(_("industries"), default=list, blank=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    logo = models.ForeignKey(Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="profiles")
    unpublished = models.BooleanField(_("changed since it was published"), default=True)
    responsiveness = models.PositiveSmallIntegerField(_("responsiveness"), null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("marketing profile")
        verbose_name_plural = _("marketing profiles")
        constraints = [
            UniqueConstraint(fields=["organisation", "country"], name="profile_one_per_country"),
            models.CheckConstraint(
                condition=Q(responsiveness=None) | Q(responsiveness__lte=1000),
                name="profile_responsiveness_in_thousandths",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.country}"


class ProfileLocation(models.Model):
    """An office as customers see it. Requests of customers go to its contact (F4), whom nobody else reads.

    `place`: 0 for the first of the profile, which stands for all of them in lists.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="locations")
    place = models.PositiveSmallIntegerField(_("place"))
    city = models.CharField(_("city"), max_length=100)
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    country = models.CharField(_("country"), max_length=2)
    contact_name = models.CharField(_("contact"), max_length=150)
    contact_email = models.EmailField(_("email address of the contact"), max_length=254)

    class Meta:
        verbose_name = _("location of a profile")
        verbose_name_plural = _("locations of profiles")
        ordering = ["place"]
        constraints = [
            UniqueConstraint(fields=["profile", "place"], name="profile_location_once_at_a_place"),
            models.CheckConstraint(condition=Q(place__lt=MOST_LOCATIONS), name="profile_five_locations"),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"
