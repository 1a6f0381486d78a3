"""Messages of one organisation as notices: a fixed number of queries, however many they are."""

from collections.abc import Sequence
from itertools import chain

from competencies.curing import cures_of
from competencies.models import Override
from competencies.presenters.cures import people_of
from competencies.presenters.history import Event
from competencies.presenters.notices import Ending, Notice, Told, notice, people_in, told_of
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
    if any(each.kind == MessageKind.RENEWAL_RISK for each in messages):
        cures = cures_of(standing_of(organisation, rules, as_of=on), as_of=on, rules=rules)
    people = people_in(event for _competency, event in entries.values())
    named = people.union(*map(people_of, cures.values()))
    words = words_of(organisation, rules.programme, as_of=on, people=named)
    return [
        (each, notice(each.kind, _told(each, entries), endings.get(each.data.get("override")), words, cures))
        for each in messages
    ]


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
