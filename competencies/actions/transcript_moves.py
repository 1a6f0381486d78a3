"""Staff gives a transcript to another user (C3)."""

from datetime import date

from django.utils.translation import gettext as _

from competencies.actions import affiliations
from competencies.models import Achievement, Affiliation, Transcript
from competencies.review import changing
from partners.actions import events
from partners.journal import Kind, Reason
from partners.models import User
from partners.refusals import Refused


def move(*, transcript: Transcript, user: User, on: date, by: User) -> Transcript:
    """Make it another user's; the open associations of its achievements end on the day.

    Where they counted, the organisation is reviewed and learns that they no longer do, not why (A7). The new
    owner associates them anew. Refused if it is that user's already.
    """
    if transcript.user_id == user.pk:
        raise Refused("same-user", _("This transcript belongs to that user already. There is nothing to do."))
    own = Achievement.objects.filter(transcript=transcript)
    concerned = {each.pk for each in own.counted_by()}
    with changing(concerned, on=on) as because:
        before = Transcript.objects.select_for_update().get(pk=transcript.pk).user_id
        ties = Affiliation.objects.open().filter(associations__achievement__in=own, associations__until=None)
        counting = list(ties.distinct().select_related("organisation"))
        if before != transcript.user_id or not concerned.issuperset(tie.organisation_id for tie in counting):
            raise changed_meanwhile()
        for tie in counting:
            cause = affiliations.end(tie, on, by, only=list(own), reason=Reason.TRANSCRIPT_MOVED)
            because[tie.organisation_id].append(cause)
        Transcript.objects.filter(pk=transcript.pk).update(user=user, claimed_on=on)
        data = {"transcript": transcript.pk, "person": user.pk, "before": before}
        events.record(Kind.TRANSCRIPT_MOVED, on=on, by=by, data=data)
    transcript.refresh_from_db()
    return transcript


def changed_meanwhile() -> Refused:
    """Somebody claimed, moved or associated at the same moment."""
    message = _("This transcript was changed at the same moment. Load the page again and repeat it.")
    return Refused("changed-meanwhile", message)
