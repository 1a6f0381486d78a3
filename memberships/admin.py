"""Memberships in the staff's admin: offers, orders, terms (E1, E2)."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.programme.document import MAX_BYTES
from competencies.staff_filters import RunningFilter, TermLevelFilter
from memberships import (
    benefit_admin,  # noqa: F401 registers benefits and product keys
    erasure_admin,  # noqa: F401 registers erasures of personal data
    overview_admin,  # noqa: F401 the front page
    profile_admin,  # noqa: F401 registers marketing profiles
    proofs,
    referral_admin,  # noqa: F401 registers requests of customers and referrals
)
from memberships.actions import offers, orders, terms
from memberships.models import AddOn, OfferEdition, Order, RenewalNotice
from memberships.offers import OffersError
from partners.access import StaffPermission, staff_may
from partners.models import Term, TermEntry, User
from partners.refusals import Refused
from partners.staff import ActingAdmin, Asked, OrganisationField, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_mpn_id, by_value


class StartForm(forms.Form):
    """A year of membership."""

    organisation = OrganisationField(label=_("MPN ID"))
    level = forms.CharField(label=_("Level"), max_length=40)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class RefusalForm(forms.Form):
    """Why an order is refused."""

    reason = forms.CharField(label=_("Reason, which the partner reads"), widget=forms.Textarea)


class ConfirmForm(forms.Form):
    """Nothing is asked: the button says it all."""


class OffersForm(forms.Form):
    """The file of a list of offers."""

    document = forms.FileField(label=_("File of offers (YAML)"))

    def clean_document(self) -> str:
        """Its text; a file that is too large is not read."""
        upload = self.cleaned_data["document"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(gettext("This file is over 1 MiB. Choose another."))
        content: bytes = upload.read()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(gettext("This file is not UTF-8 text. Choose another.")) from error


def _start(asked: Asked) -> Model:
    return terms.start(on=asked.on, by=asked.by, **asked.answers)


def _end(asked: Asked) -> Model:
    return terms.end(term=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _publish(asked: Asked) -> Model:
    try:
        return offers.publish(on=asked.on, by=asked.by, **asked.answers)
    except OffersError as error:
        raise Refused("bad-file", "\n".join(map(str, error.problems))) from error


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
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    adding = StaffAction("start", _("Start a term"), StartForm, StaffPermission.START_TERMS, _start)
    acting = (StaffAction("end", _("End it early"), ReasonForm, StaffPermission.START_TERMS, _end),)


@admin.register(TermEntry)
class TermEntryAdmin(ReadOnlyAdmin):
    """What each term displays (F2)."""

    list_display = ["term__organisation", "term", "competency", "level", "since"]
    list_select_related = ["term__organisation"]
    finds = (by_mpn_id("term__organisation"),)
    ordering = ["-pk"]


@admin.register(OfferEdition)
class OfferEditionAdmin(ActingAdmin):
    """Lists of offers; a programme manager publishes them for good."""

    list_display = ["edition", "effective_from", "published_on", "published_by"]
    list_select_related = ["published_by"]
    ordering = ["-effective_from"]
    adding = StaffAction("publish", _("Publish offers"), OffersForm, StaffPermission.PUBLISH_OFFERS, _publish)


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
        "currency", "judged", "billing_name", "billing_address", "billing_country", "tax_id", "purchase_order",
        "ordered_on", "ordered_by", "expires_on", "proof_file", "proof_on", "state", "settled_on", "settled_by",
        "reason", "term",
    ]  # fmt: skip
    readonly_fields = ["proof_file"]
    acting = (
        StaffAction(
            "confirm", _("Confirm the payment"), ConfirmForm, StaffPermission.SETTLE_ORDERS, _confirm
        ),
        StaffAction("refuse", _("Refuse the order"), RefusalForm, StaffPermission.SETTLE_ORDERS, _refuse),
    )

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
