"""Reminding people to claim and to associate (B4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from competencies.people.listing import to_remind
from partners import messages
from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import Account, Message, MessageKind, Organisation, User
from partners.refusals import Refused

WEEK = timedelta(days=7)
"""Nobody is reminded more often."""


@transaction.atomic
def remind(*, organisation: Organisation, on: date, by: User, only: Account | None = None) -> int:
    """Remind all who have not associated yet, or the one; returns how many. Who was this week is left out.

    Refused if there is nobody left to remind.
    """
    # Two at once take turns, so that the second finds whom the first reminded.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    waiting = to_remind(organisation) if only is None else to_remind(organisation).filter(pk=only.pk)
    found = waiting.exclude(user__in=_reminded(organisation, on)).order_by("pk")
    people = list(found.values_list("user_id", flat=True))
    if not people:
        message = _("There is nobody to remind: everybody has associated or was reminded within a week.")
        raise Refused("nobody-to-remind", message)
    messages.write(_messages(organisation, people, on))
    data = {"people": people}
    events.record(Kind.PEOPLE_REMINDED, on=on, by=by, organisation=organisation, data=data)
    return len(people)


def last_reminded(organisation: Organisation, users: Sequence[int]) -> dict[int, date]:
    """When each of these users was last reminded by the organisation, in one query."""
    rows = Message.objects.filter(
        organisation=organisation, kind=MessageKind.TO_ASSOCIATE, recipient__in=users
    )
    return {user: on for user, on in rows.order_by("on").values_list("recipient_id", "on") if user}


def _reminded(organisation: Organisation, on: date) -> list[int | None]:
    rows = Message.objects.filter(organisation=organisation, kind=MessageKind.TO_ASSOCIATE, on__gt=on - WEEK)
    return list(rows.values_list("recipient_id", flat=True))


def _messages(organisation: Organisation, people: Sequence[int], on: date) -> list[Message]:
    moment = now()
    return [
        messages.message(
            MessageKind.TO_ASSOCIATE,
            recipient=person,
            organisation=organisation.pk,
            on=on,
            about=f"people:{organisation.pk}:{on.isoformat()}",
            data={},
            now=moment,
        )
        for person in people
    ]
