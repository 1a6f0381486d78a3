"""From the database to a Situation: the one loader of the pages about an organisation."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import get_language

from competencies.facts import Period
from competencies.facts.load import load_facts
from competencies.models import Achievement, Association, Attainment, Override, Standing
from competencies.presenters.achievements import Held
from competencies.presenters.causes import people_in
from competencies.presenters.competency import mentioned
from competencies.presenters.history import TOLD, Event
from competencies.presenters.holdings import Holdings
from competencies.presenters.situation import Attained, PlacedOverride, Situation
from competencies.presenters.words import Words
from competencies.programme import Programme
from competencies.published import Published
from competencies.review import up_to_date
from competencies.rules import Case, ExplainedVerdict, Outcome
from partners.models import JournalEntry, Organisation, User

EVENTS = 10
"""How many changes a competency's page tells."""


def standing_of(organisation: Organisation, rules: Published, *, as_of: date) -> Standing:
    """The organisation's standing, reviewed first if it is due (D2)."""
    return up_to_date(organisation.pk, as_of=as_of, rules=rules)


def situation_of(
    organisation: Organisation, programme: Programme, *, as_of: date, only: Collection[str] | None = None
) -> Situation:
    """The organisation's facts judged and explained on the day; `only` names the competencies to explain.

    Nobody's name is known yet, and no history: `with_history` adds both for one competency.
    """
    facts = load_facts([organisation.pk], as_of=as_of)[organisation.pk]
    case = Case(facts, programme)
    words = Words(
        edition=programme.edition_on(as_of),
        organisation=organisation.display_name,
        market=facts.market,
        people={},
        language=get_language() or "en",
        on=as_of,
        holdings=Holdings(case, as_of),
    )
    outcome = case.explained(as_of, only=only)
    return Situation(programme, case, facts, outcome, words, started=case.started(as_of))


def with_history(
    situation: Situation, organisation: Organisation, competency: str, because: Iterable[str]
) -> tuple[Situation, list[Event]]:
    """The situation with the names of everybody it mentions, and with what came before in this competency.

    `because` are ids of further people to name. Events come latest first.
    """
    events = _events(organisation, competency)
    named = {
        *because,
        *_mentioned(situation.outcome),
        *(one for event in events for one in people_in(_because(event))),
    }
    return situation.told(
        people=_names(named),
        attained=_attained(organisation, competency),
        overrides=_overrides(organisation, competency),
    ), events


def _mentioned(outcome: Outcome) -> set[str]:
    explained = (verdict for verdict in outcome.competencies if isinstance(verdict, ExplainedVerdict))
    return {
        person for verdict in explained for path in verdict.paths for person in mentioned(path.requirements)
    }


def _names(people: Collection[str]) -> dict[str, str]:
    rows = User.objects.filter(pk__in=[int(person) for person in people]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _attained(organisation: Organisation, competency: str) -> list[Attained]:
    rows = Attainment.objects.filter(organisation=organisation, competency=competency).order_by(
        "starts_on", "pk"
    )
    return [Attained(row.competency, row.level, row.starts_on, row.until, tuple(row.via)) for row in rows]


def _overrides(organisation: Organisation, competency: str) -> list[PlacedOverride]:
    rows = Override.objects.filter(organisation=organisation, competency=competency).select_related(
        "placed_by"
    )
    return [
        PlacedOverride(
            row.competency, row.level, row.starts_on, row.last_until,
            row.reason, row.placed_on, row.placed_by.name, row.ended_reason,
        )
        for row in rows.order_by("starts_on", "pk")
    ]  # fmt: skip


def _events(organisation: Organisation, competency: str) -> list[Event]:
    rows = JournalEntry.objects.of(organisation).filter(competency=competency, kind__in=list(TOLD))
    columns = rows.values_list("on", "kind", "level", "edition", "data")[:EVENTS]
    return [Event(*row) for row in columns]


def _because(event: Event) -> list[dict[str, object]]:
    found: list[dict[str, object]] = event.data.get("because", [])
    return found


def held_by(user: User, organisation: Organisation, *, as_of: date) -> list[Held]:
    """Everything on the user's own transcripts, by credential, with where it is associated on the day."""
    associations = Association.objects.visible_to(user).select_related("affiliation__organisation")
    achievements = Achievement.objects.visible_to(user).order_by("credential", "earned_on")
    found = achievements.prefetch_related(Prefetch("associations", associations.order_by("starts_on", "pk")))
    return [_one(row, organisation, as_of) for row in found]


def _one(row: Achievement, organisation: Organisation, as_of: date) -> Held:
    ties = list(row.associations.all())
    now = [tie for tie in ties if tie.starts_on <= as_of and (tie.until is None or as_of < tie.until)]
    here = [tie for tie in ties if tie.affiliation.organisation_id == organisation.pk]
    return Held(
        credential=row.credential,
        earned_on=row.earned_on,
        expires_on=row.expires_on,
        revoked_on=row.revoked_on,
        associated_with=now[-1].affiliation.organisation.display_name if now else "",
        here=tuple(Period(tie.starts_on, tie.until) for tie in here),
    )
