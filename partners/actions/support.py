"""Support looks inside an organisation for an hour (A3)."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from partners import security
from partners.actions import events
from partners.journal import Kind
from partners.models import Organisation, SupportGrant, User
from partners.refusals import Refused
from partners.security import Event


@transaction.atomic
def start(*, organisation: Organisation, reason: str, on: date, at: datetime, by: User) -> SupportGrant:
    """Open the organisation's pages to `by`, to read only, for an hour; the partner reads when and why.

    One look at a time: an earlier one of the same user ends. Refused without a reason.
    """
    why = reason.strip()
    if not why:
        raise Refused("no-reason", _("Say why. The partner reads it."))
    # No key changes; two looks begun at once wait for each other here.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    for earlier in SupportGrant.objects.not_ended(by).select_related("organisation"):
        _end(earlier, on=on, at=at, by=by)
    grant = SupportGrant.objects.create(
        user=by, organisation=organisation, reason=why, starts_at=at, until=at + SupportGrant.LASTS
    )
    details = {"grant": grant.pk, "until": grant.until.isoformat(timespec="seconds"), "reason": why}
    events.record(Kind.SUPPORT_STARTED, on=on, by=by, organisation=organisation, data=details)
    _note(Event.SUPPORT_STARTED, grant, by)
    return grant


@transaction.atomic
def end(*, grant: SupportGrant, on: date, at: datetime, by: User) -> SupportGrant:
    """End a look before its time. Refused if it is over already."""
    held = SupportGrant.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    found = held.get(pk=grant.pk)
    if found.ended_at is not None or found.until <= at:
        raise Refused("look-over", _("This look is over already. There is nothing to do."))
    _end(found, on=on, at=at, by=by)
    return found


def _end(grant: SupportGrant, *, on: date, at: datetime, by: User) -> None:
    """What its time has ended already was told when it began: until when."""
    over = grant.until <= at
    grant.ended_at = grant.until if over else at
    grant.save(update_fields=["ended_at"])
    if not over:
        data = {"grant": grant.pk}
        events.record(Kind.SUPPORT_ENDED, on=on, by=by, organisation=grant.organisation, data=data)
        _note(Event.SUPPORT_ENDED, grant, by)


def _note(event: Event, grant: SupportGrant, by: User) -> None:
    ids = {"grant": grant.pk, "organisation": grant.organisation_id, "person": grant.user_id}
    transaction.on_commit(partial(security.note, event, by=by, **ids))
