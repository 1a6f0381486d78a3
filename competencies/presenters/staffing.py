"""A requirement that a number of people fill, with what including asks of some of them."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.meters import Meter, people_meter
from competencies.presenters.people import contributor, helps, key_people, nearest, nearly_counting
from competencies.presenters.predicates import clauses, satisfying, sentence, summary
from competencies.presenters.rows import OpenPlace, Requirement
from competencies.presenters.words import Words, conjunction
from competencies.programme import Including, People, Predicate
from competencies.rules import Counting, IncludingVerdict, NotCounting, PeopleVerdict

LISTED = 20
"""How many people of a kind one requirement lists on the page of its competency; the rest are counted."""

FIRST = slice(0, LISTED)

Lack = tuple[Including, int]


def people(node: People, verdict: PeopleVerdict, words: Words, listed: slice = FIRST) -> Requirement:
    """The row of a people node, its including requirements among the clauses and meters."""
    including = tuple(zip(node.including or (), verdict.including or (), strict=True))
    lacking = [(entry, result.need - result.have) for entry, result in including if result.have < result.need]
    title, lines = asked_of_people(node, words)
    row = Requirement(
        met=verdict.met,
        title=title,
        node=verdict.node,
        clauses=lines,
        meters=(people_meter(verdict.have, verdict.need), *(_also_meter(*pair, words) for pair in including)),
        remark=key_people(verdict.needed, verdict.have, words),
        open_place=None
        if verdict.met
        else open_place(verdict.need - verdict.have, verdict.not_counting, node.each, words, lacking),
    )
    asked_beside = tuple(entry.each for entry in node.including or ())
    return with_people(
        row, verdict.counting, verdict.not_counting, node.each, words, also=asked_beside, listed=listed
    )


def asked_of_people(node: People, words: Words) -> tuple[SafeString | str, tuple[SafeString, ...]]:
    """How many people, and the clauses of what each has to hold, with what is asked of some of them."""
    return _including_words(node, words) if node.including else asked(node.people, node.each, words)


def asked(count: int, each: Predicate, words: Words) -> tuple[SafeString | str, tuple[SafeString, ...]]:
    """ "2 people, each with", and the clauses of what each has to hold."""
    wanted = clauses(each, words)
    if wanted.only:
        text = ngettext("{count} person with {credential}", "{count} people, each with {credential}", count)
        return format_html(text, count=count, credential=wanted.only), ()
    text = ngettext("%(count)d person with", "%(count)d people, each with", count)
    return text % {"count": count}, wanted.lines


def _including_words(node: People, words: Words) -> tuple[SafeString, tuple[SafeString, ...]]:
    including = node.including or ()
    title = format_html(
        ngettext("{count} person, of whom {rest}", "{count} people, of whom {rest}", node.people),
        count=node.people,
        rest=conjunction([_also_hold(entry, words) for entry in including]),
    )
    text = ngettext("with {credentials}", "each of the {count} with {credentials}", node.people)
    each = format_html(text, count=node.people, credentials=sentence(node.each, words))
    return title, (each, *(_same_people(node.people, entry, words) for entry in including))


def _also_hold(entry: Including, words: Words) -> SafeString:
    text = ngettext("{count} also holds {credentials}", "{count} also hold {credentials}", entry.people)
    return format_html(text, count=entry.people, credentials=summary(entry.each, words))


def _same_people(count: int, entry: Including, words: Words) -> SafeString:
    text = _("of these same {all}, at least {count} also with {credentials}")
    return format_html(text, all=count, count=entry.people, credentials=sentence(entry.each, words))


def _also_meter(entry: Including, verdict: IncludingVerdict, words: Words) -> Meter:
    have = format_html(
        _("<b>{have} of {need}</b> also with {credentials}"),
        have=verdict.have,
        need=verdict.need,
        credentials=summary(entry.each, words),
    )
    return replace(people_meter(verdict.have, verdict.need, have_words=have), met=verdict.met)


def open_place(
    short: int, entries: Sequence[NotCounting], each: Predicate, words: Words, lacking: Sequence[Lack] = ()
) -> OpenPlace | None:
    """Open places of a requirement or group in words; `lacking`: including entries and how many short."""
    if short > 0:
        sentences = [_places(short), *_lacking(lacking, words, of_open=True), *_nearest(entries, each, words)]
        return OpenPlace(short, _spaced(sentences))
    if lacking:
        return OpenPlace(
            max(count for _entry, count in lacking), _spaced(_lacking(lacking, words, of_open=False))
        )
    return None


def _places(short: int) -> SafeString:
    return format_html(
        ngettext("<b>{count} place open.</b>", "<b>{count} places open.</b>", short), count=short
    )


def _lacking(lacking: Sequence[Lack], words: Words, *, of_open: bool) -> list[SafeString]:
    if of_open:
        text = _("At least {count} of them for somebody who also holds {credentials}.")
    else:
        text = _("At least {count} of the people here must also hold {credentials}.")
    return [
        format_html(text, count=count, credentials=summary(entry.each, words)) for entry, count in lacking
    ]


def _nearest(entries: Sequence[NotCounting], each: Predicate, words: Words) -> list[SafeString]:
    entry = nearest(entries, each, words)
    if entry is None:
        return []
    shown = {"person": words.person(entry.person), "help": helps(entry, each, words)}
    return [format_html(_("Nearest: {person}. {help}"), **shown)]


def _spaced(sentences: Sequence[SafeString]) -> SafeString:
    return format_html_join(" ", "{}", ((one,) for one in sentences))


def with_people(
    row: Requirement,
    counting: Sequence[Counting],
    not_counting: Sequence[NotCounting],
    each: Predicate,
    words: Words,
    *,
    also: Sequence[Predicate] = (),
    standing: dict[str, str] | None = None,
    listed: slice = FIRST,
) -> Requirement:
    """The row with its people: those `listed` of each kind by name, and how many more come after them.

    `also` are the predicates asked beside; `standing` says in which group of a team a person stands.
    """
    places = standing or {}
    nearly = [
        nearly_counting(entry, each, words, elsewhere=places.get(entry.person, ""))
        for entry in not_counting[listed]
    ]
    return replace(
        row,
        contributors=tuple(
            contributor(one, words, also=_beside(one, also, words)) for one in counting[listed]
        ),
        more=max(0, len(counting) - listed.stop),
        nearly=tuple(nearly),
        more_nearly=max(0, len(not_counting) - listed.stop),
        nearly_words=_nearly_words(len(not_counting)),
    )


def _nearly_words(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(count)d person nearly counts here, and why not",
        "%(count)d people nearly count here, and why they do not",
        count,
    )
    return text % {"count": count}


def _beside(entry: Counting, also: Sequence[Predicate], words: Words) -> tuple[str, ...]:
    held = words.held(entry.person)
    found = [satisfying(predicate, held) or () for predicate in also]
    return tuple(dict.fromkeys(code for codes in found for code in codes))
