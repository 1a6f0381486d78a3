"""Messages about marketing profiles in the words of their reader (F1, H1)."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from memberships.models import Profile
from memberships.presenters.profile_notices import sentence, why, withdrawal_notice
from partners.mail import Letter, Writer
from partners.models import JournalEntry, Message, MessageKind


def withdrawn(message: Message) -> Letter:
    """The vendor withdrew it: why, and that it can be published again."""
    profile = Profile.objects.select_related("organisation").get(pk=message.data["profile"])
    entry = JournalEntry.objects.get(pk=message.data["entry"])
    with translation.override(message.reader.language):
        organisation = message.partner.display_name
        because = _("You get this because you look after the marketing profile of %(organisation)s.")
        contents = {
            "reader": message.reader.name,
            "sentence": sentence(profile),
            "reason": why(entry),
            "url": settings.PORTAL_URL + withdrawal_notice(entry, profile).page,
            "why": because % {"organisation": organisation},
        }
        subject = _("%(organisation)s: the vendor withdrew your marketing profile")
        body = render_to_string("memberships/letters/profile_withdrawn.txt", contents)
        # A name may hold no line break.
        return Letter(" ".join((subject % {"organisation": organisation}).split()), body.strip() + "\n")


WRITERS: Mapping[MessageKind, Writer] = {MessageKind.PROFILE_WITHDRAWN: withdrawn}
"""Who makes the words, by the kind of the message."""
