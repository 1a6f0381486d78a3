"""Achievements, as the vendor's certification system gives them (C1, C2)."""

from datetime import date

from competencies.actions import following
from competencies.actions.reckoning import refuse_early
from competencies.models import Achievement, Affiliation, Standing, Transcript
from competencies.review import changing
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, User


def record(
    *,
    transcript: Transcript,
    credential: str,
    earned_on: date,
    on: date,
    by: User | None,
    expires_on: date | None = None,
    revoked_on: date | None = None,
) -> Achievement:
    """An achievement of a transcript; with the same credential and day it replaces what was known (C1).

    If an organisation counts it now, that organisation is reviewed and learns of the change. One that
    counted it once does not (A7). A new one is associated if its owner lets theirs follow (C4).
    """
    refuse_early(earned_on, expires_on, revoked_on)
    known = Achievement.objects.filter(transcript=transcript, credential=credential, earned_on=earned_on)
    counting = [each.pk for each in known.counted_by()]
    follows = Affiliation.objects.following().filter(user=transcript.user_id)
    concerned = {*counting, *follows.values_list("organisation_id", flat=True)}
    with changing(concerned, on=on) as because:
        achievement, new = Achievement.objects.update_or_create(
            transcript=transcript,
            credential=credential,
            earned_on=earned_on,
            defaults={"expires_on": expires_on, "revoked_on": revoked_on},
        )
        if new:
            found = following.associated([achievement.pk], on=on, by=by)
        else:
            found = {each.pk: [_tell(achievement, each, on, by)] for each in known.counted_by()}
        for pk, causes in found.items():
            because[pk].extend(causes)
        # Associated while we waited for the locks: not reviewed here, so due for the next run.
        if late := set(found) - concerned:
            Standing.objects.mark_due(late, on)
    return achievement


def _tell(achievement: Achievement, organisation: Organisation, on: date, by: User | None) -> Cause:
    """The journal entry of the organisation that counts it, as the cause of what changes."""
    details = {"person": achievement.transcript.user_id, "credential": achievement.credential}
    event = events.record(Kind.ACHIEVEMENTS_RECORDED, on=on, by=by, organisation=organisation, data=details)
    return Cause(Reason.ACHIEVEMENT_RECORDED, {"event": event.pk, **details})
