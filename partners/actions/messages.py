"""What staff does about a message that did not clearly reach the mail server."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import Message, MessageState, User
from partners.refusals import Refused


@transaction.atomic
def send_again(*, message: Message, on: date, by: User) -> Message:
    """Let a message that is unsure or given up wait for the mail server once more.

    One that is unsure may reach its reader twice, under the same Message-ID. Refused for any other.
    """
    unsettled = Message.objects.unsettled().filter(pk=message.pk)
    if not unsettled.update(state=MessageState.WAITING, due_at=now(), attempts=0, problem=""):
        raise Refused("not-unsettled", _("Only a message that is unsure or given up can be sent again."))
    message.refresh_from_db()
    data = {"message": str(message.pk), "kind": message.kind, "person": message.recipient_id}
    events.record(Kind.MESSAGE_SENT_AGAIN, on=on, by=by, organisation=message.organisation, data=data)
    return message
