"""Memberships in the staff's admin: offers, orders, terms (E1, E2)."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from competencies.published import current_programme
from competencies.staff_filters import (
    RunningFilter,
    TermLevelFilter,
    competency_names,
    level_names,
    term_level_names,
)
from memberships import (
    benefit_admin,  # noqa: F401 registers benefits and product keys
    erasure_admin,  # noqa: F401 registers erasures of personal data
    offer_admin,  # noqa: F401 registers the lists of offers
    overview_admin,  # noqa: F401 the front page
    profile_admin,  # noqa: F401 registers marketing profiles
    proofs,
    referral_admin,  # noqa: F401 registers requests of customers and referrals
)
from memberships.actions import orders, terms
from memberships.models import AddOn, Order, RenewalNotice
from memberships.offers.published import offer_names
from memberships.presenters.orders import basis, money, offer_name, text
from partners import days
from partners.access import StaffPermission, staff_may
from partners.clock import today
from partners.countries import country_names
from partners.models import Term, TermEntry, User
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_fields import OrganisationField
from partners.staff_lists import by_mpn_id, by_value


def _paid_levels() -> list[tuple[str, str]]:
    """The levels that a term may have."""
    return [("", "---------"), *term_level_names().items()]


def _offers() -> dict[str, str]:
    return {key: text(name) for key, name in offer_names().items()}


class StartForm(forms.Form):
    """A year of membership."""

    organisation = OrganisationField(label=_("MPN ID"))
    level = forms.ChoiceField(label=_("Level"), choices=_paid_levels)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class RefusalForm(forms.Form):
    """Why an order is refused."""

    reason = forms.CharField(label=_("Reason, which the partner reads"), widget=forms.Textarea)


def _start(asked: Asked) -> Model:
    return terms.start(on=asked.on, by=asked.by, **asked.answers)


def _end(asked: Asked) -> Model:
    return terms.end(term=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _confirm(asked: Asked) -> Model:
    return orders.confirm(order=asked.row, on=asked.on, by=asked.by)


def _refuse(asked: Asked) -> Model:
    return orders.refuse(order=asked.row, on=asked.on, by=asked.by, **asked.answers)


@admin.register(Term)
class TermAdmin(ActingAdmin):
    """Terms; staff starts and ends them."""

    list_display = ["organisation", "level", "starts_on", "until", "grace_until", "ended_on"]
    list_select_related = ["organisation"]
    list_filter = [TermLevelFilter, RunningFilter]
    names: ClassVar = {"level": term_level_names}
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    adding = StaffAction("start", _("Start a term"), StartForm, StaffPermission.START_TERMS, _start)
    acting = (StaffAction("end", _("End it early"), ReasonForm, StaffPermission.START_TERMS, _end),)

    def titled(self, row: Term) -> str:
        """Of whom, at which level, and its last day."""
        return gettext("%(organisation)s: %(level)s, until %(day)s") % {
            "organisation": row.organisation,
            "level": term_level_names().get(row.level, row.level),
            "day": days.full(days.last_day(row.ended_on or row.until)),
        }

    def fitting(self, row: Term) -> set[str]:
        """One that is over ends no more."""
        return super().fitting(row) if row.over_on > today() else set()


@admin.register(TermEntry)
class TermEntryAdmin(ReadOnlyAdmin):
    """What each term displays (F2)."""

    list_display = ["term__organisation", "term", "competency", "level", "since"]
    names: ClassVar = {"competency": competency_names, "level": level_names}
    list_select_related = ["term__organisation"]
    finds = (by_mpn_id("term__organisation"),)
    ordering = ["-pk"]


@admin.register(Order)
class OrderAdmin(ActingAdmin):
    """Orders, those with proof of payment first; a programme manager settles them."""

    list_display = ["number", "organisation", "offer", "kind", "price", "currency", "state", "proof_on"]
    list_select_related = ["organisation"]
    list_filter = ["state", ("proof_on", admin.EmptyFieldListFilter), "kind"]
    finds = (by_value("number", _("number")), by_mpn_id())
    ordering = ["-pk"]
    fields = [
        "number", "organisation", "edition", "offer", "level", "kind", "renews", "list_price", "percent", "price",
        "currency", "basis", "billing_name", "billing_address", "billing_country", "tax_id", "purchase_order",
        "ordered_on", "ordered_by", "expires_on", "proof_file", "proof_on", "state", "settled_on", "settled_by",
        "reason", "term",
    ]  # fmt: skip
    readonly_fields = ["basis", "proof_file"]
    names: ClassVar = {"offer": _offers, "level": term_level_names, "billing_country": country_names}
    acting = (
        StaffAction("confirm", _("Confirm the payment"), PressForm, StaffPermission.SETTLE_ORDERS, _confirm),
        StaffAction("refuse", _("Refuse the order"), RefusalForm, StaffPermission.SETTLE_ORDERS, _refuse),
    )

    def titled(self, row: Order) -> str:
        """Its number, of whom, for what, and what is to be paid."""
        said = [str(row.organisation), offer_name(row), money(row.price, row.currency)]
        return f"{row}: {pgettext('between the parts of a list', ', ').join(said)}"

    def fitting(self, row: Order) -> set[str]:
        """It is settled once."""
        return super().fitting(row) if row.is_open else set()

    @admin.display(description=_("eligibility on the day of the order"))
    def basis(self, row: Order) -> str:
        """What made it possible; nothing was asked for an Action Pack."""
        return basis(row, current_programme().edition_on(row.ordered_on)) or "–"

    def get_urls(self) -> list[URLPattern]:
        """With the address of the proof."""
        view = self.admin_site.admin_view(self.proof_view)
        return [path("<path:object_id>/proof/", view, name="memberships_order_proof"), *super().get_urls()]

    @admin.display(description=_("proof"))
    def proof_file(self, row: Order) -> SafeString | str:
        """A link to it."""
        if not row.proof:
            return "–"
        address = reverse("admin:memberships_order_proof", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, proofs.file_name(row))

    def proof_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The proof as an attachment, for who settles orders; it never opens inside the portal."""
        if not (isinstance(request.user, User) and staff_may(request.user, StaffPermission.SETTLE_ORDERS)):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        content = proofs.content_of(row.proof) if row is not None else None
        if row is None or content is None:
            raise Http404
        return HttpResponse(
            content,
            content_type=row.proof_type,
            headers={
                "Content-Disposition": f'attachment; filename="{proofs.file_name(row)}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox",
            },
        )


@admin.register(AddOn)
class AddOnAdmin(ReadOnlyAdmin):
    """What runs beside terms."""

    list_display = ["term__organisation", "offer", "term", "starts_on", "order"]
    names: ClassVar = {"offer": _offers}
    list_select_related = ["term__organisation", "order"]
    finds = (by_mpn_id("term__organisation"),)
    ordering = ["-pk"]


@admin.register(RenewalNotice)
class RenewalNoticeAdmin(ReadOnlyAdmin):
    """What was told of which renewal, and when."""

    list_display = ["term__organisation", "term", "kind", "on"]
    list_select_related = ["term__organisation"]
    finds = (by_mpn_id("term__organisation"),)
    ordering = ["-pk"]
