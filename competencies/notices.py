"""Messages of one organisation as notices: a fixed number of queries, however many they are."""

from collections.abc import Sequence
from itertools import chain

from django.urls import reverse

from competencies.models import CreditReport, Override
from competencies.presenters.credit import subject_of
from competencies.presenters.history import Event
from competencies.presenters.notices import (
    Ending,
    Notice,
    Reported,
    Told,
    credit,
    notice,
    people_in,
    to_associate,
    told_of,
)
from competencies.presenters.words import Words
from competencies.published import Published, published
from competencies.views.loading import words_of
from partners.clock import today
from partners.models import JournalEntry, Message, MessageKind, Organisation


def notices_of(
    messages: Sequence[Message], organisation: Organisation, rules: Published | None = None
) -> list[tuple[Message, Notice]]:
    """Each message, in their order, with its words in the language of the day's reader."""
    entries, endings, reports = _entries(messages), _endings(messages), _reports(messages)
    people = people_in(event for _competency, event in entries.values())
    programme = (rules or published()).programme
    words = words_of(organisation, programme, as_of=today(), people=people)
    mine = reverse("competencies:my_achievements", args=[organisation.public_id])

    def told(message: Message) -> Notice:
        report = reports.get(message.data.get("report"))
        if report is not None and report.reporter_id == message.recipient_id:
            return credit(message.kind, _reported(report, words), mine)
        if message.kind == MessageKind.TO_ASSOCIATE:
            return to_associate(words.organisation, mine)
        ending = endings.get(message.data.get("override"))
        return notice(message.kind, _told(message, entries), ending, words)

    return [(each, told(each)) for each in messages]


def _reports(messages: Sequence[Message]) -> dict[object, CreditReport]:
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


def _told(message: Message, entries: dict[int, Told]) -> list[Told]:
    ids = sorted(message.data.get("entries", ()))
    found = [entries[pk] for pk in ids if pk in entries]
    return [one for one in found if told_of(message.kind, one[1].kind)]
