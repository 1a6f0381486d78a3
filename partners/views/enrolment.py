"""A firm enrols itself (B1). The pages answer the same whether or not an address has a login (A6)."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partners import links
from partners.actions import enrolments
from partners.clock import today
from partners.countries import country_name
from partners.forms import EnrolmentForm
from partners.models import Enrolment, EnrolmentState
from partners.refusals import Refused
from partners.views.newcomers import Door, dead, key_of, unknown


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The form; whatever is entered, the next page says that a mail is on its way."""
    form = EnrolmentForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="enrol", key=address):
            enrolments.ask(on=today(), **form.cleaned_data)
            return redirect("partners:enrol_sent")
        form.add_error(None, _("Too many firms were enrolled from here or for this address. Try tomorrow."))
        return render(request, "partners/enrol.html", {"form": form}, status=429)
    return render(request, "partners/enrol.html", {"form": form})


@require_safe
def enrol_sent(request: HttpRequest) -> HttpResponse:
    """Says where to look next."""
    return render(request, "partners/enrol_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment(request: HttpRequest) -> HttpResponse:
    """The page behind the link: first a button confirms the address, then the enrolment is finished."""
    signed = links.read("enrolment", key_of(request))
    row = Enrolment.objects.filter(public_id=signed.public_id).first() if signed else None
    if signed is None or row is None:
        return unknown(request)
    try:
        return _confirmed(request, row, signed.version)
    except Refused as refusal:
        return dead(request, str(refusal), status=410)


def _confirmed(request: HttpRequest, row: Enrolment, version: int) -> HttpResponse:
    on = today()
    enrolments.refuse_dead(row, version, on)
    context = {"enrolment": row, "country": country_name(row.country), "key": key_of(request)}
    if row.state == EnrolmentState.ASKED:
        if request.method != "POST":
            return render(request, "partners/enrolment_confirm.html", context)
        needs_approval = settings.ENROLMENT_NEEDS_APPROVAL
        enrolments.confirm(enrolment=row, version=version, needs_approval=needs_approval, on=on)
        return redirect(links.path("partners:enrolment", key_of(request)))
    if row.state == EnrolmentState.CONFIRMED:
        return render(request, "partners/enrolment_waits.html", context)
    return _door(request, row, version).answer("partners/enrolment_finish.html", context)


def _door(request: HttpRequest, row: Enrolment, version: int) -> Door:
    on = today()
    return Door(
        request,
        email=row.email,
        name=row.name,
        enter=lambda user: enrolments.finish(enrolment=row, version=version, user=user, on=on),
        enter_as_new=lambda password: enrolments.finish_as_new(
            enrolment=row,
            version=version,
            password=password,
            language=get_language() or row.language,
            on=on,
        ),
    )
