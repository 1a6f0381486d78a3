"""From the database to a Situation: the one loader of the pages about an organisation."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import CharField, DateField, Value
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from competencies.facts.load import Loaded, load
from competencies.models import Attainment, Feed, FeedRun, Override, Standing
from competencies.presenters.freshness import fresh_lines
from competencies.presenters.history import TOLD, Event
from competencies.presenters.holdings import Holdings
from competencies.presenters.situation import Attained, PlacedOverride, Situation
from competencies.presenters.words import Words
from competencies.programme import Edition, Programme
from competencies.published import Published
from competencies.review import up_to_date
from competencies.rules import Case
from partners.clock import day_of
from partners.models import JournalEntry, Organisation
from partners.naming import names_here

EVENTS = 10
"""How many changes a competency's page tells."""


def standing_of(organisation: Organisation, rules: Published, *, as_of: date) -> Standing:
    """The organisation's standing, reviewed first if it is due (D2)."""
    return up_to_date(organisation.pk, as_of=as_of, rules=rules)


def situation_of(
    organisation: Organisation,
    programme: Programme,
    *,
    as_of: date,
    only: Collection[str] | None = None,
    about: Collection[str] | None = None,
) -> Situation:
    """The organisation's facts judged and explained on the day; `only` names the competencies to explain.

    `about` are the people whom the page lists, by the facts' ids; everybody if it is left out.

    What was attained before is not known yet: `Situation.told` adds it.
    """
    loaded = load([organisation.pk], as_of=as_of)[organisation.pk]
    case = Case(loaded.facts, programme)
    return Situation(
        programme,
        case,
        loaded.facts,
        case.explained(as_of, only=only, about=about),
        _words(organisation, loaded, programme.edition_on(as_of), Holdings(case, as_of)),
        overrides=[_placed(row) for row in loaded.overrides],
        started=case.started(as_of),
    )


def _words(organisation: Organisation, loaded: Loaded, edition: Edition, holdings: Holdings) -> Words:
    return Words(
        edition=edition,
        organisation=organisation.display_name,
        market=loaded.facts.market,
        people=loaded.names,
        language=get_language() or "en",
        on=holdings.on,
        holdings=holdings,
    )


def words_of(
    organisation: Organisation, programme: Programme, *, as_of: date, people: Iterable[int] = ()
) -> Words:
    """The words of a page that judges nothing; it can name these people (by user id)."""
    return Words(
        edition=programme.edition_on(as_of),
        organisation=organisation.display_name,
        market=organisation.market,
        people=names_here(organisation, people),
        language=get_language() or "en",
        on=as_of,
    )


def naming(words: Words, organisation: Organisation, people: Iterable[int]) -> Words:
    """The same words, which can also name these people (by user id)."""
    unknown = {each for each in people if str(each) not in words.people}
    if not unknown:
        return words
    return replace(words, people={**words.people, **names_here(organisation, unknown)})


def _placed(row: Override) -> PlacedOverride:
    return PlacedOverride(
        row.competency, row.level, row.starts_on, row.last_until,
        row.reason, row.placed_on, str(row.placed_by), row.ended_reason,
    )  # fmt: skip


def attained_by(organisation: Organisation) -> list[Attained]:
    """Every period in which the organisation attained a level, the earliest first."""
    rows = Attainment.objects.filter(organisation=organisation).order_by("starts_on", "pk")
    return [Attained(row.competency, row.level, row.starts_on, row.until, tuple(row.via)) for row in rows]


def lapses_of(organisation: Organisation) -> list[tuple[str, date | None]]:
    """Of each level attained now the day on which it lapses, if it does."""
    return list(
        Attainment.objects.filter(organisation=organisation, until=None).values_list("level", "lapses_on")
    )


def past_of(organisation: Organisation, competency: str) -> tuple[list[Attained], list[Event]]:
    """What `attained_by` says, and what came before in the competency, the latest first; both in one query."""
    latest = JournalEntry.objects.of(organisation).filter(competency=competency, kind__in=list(TOLD))
    nothing = Value("", CharField())
    events = JournalEntry.objects.filter(pk__in=latest.values("pk")[:EVENTS]).values_list(
        "pk", "on", Value(None, DateField()), "kind", "competency", "level", "edition", "data"
    )
    attained = Attainment.objects.filter(organisation=organisation).values_list(
        "pk", "starts_on", "until", nothing, "competency", "level", nothing, "via"
    )
    rows = list(events.union(attained, all=True).order_by("on", "pk"))
    return (
        [
            Attained(key, level, on, until, tuple(via))
            for _pk, on, until, kind, key, level, _edition, via in rows
            if not kind
        ],
        [
            Event(on, kind, level, edition, data)
            for _pk, on, _until, kind, _key, level, edition, data in reversed(rows)
            if kind
        ],
    )


JUDGED = (Feed.ACHIEVEMENTS, Feed.READINGS, Feed.ATTESTATIONS)
"""The feeds of what competencies are judged by."""


def freshness(*feeds: Feed) -> list[SafeString]:
    """How fresh what came by these feeds is, in words; a feed that was never loaded is not named (G11)."""
    runs = FeedRun.objects.freshest()
    return fresh_lines({feed: day_of(runs[feed].generated_at) for feed in feeds if feed in runs})
