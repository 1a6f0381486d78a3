"""Marketing profiles in the staff's admin: what customers find, and withdrawing it with a reason (F1)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from competencies.staff_filters import LevelFilter, level_names
from memberships.actions import profiles
from memberships.models import Listing, Profile
from partners.access import StaffPermission
from partners.countries import country_names
from partners.staff import ActingAdmin, Asked, ReadOnlyAdmin, StaffAction
from partners.staff_lists import Find, by_key, by_mpn_id


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner gets it in a message, and it stays in the journal. Name no person."),
    )


def _withdraw(asked: Asked) -> Model:
    return profiles.withdraw_by_staff(profile=asked.row.profile, on=asked.on, by=asked.by, **asked.answers)


def _saved(profile: Profile) -> str:
    """The published copy is gone: the way leads to what is saved."""
    return reverse("admin:memberships_profile_change", args=[profile.pk])


COUNTRY = Find(
    _("code of a country"), lambda word: Q(country=word) if len(word) == 2 and word.isupper() else None
)


@admin.register(Listing)
class ListingAdmin(ActingAdmin):
    """What customers find, by the number in the address of the partner's page or its badge."""

    list_display = ["name", "organisation", "country", "level", "published_on"]
    list_select_related = ["organisation"]
    list_filter = [LevelFilter]
    finds = (by_mpn_id(), by_key("public_id"), COUNTRY)
    ordering = ["-pk"]
    fields = [
        "page", "organisation", "profile", "country", "name", "description", "website", "linkedin", "industries",
        "services", "languages", "published_on", "level", "shown_until",
    ]  # fmt: skip
    names: ClassVar = {"country": country_names, "level": level_names}
    readonly_fields = ["page"]
    acting = (
        StaffAction(
            "withdraw",
            _("Withdraw it"),
            WithdrawForm,
            StaffPermission.WITHDRAW_PROFILES,
            _withdraw,
            then=_saved,
        ),
    )

    def get_queryset(self, request: Any) -> Any:
        """Without the words under which it is found, which are many."""
        return super().get_queryset(request).defer("words")

    @admin.display(description=_("page"))
    def page(self, row: Listing) -> SafeString:
        """Where customers read it."""
        address = reverse("memberships:partner", args=[row.public_id])
        return format_html('<a href="{}">{}</a>', address, address)


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """As partners last saved them, published or not."""

    list_display = ["organisation", "country", "unpublished", "responsiveness"]
    list_select_related = ["organisation"]
    finds = (by_mpn_id(), by_key("public_id"))
    ordering = ["-pk"]
    fields = [
        "public_id", "organisation", "country", "description", "website", "linkedin", "industries", "services",
        "languages", "unpublished", "responsiveness",
    ]  # fmt: skip
    names: ClassVar = {"country": country_names}
