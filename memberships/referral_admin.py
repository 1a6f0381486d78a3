"""Requests of customers and their referrals in the staff's admin: looked at by all, closed as misuse by some (F5).

Who asks is not shown to everybody of the staff. A customer gives name, company and address to the partners that were
chosen, and even these read them only once they are interested (F4); of the staff A3 gives nobody more to do with
customers than to keep misuse away. So whoever may close a request reads who asks, since nobody can judge that
without; specialists and support read the overview that every partner asked reads at once. Support that helps a
caller finds the request by the address that the caller names, and what a partner was shown by a look inside, which
has a reason and stands in the partner's journal (A7). What partners note for themselves is for nobody here.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from memberships.actions import requests
from memberships.models import CustomerRequest, Referral
from partners.access import StaffPermission
from partners.clock import now
from partners.countries import country_name, country_names
from partners.forms import languages
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_lists import Choosing, Find, by_address, by_key, by_mpn_id


def _close(asked: Asked) -> Model:
    return requests.close(request=asked.row, reason=asked.reason, at=now(), by=asked.by)


CLOSE = StaffAction("close", _("Close it as misuse"), PressForm, StaffPermission.CLOSE_REQUESTS, _close)

# Said twice: the index holds only requests whose data is still there.
EMAIL = Find(
    _("email address of the customer"),
    lambda word: Q(email=word.lower()) & ~Q(email="") if "@" in word else None,
)


class RequestFilter(Choosing):
    """By what became of a request, as far as few of many are meant."""

    title = _("state")
    parameter_name = "state"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Three."""
        return [
            ("unconfirmed", gettext("address not confirmed yet")),
            ("withdrawn", gettext("withdrawn by the customer")),
            ("closed", gettext("closed as misuse")),
        ]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Each has an index of its own."""
        columns = {"unconfirmed": "confirmed_at", "withdrawn": "withdrawn_at", "closed": "closed_at"}
        return queryset.filter(**{f"{columns[value]}__isnull": value == "unconfirmed"})


@admin.register(CustomerRequest)
class CustomerRequestAdmin(ActingAdmin):
    """What customers ask; found by the address that a caller names, or by the number of the request."""

    list_display = ["asked_at", "country", "company_size", "state"]
    list_filter = [RequestFilter]
    finds = (EMAIL, by_key("public_id"))
    ordering = ["-pk"]
    fields = [
        "public_id", "asked_at", "country", "company_size", "language", "sought", "partners", "state",
        "confirmed_at", "withdrawn_at", "closed_at", "erase_at", "erased_at",
    ]  # fmt: skip
    names: ClassVar = {"country": country_names, "language": lambda: dict(languages())}
    readonly_fields = ["partners", "state"]
    acting = (CLOSE,)

    def fitting(self, row: CustomerRequest) -> set[str]:
        """What is closed, or has nothing personal any more, is not closed."""
        return super().fitting(row) if row.closed_at is None and row.erased_at is None else set()

    def get_list_display(self, request: HttpRequest) -> Any:
        """Who asks, for those who may read it."""
        who = ["email"] if CLOSE.allowed(request) else []
        return [*super().get_list_display(request), *who]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The same."""
        who = ["name", "company", "email"] if CLOSE.allowed(request) else []
        return [*super().get_fields(request, obj), *who]

    @admin.display(description=_("state"))
    def state(self, row: CustomerRequest) -> str:
        """In words."""
        if row.closed_at:
            return gettext("closed as misuse")
        if row.withdrawn_at:
            return gettext("withdrawn by the customer")
        return gettext("sent") if row.confirmed_at else gettext("address not confirmed yet")

    @admin.display(description=_("partners"))
    def partners(self, row: CustomerRequest) -> SafeString:
        """Each with its state, in the order of asking; they are fifteen at most."""
        rows = row.referrals.select_related("organisation").order_by("pk")
        lines = ((_page(each), each.organisation.display_name, each.get_state_display()) for each in rows)
        return format_html_join("", '<p><a href="{}">{}</a> – {}</p>', lines)


def _page(referral: Referral) -> str:
    return reverse("admin:memberships_referral_change", args=[referral.pk])


class HeldBackFilter(Choosing):
    """Referrals of which a mail was held back, because its reader had got enough within a day (F5)."""

    title = _("mail")
    parameter_name = "mail"

    def offered(self) -> Iterable[tuple[str, str]]:
        """The one choice."""
        return [("held-back", gettext("held back by the limit of a day"))]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those."""
        return queryset.filter(held_back_at__isnull=False)


@admin.register(Referral)
class ReferralAdmin(ReadOnlyAdmin):
    """What each partner has of a request, found by the partner, its contact, or the number in its address."""

    list_display = ["organisation", "state", "country", "sent_at", "due_at", "held_back_at"]
    list_select_related = ["organisation", "request"]
    list_filter = ["state", HeldBackFilter]
    finds = (by_mpn_id(), by_address("contact_email"), by_key("public_id"))
    ordering = ["-pk"]
    fields = [
        "public_id", "request", "organisation", "profile", "city", "contact_name", "contact_email", "state",
        "sent_at", "due_at", "answered_at", "accepted_at", "ended_at", "value", "currency", "closes_on", "reason",
        "held_back_at",
    ]  # fmt: skip

    @admin.display(description=_("country"))
    def country(self, row: Referral) -> str:
        """From where it is asked."""
        return country_name(row.request.country)
