"""Messages of one organisation as notices: a fixed number of queries, however many they are."""

from collections.abc import Mapping, Sequence
from itertools import chain

from competencies.curing import cures_of
from competencies.models import Override
from competencies.presenters.announcement import announcement
from competencies.presenters.cures import people_of
from competencies.presenters.history import Event
from competencies.presenters.notices import Ending, Notice, Told, notice, people_in, reminder, told_of
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
    entries, endings = _entries(messages), _endings(messages)
    rules, on = rules or published(), today()
    cures: Cures = {}
    if any(each.kind in OF_RISK for each in messages):
        cures = cures_of(standing_of(organisation, rules, as_of=on), as_of=on, rules=rules)
    people = people_in(event for _competency, event in entries.values())
    named = people.union(*map(people_of, cures.values()))
    words = words_of(organisation, rules.programme, as_of=on, people=named)
    return [(each, _notice(each, entries, endings, words, cures)) for each in messages]


OF_RISK = (MessageKind.RENEWAL_RISK, MessageKind.RISK_REMINDER)
"""These say what would cure it."""


def _notice(
    message: Message,
    entries: Mapping[int, Told],
    endings: Mapping[object, Ending],
    words: Words,
    cures: Cures,
) -> Notice:
    if message.kind == MessageKind.EDITION_LOSSES:
        return announcement(message.data, words)
    if message.kind == MessageKind.RISK_REMINDER:
        return reminder(
            message.data["days"], [(key[0], key[1]) for key in message.data["alerts"]], words, cures
        )
    ending = endings.get(message.data.get("override"))
    return notice(message.kind, _told(message, entries), ending, words, cures)


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
