"""The organisation's orders: the list, one of them, its invoice, its proof of payment, its end (E2)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from competencies.published import current_programme, published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import situation_of, standing_of
from memberships import proofs
from memberships.actions import orders
from memberships.invoice import invoice_pdf
from memberships.models import Order
from memberships.payment import Instruction, issuer, payment
from memberships.presenters.orders import awaits, basis, order_view
from partners.access import Permission, organisation_for, permissions_of
from partners.clock import today
from partners.models import Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest

PAGE = 25
"""So many orders stand on one page of the list."""


class ProofForm(forms.Form):
    """Proof that an order is paid."""

    proof = forms.FileField(
        label=gettext_lazy("Proof of payment"),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_proof(self) -> bytes:
        """Its content; a file that is too large is not read."""
        upload = self.cleaned_data["proof"]
        if upload.size > proofs.LARGEST:
            raise forms.ValidationError(_("The file is over 5 MB. Choose a smaller one."))
        content: bytes = upload.read()
        return content


@login_required
@require_safe
@needs_programme
def listing(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """All orders, the latest first; `before` is the number behind which an older page goes on."""
    own = organisation_for(request, organisation, Permission.SEE_OFFERS)
    as_of = today()
    rows = Order.objects.of(own).select_related("edition", "term")
    before = request.GET.get("before", "")
    if before:
        rows = rows.filter(pk__lt=_key(own, before))
    found = list(rows[: PAGE + 1])
    context = {
        "orders": [order_view(each, as_of=as_of) for each in found[:PAGE]],
        "older": str(found[PAGE - 1]) if len(found) > PAGE else "",
        "before": before,
    }
    return _framed(request, own, "memberships/orders.html", context, as_of)


@login_required
@require_safe
@needs_programme
def detail(request: SignedInRequest, organisation: uuid.UUID, order: uuid.UUID) -> HttpResponse:
    """One order: what it waits for, or what became of it."""
    own = organisation_for(request, organisation, Permission.SEE_OFFERS)
    return _detail(request, own, _order_or_404(own, order), ProofForm())


@login_required
@require_safe
def invoice(request: SignedInRequest, organisation: uuid.UUID, order: uuid.UUID) -> HttpResponse:
    """The invoice of an order, made to be printed."""
    own = organisation_for(request, organisation, Permission.SEE_OFFERS)
    row = _order_or_404(own, order)
    as_of = today()
    context = {
        "order": order_view(row, as_of=as_of),
        "payment": _how_to_pay(row, as_of),
        "way": payment().name,
        "issuer": issuer(),
        "organisation": own,
    }
    return render(request, "memberships/invoice.html", context)


@login_required
@require_safe
def invoice_file(request: SignedInRequest, organisation: uuid.UUID, order: uuid.UUID) -> HttpResponse:
    """The same as a PDF."""
    own = organisation_for(request, organisation, Permission.SEE_OFFERS)
    row = _order_or_404(own, order)
    as_of = today()
    view = order_view(row, as_of=as_of)
    content = invoice_pdf(view, own, payment().name, _how_to_pay(row, as_of), issuer=issuer())
    name = f'attachment; filename="invoice-{row.number}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@login_required
@require_POST
@needs_programme
def upload_proof(request: SignedInRequest, organisation: uuid.UUID, order: uuid.UUID) -> HttpResponse:
    """Take in proof of payment."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    row = _order_or_404(own, order)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            orders.attach_proof(order=row, content=form.cleaned_data["proof"], on=today(), by=request.user)
        except Refused as refusal:
            row.refresh_from_db()
            if not row.is_open:
                messages.error(request, str(refusal))
                return redirect("memberships:order", own.public_id, row.public_id)
            form.add_error("proof", str(refusal))
        else:
            messages.success(request, _("The proof has been uploaded. The vendor checks the payment now."))
            return redirect("memberships:order", own.public_id, row.public_id)
    return _detail(request, own, row, form)


@login_required
@require_POST
def cancel(request: SignedInRequest, organisation: uuid.UUID, order: uuid.UUID) -> HttpResponse:
    """Take an order back."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    row = _order_or_404(own, order)
    try:
        orders.cancel(order=row, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Order %(number)s has been cancelled.") % {"number": row})
    return redirect("memberships:order", own.public_id, row.public_id)


def _how_to_pay(row: Order, as_of: date) -> Sequence[Instruction]:
    """Nothing for an order that waits for no payment: nobody pays one that is cancelled or settled."""
    return payment().instructions(row) if awaits(row, as_of) else ()


def _detail(request: SignedInRequest, own: Organisation, row: Order, form: ProofForm) -> HttpResponse:
    as_of = today()
    view = order_view(row, as_of=as_of)
    context = {
        "order": view,
        "basis": basis(row, current_programme().edition_on(row.ordered_on)),
        "form": form,
        "may_act": row.is_open and Permission.MANAGE_MEMBERSHIP in permissions_of(request.account),
        "payment": _how_to_pay(row, as_of),
    }
    return _framed(request, own, "memberships/order.html", context, as_of)


def _framed(
    request: SignedInRequest, own: Organisation, template: str, context: Mapping[str, object], as_of: date
) -> HttpResponse:
    rules = published()
    standing = standing_of(own, rules, as_of=as_of)
    situation = situation_of(own, rules.programme, as_of=as_of, only=[], about={})
    return framed(request, template, context, standing=standing, situation=situation)


def _order_or_404(own: Organisation, public_id: uuid.UUID) -> Order:
    rows = Order.objects.of(own).select_related("edition", "term", "renews", "organisation")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _key(own: Organisation, number: str) -> int:
    found = Order.objects.of(own).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found
