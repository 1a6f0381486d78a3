"""Every kind of message in its reader's words: each app writes its own, and here they come together."""

from collections.abc import Mapping

from competencies import letters as competencies
from competencies import reminders
from memberships import benefit_letters as benefits
from memberships import order_letters as orders
from memberships import profile_letters as profiles
from memberships import referral_letters as referrals
from memberships import risk_letters as risks
from memberships.notice_words import notices_of
from partners import letters as partners
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind

WRITERS: Mapping[MessageKind, Writer] = {
    **partners.WRITERS,
    **competencies.WRITERS,
    **reminders.WRITERS,
    **orders.WRITERS,
    **risks.WRITERS,
    **benefits.WRITERS,
    MessageKind.DIGEST: competencies.digest_by(notices_of),
    **referrals.WRITERS,
    **profiles.WRITERS,
}
"""Who makes the words, by the kind of the message."""


def written(message: Message) -> Letter | None:
    """The message as its reader reads it; None if there is nothing to tell any more."""
    return WRITERS[MessageKind(message.kind)](message)
