"""The reminder that a renewal is still at risk, in its reader's words (E4, H1)."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.curing import cures_of
from competencies.models import Standing
from competencies.presenters import alerts, letters
from competencies.presenters.letters import Told
from competencies.published import published
from competencies.views.loading import standing_of, words_of
from partners import days
from partners.clock import today
from partners.mail import Letter, Writer
from partners.models import Message, MessageKind, Term


def written(message: Message) -> Letter | None:
    """The alerts as they stand now; None if none stands any more, or the year is over."""
    term, on = Term.objects.get(pk=message.data["term"]), today()
    standing = standing_of(message.partner, published(), as_of=on)
    if term.until <= on or standing.risk.get("term") != term.pk:
        return None
    with translation.override(message.reader.language):
        found = _told(message, standing)
        return _letter(message, term, found) if found else None


def _told(message: Message, standing: Standing) -> list[Told]:
    on, rules = today(), published()
    entries = [entry for entry in alerts.entries(standing.risk) if entry.note is None]
    cures = cures_of(standing, as_of=on, rules=rules)
    named = set().union(*(alerts.people_in(entry, cures) for entry in entries))
    words = words_of(message.partner, rules.programme, as_of=on, people=named)
    return letters.standing(entries, words, cures)


def _letter(message: Message, term: Term, found: list[Told]) -> Letter:
    organisation, left = message.partner.display_name, (term.until - today()).days
    text = ngettext(
        "%(organisation)s: %(days)d day to the anniversary, and the renewal is at risk",
        "%(organisation)s: %(days)d days to the anniversary, and the renewal is at risk",
        left,
    )
    why = _("You get this because you are an admin or membership manager of %(organisation)s.")
    context = {
        "reader": message.reader.name,
        "headline": alerts.headline(),
        "anniversary": days.full(term.until),
        "hint": days.hint(term.until, as_of=today()),
        "risks": found,
        "url": f"{settings.PORTAL_URL}{reverse('memberships:home', args=[message.partner.public_id])}",
        "why": why % {"organisation": organisation},
    }
    body = render_to_string("memberships/letters/risk_reminder.txt", context)
    # A name may hold no line break, and a block that has nothing to say leaves no gap.
    subject = " ".join((text % {"organisation": organisation, "days": left}).split())
    return Letter(subject, re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


WRITERS: Mapping[MessageKind, Writer] = {MessageKind.RISK_REMINDER: written}
"""Who makes the words, by the kind of the message."""
