"""Overrides by the vendor's specialists (D4)."""

from datetime import date

from django.utils.translation import gettext as _

from competencies.actions.reckoning import refuse_far
from competencies.models import Override
from competencies.published import current_programme
from competencies.review import changing
from competencies.rules.calendar import add_months
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, User
from partners.refusals import Refused

USUAL_MONTHS, MOST_MONTHS = 3, 6


def place(
    *,
    organisation: Organisation,
    competency: str,
    level: str,
    reason: str,
    on: date,
    by: User,
    starts_on: date | None = None,
    until: date | None = None,
) -> Override:
    """Mark a competency level as achieved, from `starts_on` (the day itself) for three months, six at most.

    `until` is the first day on which it no longer counts. Overrides may overlap.
    """
    starts_on, until = refuse_impossible(competency, level, starts_on, until, on=on)
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason: the partner will read it."))
    with changing([organisation.pk], on=on) as because:
        override = Override.objects.create(
            organisation=organisation,
            competency=competency,
            level=level,
            starts_on=starts_on,
            until=until,
            reason=reason.strip(),
            placed_by=by,
            placed_on=on,
        )
        because[organisation.pk].append(_tell(Kind.OVERRIDE_PLACED, Reason.OVERRIDE_PLACED, override, on, by))
    return override


def refuse_impossible(
    competency: str, level: str, starts_on: date | None, until: date | None, *, on: date
) -> tuple[date, date]:
    """The days of an override of this level, from the day itself and for three months unless said otherwise.

    Raises Refused for days that an override cannot have, and a level that the programme does not have then.
    """
    starts_on = on if starts_on is None else starts_on
    refuse_far(starts_on, until)
    until = add_months(starts_on, USUAL_MONTHS) if until is None else until
    _refuse_period(starts_on, until, on)
    _refuse_unknown_level(competency, level, starts_on)
    return starts_on, until


def end(*, override: Override, reason: str, on: date, by: User) -> Override:
    """End an override early: it no longer counts from the day. Never deleted, never lengthened."""
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason: the partner will read it."))
    with changing([override.organisation_id], on=on) as because:
        running = Override.objects.not_over(on).filter(pk=override.pk, ended_on=None)
        if not running.update(ended_on=on, ended_by=by, ended_reason=reason.strip()):
            raise Refused("override-over", _("This override has ended already. There is nothing to do."))
        override.refresh_from_db()
        cause = _tell(Kind.OVERRIDE_ENDED, Reason.OVERRIDE_ENDED_EARLY, override, on, by)
        because[override.organisation_id].append(cause)
    return override


def _refuse_period(starts_on: date, until: date, on: date) -> None:
    if starts_on < on:
        raise Refused("not-from-the-past", _("An override cannot start before today. Choose a later day."))
    if until <= starts_on:
        raise Refused("no-days", _("An override must end after it starts. Choose a later end."))
    if until > add_months(starts_on, MOST_MONTHS):
        raise Refused("too-long", _("An override lasts six months at most. Choose an earlier end."))


def _refuse_unknown_level(competency: str, level: str, day: date) -> None:
    entries = current_programme().edition_on(day).entries
    if not any((entry.competency.key, entry.level) == (competency, level) for entry in entries):
        message = _("The programme has no such competency at this level on that day. Choose another.")
        raise Refused("unknown-level", message)


def _tell(kind: Kind, reason: Reason, override: Override, on: date, by: User) -> Cause:
    days = {"starts_on": override.starts_on.isoformat(), "until": override.last_until.isoformat()}
    event = events.record(
        kind,
        on=on,
        by=by,
        organisation=override.organisation,
        competency=override.competency,
        level=override.level,
        data={"override": override.pk, **days},
    )
    return Cause(reason, {"event": event.pk, "override": override.pk})
