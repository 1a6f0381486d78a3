"""Messages in words: what is known of the organisation today, told in the language of the reader (E4, D4, H1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.credit_letters import credit_contents
from competencies.curing import cures_of
from competencies.models import Override
from competencies.notices import notices_of
from competencies.presenters import alerts, letters
from competencies.presenters.announcement import announcement
from competencies.presenters.cures import people_of
from competencies.presenters.history import Event
from competencies.presenters.notices import Notice, people_in, told_of
from competencies.presenters.situation import Situation
from competencies.published import current_programme, published
from competencies.views.loading import situation_of, standing_of, words_of
from partners import days
from partners.clock import today
from partners.mail import Letter, Writer, digested, readable
from partners.models import JournalEntry, Message, MessageKind, Organisation

_Contents = tuple[str, str, dict[str, Any]]
"""The subject, the competency to link to (or none), and what the template is given besides."""

NoticesOf = Callable[[Sequence[Message], Organisation], list[tuple[Message, Notice]]]
"""Messages of one organisation with their words, in their order."""


def written(message: Message) -> Letter:
    """The message as its reader reads it; people are named as the organisation's pages name them (A7)."""
    return _letter(message, _KINDS[MessageKind(message.kind)])


def digest_by(notices: NoticesOf) -> Writer:
    """The writer of digests that has its notices from there: an app above this one has more words."""
    return lambda message: _letter(message, partial(_digest, notices=notices))


def _letter(message: Message, contents_of: Callable[[Message], _Contents]) -> Letter:
    with translation.override(message.reader.language):
        subject, competency, contents = contents_of(message)
        body = render_to_string(
            f"competencies/letters/{message.kind.replace('-', '_')}.txt",
            {
                "reader": message.reader.name,
                "url": _address(message, competency),
                "why": _why(message),
                **contents,
            },
        )
    # A name may hold no line break, and a block that has nothing to say leaves no gap.
    return Letter(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def _renewal_risk(message: Message) -> _Contents:
    events = _events(message)
    rules, on = published(), today()
    cures = cures_of(standing_of(message.partner, rules, as_of=on), as_of=on, rules=rules)
    named = people_in(event for _competency, event in events).union(*map(people_of, cures.values()))
    words = words_of(message.partner, rules.programme, as_of=on, people=named)
    risks, cleared = letters.raised(events, words, cures), letters.cleared(events, words)
    subject = _("%(organisation)s: membership renewal at risk")
    if not risks:
        subject = _("%(organisation)s: renewal no longer at risk")
    contents = {"headline": alerts.headline(), "risks": risks, "cleared": cleared}
    return subject % {"organisation": message.partner.display_name}, _only(events), contents


def _level_lost(message: Message) -> _Contents:
    events = _events(message)
    situation = _situation(message, set())
    subject = _("%(organisation)s: a competency level was lost")
    lost = letters.losses(events, situation.words)
    return subject % {"organisation": message.partner.display_name}, _only(events), {"losses": lost}


def _override_ending(message: Message) -> _Contents:
    override = Override.objects.get(pk=message.data["override"])
    situation = _situation(message, {override.competency})
    sentence, without = letters.ending(override.competency, override.level, override.until, situation)
    subject = _("%(organisation)s: an override ends on %(day)s") % {
        "organisation": message.partner.display_name,
        "day": days.full(days.last_day(override.until)),
    }
    contents = {"sentence": sentence, "reason": override.reason, "without": without}
    return subject, override.competency, contents


def _digest(message: Message, notices: NoticesOf = notices_of) -> _Contents:
    told = readable(digested(message), message.reader, as_of=today())
    parts = []
    for organisation, group in groupby(told, key=lambda each: each.partner):
        found = notices(list(group), organisation)
        parts.append({"organisation": organisation.display_name, "notices": [one for _row, one in found]})
    count = len(told) + message.data["more"]
    subject = ngettext("%(count)d notification", "%(count)d notifications", count) % {"count": count}
    return subject, "", {"parts": parts, "more": message.data["more"], "several": len(parts) > 1}


def _credit(message: Message) -> _Contents:
    """Its reader is who reported it, so address and reason are its own."""
    subject, contents = credit_contents(message)
    return subject, "", contents


def _edition_losses(message: Message) -> _Contents:
    words = words_of(message.partner, current_programme(), as_of=today())
    page = reverse("competencies:coming", args=[message.partner.public_id])
    told = announcement(message.data, words, page)
    subject = f"{message.partner.display_name}: {told.title}"
    return subject, "", {"lines": told.lines, "url": f"{settings.PORTAL_URL}{page}"}


_KINDS: Mapping[MessageKind, Callable[[Message], _Contents]] = {
    MessageKind.RENEWAL_RISK: _renewal_risk,
    MessageKind.LEVEL_LOST: _level_lost,
    MessageKind.OVERRIDE_ENDING: _override_ending,
    MessageKind.DIGEST: _digest,
    MessageKind.CREDIT_ANSWERED: _credit,
    MessageKind.CREDIT_CLOSED: _credit,
    MessageKind.EDITION_LOSSES: _edition_losses,
}

WRITERS: Mapping[MessageKind, Writer] = dict.fromkeys(_KINDS, written)
"""Who makes the words, by the kind of the message."""


def _events(message: Message) -> list[tuple[str, Event]]:
    """The journal entries it tells of, with their competency."""
    rows = JournalEntry.objects.filter(pk__in=message.data["entries"]).order_by("pk")
    # What was also displayed or attained that day is on the page; the letter tells of the alert alone.
    told = [row for row in rows if told_of(message.kind, row.kind)]
    return [(row.competency, Event(row.on, row.kind, row.level, row.edition, row.data)) for row in told]


def _situation(message: Message, competencies: set[str]) -> Situation:
    return situation_of(message.partner, current_programme(), as_of=today(), only=competencies)


def _only(events: list[tuple[str, Event]]) -> str:
    """The competency, where the letter is about a single one."""
    found = {competency for competency, _event in events}
    return found.pop() if len(found) == 1 else ""


def _address(message: Message, competency: str) -> str:
    """Where it is seen: staff in the administration, partners on their page."""
    if message.kind == MessageKind.DIGEST:
        path = reverse("memberships:notifications", args=[message.partner.public_id])
    elif message.reader.is_staff:
        override = message.data.get("override")
        path = reverse("admin:competencies_override_change", args=[override])
    elif competency in {each.key for each in _competencies()}:
        path = reverse("competencies:detail", args=[message.partner.public_id, competency])
    else:
        path = reverse("competencies:list", args=[message.partner.public_id])
    return f"{settings.PORTAL_URL}{path}"


def _competencies() -> Any:
    return current_programme().edition_on(today()).competencies.values()


def _why(message: Message) -> str:
    """Why the reader gets it."""
    if message.kind == MessageKind.DIGEST:
        return _(
            "You get this because you asked to be told once a day. Settings are beside the notifications."
        )
    if message.reader.is_staff:
        return _("You get this because you placed the override.")
    return _("You get this because you are an admin or membership manager of %(organisation)s.") % {
        "organisation": message.partner.display_name
    }
