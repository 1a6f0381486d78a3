"""The reminder to claim a transcript or to associate, in its reader's words (B4, H1)."""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from competencies.models import Affiliation, Transcript
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind


def written(message: Message) -> Letter | None:
    """What is still to be done, as things stand now; None if the person has done it meanwhile."""
    reader, organisation = message.reader, message.partner
    if Affiliation.objects.open().filter(user=reader, organisation=organisation).exists():
        return None
    with translation.override(reader.language):
        name = organisation.display_name
        path = reverse("competencies:my_achievements", args=[organisation.public_id])
        context = {
            "reader": reader.name,
            "organisation": name,
            "claimed": Transcript.objects.visible_to(reader).exists(),
            "url": f"{settings.PORTAL_URL}{path}",
            "why": _("You get this because you have an account at %(organisation)s.")
            % {"organisation": name},
        }
        subject = _("%(organisation)s: let your achievements count") % {"organisation": name}
        body = render_to_string("competencies/letters/to_associate.txt", context)
    # A name may hold no line break.
    return Letter(" ".join(subject.split()), body.strip() + "\n")


WRITERS: Mapping[MessageKind, Writer] = {MessageKind.TO_ASSOCIATE: written}
"""Who makes the words, by the kind of the message."""
