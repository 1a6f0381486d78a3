"""From the database to a Situation: the one loader of the pages about an organisation."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, QuerySet, Value
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from competencies.collecting import collecting_later
from competencies.facts.load import Loaded, load
from competencies.models import Attainment, Feed, FeedRun, Override, Standing
from competencies.presenters.freshness import fresh_lines
from competencies.presenters.history import TOLD, Event
from competencies.presenters.holdings import Holdings
from competencies.presenters.situation import Attained, PlacedOverride, Situation
from competencies.presenters.words import Words
from competencies.programme import Edition, Programme
from competencies.published import Published, published, published_as, stamp
from competencies.review import up_to_date
from competencies.rules import Case
from partners.clock import day_of
from partners.models import JournalEntry, Organisation
from partners.models.prepared import Prepared
from partners.naming import names_here

EVENTS = 10
"""How many changes a competency's page tells."""


class AtHand(NamedTuple):
    """What a page that judges begins with; `times` are those of each feed's latest file (G11), if there is one."""

    rules: Published
    standing: Standing
    times: Mapping[str, datetime]


@Prepared
def _standing_and_vendor(organisation: int) -> QuerySet[Standing, Any]:
    version, published_at = stamp()
    times = {f"time_of_{feed}": FeedRun.objects.latest_time(feed) for feed in Feed}
    rows = Standing.objects.filter(pk=organisation)
    return rows.annotate(latest_version=version, latest_published_at=published_at, **times)


def at_hand(organisation: Organisation, *, as_of: date) -> AtHand:
    """The organisation's standing, reviewed first if it is due (D2), and what the vendor has sent: in one query."""
    row = next(iter(_standing_and_vendor(organisation=organisation.pk)), None)
    if row is None:  # never judged so far
        rules = published()
        runs = FeedRun.objects.freshest()
        times = {feed: run.generated_at for feed, run in runs.items()}
        return AtHand(rules, standing_of(organisation, rules, as_of=as_of), times)
    rules = published_as(row.latest_version, row.latest_published_at)
    known = {feed: getattr(row, f"time_of_{feed}") for feed in Feed.values}
    return AtHand(
        rules,
        up_to_date(organisation.pk, as_of=as_of, rules=rules, standing=row),
        {feed: time for feed, time in known.items() if time is not None},
    )


def standing_of(organisation: Organisation, rules: Published, *, as_of: date) -> Standing:
    """The organisation's standing, reviewed first if it is due (D2)."""
    return up_to_date(organisation.pk, as_of=as_of, rules=rules)


@collecting_later()
def situation_of(
    organisation: Organisation,
    programme: Programme,
    *,
    as_of: date,
    only: Collection[str] | None = None,
    about: Mapping[str, str] | None = None,
) -> Situation:
    """The organisation's facts judged and explained on the day; `only` names the competencies to explain.

    `about` are the people whom the page lists, their names by the facts' ids; everybody if it is left out.

    What was attained before is not known yet: `Situation.told` adds it.
    """
    loaded = load([organisation.pk], as_of=as_of, of_people=about is None)[organisation.pk]
    case = Case(loaded.facts, programme)
    return Situation(
        programme,
        case,
        loaded.facts,
        case.explained(as_of, only=only, about=about),
        _words(organisation, loaded, programme.edition_on(as_of), Holdings(case, as_of), about),
        overrides=[_placed(row) for row in loaded.overrides],
        started=case.started(as_of),
    )


def _words(
    organisation: Organisation,
    loaded: Loaded,
    edition: Edition,
    holdings: Holdings,
    about: Mapping[str, str] | None,
) -> Words:
    return Words(
        edition=edition,
        organisation=organisation.display_name,
        market=loaded.facts.market,
        people=loaded.names if about is None else about,
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


@Prepared
def _past(organisation: Any, competency: str) -> QuerySet[Any, Any]:
    """What the organisation attained, whatever the competency; and its latest events in this one."""
    latest = JournalEntry.objects.of(organisation)
    nothing = Value("", CharField())
    told = latest.filter(competency=competency, kind__in=list(TOLD)).values("pk")[:EVENTS]
    events = JournalEntry.objects.filter(pk__in=told).values_list(
        "pk", "on", Value(None, DateField()), "kind", "competency", "level", "edition", "data"
    )
    attained = Attainment.objects.filter(organisation_id=organisation).values_list(
        "pk", "starts_on", "until", nothing, "competency", "level", nothing, "via"
    )
    return events.union(attained, all=True).order_by("on", "pk")


def past_of(organisation: Organisation, competency: str) -> tuple[list[Attained], list[Event]]:
    """What `attained_by` says, and what came before in the competency, the latest first; both in one query."""
    rows = _past(organisation=organisation.pk, competency=competency)
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
    return freshness_by({feed: run.generated_at for feed, run in runs.items()}, *feeds)


def freshness_by(times: Mapping[str, datetime], *feeds: Feed) -> list[SafeString]:
    """The same where the times of the latest files have been read already (`at_hand`)."""
    return fresh_lines({feed: day_of(times[feed]) for feed in feeds if feed in times})
