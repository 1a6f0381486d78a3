"""Messages of one organisation as notices: a fixed number of queries, however many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse

from competencies.curing import cures_of
from competencies.models import CreditReport, Override
from competencies.presenters.announcement import announcement
from competencies.presenters.credit import subject_of
from competencies.presenters.cures import people_of
from competencies.presenters.history import Event
from competencies.presenters.notices import (
    Ending,
    Notice,
    Reported,
    Told,
    credit,
    notice,
    people_in,
    reminder,
    to_associate,
    told_of,
)
from competencies.presenters.words import Words
from competencies.published import Published, published
from competencies.review.risk import Cures
from competencies.views.loading import standing_of, words_of
from partners.clock import today
from partners.models import JournalEntry, Message, MessageKind, Organisation


def notices_of(
    messages: Sequence[Message], organisation: Organisation, rules: Published | None = None
) -> list[tuple[Message, Notice]]:
    """Each message, in their order, with its words in the language of the day's reader."""
    rules, on = rules or published(), today()
    known = _Known(_entries(messages), _endings(messages), _reports(messages))
    cures: Cures = {}
    if any(each.kind in OF_RISK for each in messages):
        cures = cures_of(standing_of(organisation, rules, as_of=on), as_of=on, rules=rules)
    people = people_in(event for _competency, event in known.entries.values())
    named = people.union(*map(people_of, cures.values()))
    words = words_of(organisation, rules.programme, as_of=on, people=named)
    return [(each, _notice(each, organisation, known, words, cures)) for each in messages]


OF_RISK = (MessageKind.RENEWAL_RISK, MessageKind.RISK_REMINDER)
"""These say what would cure it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the messages tell of, by its id: journal entries, ends of overrides, reports of missing credit."""

    entries: Mapping[int, Told]
    endings: Mapping[object, Ending]
    reports: Mapping[object, CreditReport]


def _notice(
    message: Message, organisation: Organisation, known: _Known, words: Words, cures: Cures
) -> Notice:
    report = known.reports.get(message.data.get("report"))
    if report is not None and report.reporter_id == message.recipient_id:
        return credit(message.kind, _reported(report, words), _page("my_achievements", organisation))
    if message.kind == MessageKind.TO_ASSOCIATE:
        return to_associate(words.organisation, _page("my_achievements", organisation))
    if message.kind == MessageKind.EDITION_LOSSES:
        return announcement(message.data, words, _page("coming", organisation))
    if message.kind == MessageKind.RISK_REMINDER:
        return reminder(
            message.data["days"], [(key[0], key[1]) for key in message.data["alerts"]], words, cures
        )
    ending = known.endings.get(message.data.get("override"))
    return notice(message.kind, _told(message, known.entries), ending, words, cures)


def _page(name: str, organisation: Organisation) -> str:
    return reverse(f"competencies:{name}", args=[organisation.public_id])


def _reports(messages: Sequence[Message]) -> Mapping[object, CreditReport]:
    ids = {each.data["report"] for each in messages if "report" in each.data}
    return CreditReport.objects.select_related("override").in_bulk(ids) if ids else {}


def _reported(report: CreditReport, words: Words) -> Reported:
    until = report.override.last_until if report.override else None
    return Reported(subject_of(report, words.edition, words.language), report.day, report.answer, until)


def _entries(messages: Sequence[Message]) -> dict[int, Told]:
    ids = set(chain.from_iterable(each.data.get("entries", ()) for each in messages))
    if not ids:
        return {}
    rows = JournalEntry.objects.filter(pk__in=ids)
    return {
        row.pk: (row.competency, Event(row.on, row.kind, row.level, row.edition, row.data)) for row in rows
    }


def _endings(messages: Sequence[Message]) -> dict[object, Ending]:
    ids = {each.data["override"] for each in messages if "override" in each.data}
    if not ids:
        return {}
    rows = Override.objects.filter(pk__in=ids)
    return {row.pk: Ending(row.competency, row.level, row.until, row.reason) for row in rows}


def _told(message: Message, entries: Mapping[int, Told]) -> list[Told]:
    ids = sorted(message.data.get("entries", ()))
    found = [entries[pk] for pk in ids if pk in entries]
    return [one for one in found if told_of(message.kind, one[1].kind)]
