"""The page behind an invitation's link (B2)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners import days, links
from partners.actions import invitations
from partners.clock import today
from partners.models import Invitation
from partners.naming import called
from partners.refusals import Refused
from partners.views.newcomers import Door, dead, key_of, unknown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Says who invites whom; the button lets the invited person in."""
    signed = links.read("invitation", key_of(request))
    row = _of(signed)
    if signed is None or row is None:
        return unknown(request)
    on = today()
    try:
        invitations.refuse_dead(row, signed.version, on)
    except Refused as refusal:
        return dead(request, str(refusal), status=410)
    door = Door(
        request,
        email=row.email,
        name=row.name,
        enter=lambda user: invitations.accept(invitation=row, version=signed.version, user=user, on=on),
        enter_as_new=lambda password: invitations.accept_as_new(
            invitation=row,
            version=signed.version,
            password=password,
            language=get_language() or row.language,
            on=on,
        ),
    )
    context = {
        "organisation": row.organisation.display_name,
        "inviter": called(row.invited_by.name, row.invited_by.erased_on),
        "roles": [role.label for role in row.wanted],
        "last_day": days.full(days.last_day(row.expires_on)),
    }
    return door.answer("partners/invitation.html", context)


def _of(signed: links.Signed | None) -> Invitation | None:
    if signed is None:
        return None
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.filter(public_id=signed.public_id).first()
