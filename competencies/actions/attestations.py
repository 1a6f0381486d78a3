"""Attestations, as the vendor gives them (C2)."""

from datetime import date

from django.utils.translation import gettext as _

from competencies.actions.reckoning import refuse_early
from competencies.models import Attestation
from competencies.review import changing
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, User
from partners.refusals import Refused


def record(
    *,
    organisation: Organisation,
    attestation: str,
    reference: str,
    starts_on: date,
    on: date,
    by: User | None,
    until: date | None = None,
) -> Attestation:
    """An attestation of a kind with the vendor's reference; recorded again it is replaced."""
    refuse_early(starts_on, until)
    if until is not None and until < starts_on:
        raise Refused("backwards", _("An attestation cannot end before it starts. Correct the days."))
    with changing([organisation.pk], on=on) as because:
        row, _new = Attestation.objects.update_or_create(
            organisation=organisation,
            attestation=attestation,
            reference=reference,
            defaults={"starts_on": starts_on, "until": until},
        )
        details = {"attestation": attestation, "reference": reference}
        data = {**details, "starts_on": str(starts_on), "until": str(until) if until else None}
        event = events.record(Kind.ATTESTATION_RECORDED, on=on, by=by, organisation=organisation, data=data)
        because[organisation.pk].append(Cause(Reason.ATTESTATION_RECORDED, {"event": event.pk, **details}))
    return row
