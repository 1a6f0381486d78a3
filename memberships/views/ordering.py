"""One offer ordered: what it would change, and the details of the invoice (E2)."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from competencies.programme import Programme
from competencies.published import published
from competencies.views.frame import framed, needs_programme
from competencies.views.loading import situation_of, standing_of
from memberships.actions import orders, terms
from memberships.actions.orders import Billing
from memberships.holding import rights_of
from memberships.models import Entitlement, Order
from memberships.offers import (
    Availability,
    How,
    NoOffers,
    OfferKind,
    Position,
    Why,
    availability,
    offers_on,
)
from memberships.offers.published import edition_on
from memberships.position import position_of
from memberships.presenters.benefit_effects import benefit_effects
from memberships.presenters.effects import effects
from memberships.presenters.orders import prices, steps, text
from memberships.refusal import why_not
from partners.access import Permission, organisation_for
from partners.clock import today
from partners.countries import country_choices
from partners.models import Organisation
from partners.refusals import Refused
from partners.views.requests import SignedInRequest


class OrderForm(forms.Form):
    """What stands on the invoice."""

    name = forms.CharField(label=gettext_lazy("Name on the invoice"), max_length=200)
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Street, postcode and city, each on its own line."),
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    tax_id = forms.CharField(label=gettext_lazy("Tax ID, if you have one"), max_length=40, required=False)
    purchase_order = forms.CharField(
        label=gettext_lazy("Purchase-order number, if you use one"), max_length=60, required=False
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    understood = forms.BooleanField(
        label=gettext_lazy("We have read what this order changes, and order it."),
        error_messages={"required": gettext_lazy("Say that you have read what this order changes.")},
    )

    def __init__(self, *args: Any, currencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
        field.choices = [(each, each) for each in currencies]
        self.only = currencies[0] if len(currencies) == 1 else ""
        if self.only:
            del self.fields["currency"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_programme
def order_offer(request: SignedInRequest, organisation: uuid.UUID, offer: str) -> HttpResponse:
    """The form of an order, or its placing; 404 for what is no offer of today. What cannot be bought says why."""
    own = organisation_for(request, organisation, Permission.MANAGE_MEMBERSHIP)
    on = today()
    rules = published()
    standing = standing_of(own, rules, as_of=on)
    position = position_of(own, rules.programme, on=on)
    found = _available(offer, position)
    form = _form(request, own, found)
    if request.method == "POST" and form.is_valid():
        order = _place(request, own, offer, form)
        if order is not None:
            return redirect("memberships:order", own.public_id, order.public_id)
    situation = situation_of(own, rules.programme, as_of=on, about={})
    context = _context(found, form)
    if found.why is Why.ORDERED:
        context["open_order"] = (
            Order.objects.of(own).open().like(offer, add_on=found.offer.kind is OfferKind.ADD_ON).first()
        )
    if found.how is not None:
        starts_on = position.until if found.how is How.RENEWAL and position.until else on
        attained = terms.displayable(own, starts_on=starts_on, on=on)
        context["effects"] = [
            *effects(found, position, situation, set(attained)),
            *_of_benefits(own, found, rules.programme, on),
        ]
    return framed(request, "memberships/order_new.html", context, standing=standing, situation=situation)


def _available(key: str, position: Position) -> Availability:
    try:
        offer = offers_on(position.on).offer(key)
    except NoOffers as error:
        raise Http404 from error
    if offer is None:
        raise Http404
    return availability(offer, position)


def _of_benefits(own: Organisation, found: Availability, programme: Programme, on: date) -> list[str]:
    """What the order would do to the benefits that are activated (E5)."""
    active = Entitlement.objects.in_force(on).of(own).filter(term__isnull=False)
    if found.how is How.ADD_ON or not active:
        return []
    brought = rights_of(own, programme, edition_on(on), level=found.offer.level, on=on)
    return benefit_effects(active.select_related("edition", "term").order_by("pk"), brought)


def _form(request: SignedInRequest, own: Organisation, found: Availability) -> OrderForm:
    currencies = [each.currency for each in found.offer.prices]
    if request.method == "POST":
        return OrderForm(request.POST, currencies=currencies)
    return OrderForm(initial=_known(own), currencies=currencies)


def _known(own: Organisation) -> dict[str, str]:
    """What the last order said, else what is known of the organisation: nobody types it twice."""
    last = Order.objects.of(own).first()
    if last is None:
        return {"name": own.legal_name, "country": own.country}
    return {
        "name": last.billing_name, "address": last.billing_address, "country": last.billing_country,
        "tax_id": last.tax_id,
    }  # fmt: skip


def _place(request: SignedInRequest, own: Organisation, offer: str, form: OrderForm) -> Order | None:
    given = form.cleaned_data
    billing = Billing(
        given["name"], given["address"], given["country"], given["tax_id"], given["purchase_order"]
    )
    try:
        return orders.place(
            organisation=own,
            offer=offer,
            currency=form.only or given["currency"],
            billing=billing,
            on=today(),
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _context(found: Availability, form: OrderForm) -> dict[str, Any]:
    paid = [each for each, _instead in prices(found)]
    button = _("Order for %(price)s") % {"price": paid[0]} if len(paid) == 1 else pgettext("verb", "Order")
    return {
        "offer": text(found.offer.name),
        "form": form,
        "refused": why_not(found.why) if found.why else "",
        "price": " / ".join(paid),
        "instead_of": " / ".join(instead for _paid, instead in prices(found) if instead),
        "percent": f"{found.percent.normalize():f}",
        "example": any(each.example for each in found.offer.prices),
        "steps": steps(1),
        "button": button,
    }
