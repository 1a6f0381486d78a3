"""The words of what is mailed about invitations and enrolments, in the language chosen for them (B1, B2, H1)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from partners import days, links
from partners.clock import today
from partners.mail import Letter, Writer
from partners.models import Enrolment, EnrolmentState, Invitation, InvitationState, Message, MessageKind
from partners.naming import called


def invitation(message: Message) -> Letter | None:
    """The link by which the invited person comes in; None once it has no use."""
    row = Invitation.objects.select_related("organisation", "invited_by").get(
        public_id=message.data["invitation"]
    )
    version = message.data["version"]
    if row.state != InvitationState.OPEN or row.version != version or row.expired(today()):
        return None
    key = links.key_of("invitation", row.public_id, version)
    with translation.override(row.language):
        organisation = row.organisation.display_name
        subject = _("Invitation to %(organisation)s") % {"organisation": organisation}
        return _letter(
            "invitation",
            subject,
            reader=row.name,
            organisation=organisation,
            inviter=called(row.invited_by.name, row.invited_by.erased_on),
            url=links.address("partners:invitation", key),
            last_day=days.full(days.last_day(row.expires_on)),
        )


def enrolment(message: Message) -> Letter | None:
    """What the firm is told: a link to confirm or to finish, or why it was refused; None once it has no use."""
    row = Enrolment.objects.get(public_id=message.data["enrolment"])
    version = message.data["version"]
    if row.version != version or row.state != _OF_STATE[MessageKind(message.kind)]:
        return None
    if row.state != EnrolmentState.REFUSED and row.expired(today()):
        return None
    with translation.override(row.language):
        return _letter(
            message.kind.replace("-", "_"),
            _subject(row, MessageKind(message.kind)),
            reader=row.name,
            organisation=row.display_name,
            reason=row.reason,
            url=links.address("partners:enrolment", links.key_of("enrolment", row.public_id, version)),
            last_day=days.full(days.last_day(row.expires_on)),
        )


def admin_appointed(message: Message) -> Letter:
    """That the vendor's staff made the reader an admin, since the organisation had lost its last one (A3)."""
    with translation.override(message.reader.language):
        organisation = message.partner.display_name
        home = reverse("memberships:home", args=[message.partner.public_id])
        return _letter(
            "admin_appointed",
            _("You are an admin of %(organisation)s now") % {"organisation": organisation},
            reader=message.reader.name,
            organisation=organisation,
            url=f"{settings.PORTAL_URL}{home}",
        )


_OF_STATE = {
    MessageKind.ENROLMENT_CONFIRM: EnrolmentState.ASKED,
    MessageKind.ENROLMENT_APPROVED: EnrolmentState.APPROVED,
    MessageKind.ENROLMENT_REFUSED: EnrolmentState.REFUSED,
}

WRITERS: Mapping[MessageKind, Writer] = {
    MessageKind.INVITATION: invitation,
    **dict.fromkeys(_OF_STATE, enrolment),
    MessageKind.ADMIN_APPOINTED: admin_appointed,
}
"""Who makes the words, by the kind of the message."""


def _subject(row: Enrolment, kind: MessageKind) -> str:
    text = {
        MessageKind.ENROLMENT_CONFIRM: _("Confirm the enrolment of %(organisation)s"),
        MessageKind.ENROLMENT_APPROVED: _("The enrolment of %(organisation)s is approved"),
        MessageKind.ENROLMENT_REFUSED: _("The enrolment of %(organisation)s is refused"),
    }[kind]
    return text % {"organisation": row.display_name}


def _letter(template: str, subject: str, **context: Any) -> Letter:
    body = render_to_string(f"partners/letters/{template}.txt", context)
    # A name may hold no line break.
    return Letter(" ".join(subject.split()), body.strip() + "\n")
