"""The tenant in the staff's admin: organisations, users, accounts, the journal (A3, B1)."""

from collections.abc import Iterable
from typing import Any, ClassVar

# They register models in the admin that would go round the actions; imported to be taken out again.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners import (
    logins_admin,  # noqa: F401 registers logins, groups and looks
    newcomers_admin,  # noqa: F401 registers invitations and enrolments
)
from partners.access import TO_CUSTOMERS, StaffPermission, staff_may
from partners.actions import (
    accounts,
    messages,
    organisations,
    support,
)
from partners.clock import now
from partners.countries import country_choices, country_names
from partners.models import (
    Account,
    CountryMarket,
    JournalEntry,
    Location,
    Message,
    MessageState,
    Organisation,
    SupportGrant,
    User,
)
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_fields import UserField
from partners.staff_lists import Choosing, Find, by_beginning, by_email, by_mpn_id

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])
admin.site.site_header = admin.site.site_title = _("Assay for the vendor's staff")
admin.site.index_title = _("Overview")


class EnrolForm(forms.Form):
    """A new organisation."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    display_name = forms.CharField(label=_("Display name"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country of the head office"), choices=country_choices)
    city = forms.CharField(label=_("City of the head office"), max_length=100, required=False)


class AppointForm(forms.Form):
    """Somebody in place of the last admin (A3)."""

    user = UserField(
        label=_("Email address of the login"),
        help_text=_("Only where no admin is left who can sign in. Who has no login yet is invited instead."),
    )


class LookForm(forms.Form):
    """Why support looks inside."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads it. You see the pages for an hour and change nothing."),
    )


def _enrol(asked: Asked) -> Model:
    return organisations.enrol_once(on=asked.on, by=asked.by, **asked.answers)


def _appoint(asked: Asked) -> Model:
    return accounts.appoint_admin(
        organisation=asked.row, reason=asked.reason, on=asked.on, by=asked.by, **asked.answers
    )


def _look(asked: Asked) -> Model:
    return support.start(organisation=asked.row, on=asked.on, at=now(), by=asked.by, **asked.answers)


def _home(grant: SupportGrant) -> str:
    return reverse("memberships:home", args=[grant.organisation.public_id])


def _of_account(account: Account) -> str:
    return reverse("admin:partners_account_change", args=[account.pk])


def _send_again(asked: Asked) -> Model:
    return messages.send_again(message=asked.row, on=asked.on, by=asked.by)


class MarketFilter(Choosing):
    """By market: those of the table of countries, since the organisations are too many to ask."""

    title = _("market")
    parameter_name = "market"

    def offered(self) -> list[tuple[str, str]]:
        """Each market under its key."""
        keys = CountryMarket.objects.order_by("market").values_list("market", flat=True).distinct()
        return [(key, key) for key in keys]


# Said twice: the index holds only messages with an address.
ADDRESS = Find(_("address without a login"), lambda word: Q(address=word.lower()) & ~Q(address=""))


ABOUT_ONE = (
    "partners.account", "partners.term", "memberships.order", "memberships.entitlement", "competencies.standing",
    "competencies.attainment", "competencies.override", "competencies.creditreport", "partners.message",
    "partners.journalentry",
)  # fmt: skip
"""Lists in which staff looks for one organisation."""


@admin.register(Organisation)
class OrganisationAdmin(ActingAdmin):
    """Organisations, found by name or MPN ID."""

    list_display = ["display_name", "mpn_id", "country", "market", "joined_on"]
    finds = (
        by_mpn_id("pk"),
        by_beginning("display_name", _("beginning of the name")),
        by_beginning("legal_name", _("beginning of the legal name")),
    )
    list_filter = [MarketFilter]
    names: ClassVar = {"country": country_names}
    ordering = ["-pk"]
    fields = ["legal_name", "display_name", "mpn_id", "country", "market", "joined_on", "lists"]
    readonly_fields = ["lists"]
    adding = StaffAction(
        "enrol", _("Enrol an organisation"), EnrolForm, StaffPermission.MANAGE_ORGANISATIONS, _enrol
    )
    acting = (
        StaffAction(
            "appoint",
            _("Appoint an admin"),
            AppointForm,
            StaffPermission.MANAGE_ORGANISATIONS,
            _appoint,
            then=_of_account,
        ),
        StaffAction(
            "look", _("See its pages as support"), LookForm, StaffPermission.LOOK_INSIDE, _look, then=_home
        ),
    )

    @admin.display(description=_("all about it"))
    def lists(self, row: Organisation) -> SafeString:
        """The way to the rows of the organisation in every list that knows its MPN ID."""
        links = (
            (
                reverse(f"admin:{each.label_lower.replace('.', '_')}_changelist"),
                row.mpn_id,
                each.verbose_name_plural,
            )
            for each in (apps.get_model(name)._meta for name in ABOUT_ONE)
        )
        return format_html_join(" · ", '<a href="{}?q={}">{}</a>', links)


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Users in organisations; their roles are the business of the organisation's admins."""

    list_display = ["user", "organisation", "starts_on", "until"]
    list_select_related = ["user", "organisation"]
    finds = (by_email(), by_mpn_id())
    ordering = ["-pk"]


@admin.register(Location)
class LocationAdmin(ReadOnlyAdmin):
    """Offices."""

    list_display = ["city", "country", "organisation", "is_head_office"]
    names: ClassVar = {"country": country_names}
    list_select_related = ["organisation"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    """What happened, the latest first."""

    list_display = ["on", "kind", "organisation", "competency", "level", "edition", "reason", "recorded_at"]
    list_select_related = ["organisation"]
    list_filter = ["kind"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]

    @admin.display(description=_("reason"))
    def reason(self, row: JournalEntry) -> str:
        """Why staff did it, where it was staff."""
        return str(row.data.get("reason", ""))


@admin.register(Message)
class MessageAdmin(ActingAdmin):
    """Messages to readers; those that are unsure or given up are sent again by staff only (E4).

    The address of a customer is shown to whom requests show who asks (`memberships.referral_admin`); it finds its
    messages for everybody, since who types it knows it.
    """

    list_display = [
        "written_at",
        "kind",
        "recipient",
        "address",
        "organisation",
        "state",
        "attempts",
        "problem",
    ]
    fields = [
        "recipient", "address", "organisation", "kind", "on", "data", "written_at", "state", "due_at", "attempts",
        "sent_at", "problem", "read_at",
    ]  # fmt: skip
    readonly_fields = ["address_unless_customer"]
    list_select_related = ["recipient", "organisation"]
    list_filter = ["state", "kind"]
    finds = (by_email("recipient"), ADDRESS, by_mpn_id())
    ordering = ["-written_at", "-pk"]
    acting = (
        StaffAction("send-again", _("Send it again"), PressForm, StaffPermission.SEND_AGAIN, _send_again),
    )

    def fitting(self, row: Message) -> set[str]:
        """What the mail server has, or will get anyway, is not sent again."""
        unsettled = row.state in (MessageState.UNSURE, MessageState.GIVEN_UP)
        return super().fitting(row) if unsettled else set()

    def get_list_display(self, request: HttpRequest) -> Any:
        """With the addresses that the reader may read."""
        return _with_address(super().get_list_display(request), request)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The same."""
        return _with_address(super().get_fields(request, obj), request)

    @admin.display(description=_("address without a login"))
    def address_unless_customer(self, row: Message) -> str:
        """Of customers only that it is one."""
        return gettext("a customer") if row.kind in TO_CUSTOMERS and row.address else row.address


def _with_address(fields: Iterable[Any], request: HttpRequest) -> list[Any]:
    user = request.user
    may = isinstance(user, User) and staff_may(user, StaffPermission.CLOSE_REQUESTS)
    shown = "address" if may else "address_unless_customer"
    return [shown if each == "address" else each for each in fields]
