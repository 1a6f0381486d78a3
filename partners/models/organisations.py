"""Partner organisations, where they are and in which market they trade (B1)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.users import User


class CountryMarket(models.Model):
    """The market of each country: data that staff may correct, filled by a migration (B1)."""

    country = models.CharField(_("country"), max_length=2, unique=True)
    market = models.CharField(_("market"), max_length=40)

    class Meta:
        verbose_name = _("market of a country")
        verbose_name_plural = _("markets of countries")
        ordering = ["country"]

    def __str__(self) -> str:
        return f"{self.country}: {self.market}"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Lookups of organisations."""

    def visible_to(self, user: User, *, as_of: date) -> Self:
        """Those in which the user has an account on the day; staff see them in the admin only (A6)."""
        from partners.models.accounts import Account

        accounts = Account.objects.in_force(as_of).filter(user_id=user.pk)
        return self.filter(pk__in=accounts.values("organisation_id"))

    def of_name(self, legal_name: str, country: str) -> Self:
        """Those of this legal name, however its letters are written, in the country."""
        return self.filter(legal_name__iexact=legal_name, country=country)


class Organisation(models.Model):
    """A partner of the vendor. The MPN ID is given once and shown, never looked up by tenants."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=200)
    display_name = models.CharField(_("display name"), max_length=200)
    mpn_id = models.PositiveBigIntegerField(_("MPN ID"), unique=True)
    country = models.CharField(_("country"), max_length=2)
    market = models.CharField(_("market"), max_length=40)
    joined_on = models.DateField(_("joined on"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["market", "-id"], name="organisation_by_market")]
        constraints = [
            models.CheckConstraint(condition=Q(mpn_id__gt=0), name="organisation_mpn_id_positive"),
            models.CheckConstraint(condition=~Q(legal_name=""), name="organisation_has_legal_name"),
        ]

    def __str__(self) -> str:
        return self.display_name


class Location(models.Model):
    """An office. Competencies are judged per organisation, never per location (B1)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="locations")
    city = models.CharField(_("city"), max_length=100)
    country = models.CharField(_("country"), max_length=2)
    is_head_office = models.BooleanField(_("head office"), default=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            UniqueConstraint(
                fields=["organisation"], condition=Q(is_head_office=True), name="location_one_head_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"
