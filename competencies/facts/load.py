"""From the models to Facts: a fixed number of queries for a chunk of organisations, whatever its size.

The one module of the pure core that knows Django. It leaves out what an organisation may not learn (A7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from competencies.facts.model import (
    Achievement,
    Attestation,
    Facts,
    Held,
    Membership,
    Override,
    Period,
    Person,
    Reading,
)
from competencies.models import Achievement as AchievementRow
from competencies.models import Association
from competencies.models import Attestation as AttestationRow
from competencies.models import Override as OverrideRow
from competencies.models import Reading as ReadingRow
from partners.models import Account, Organisation, Term, TermEntry

QUERIES = 9
"""How many queries `load_facts` makes at most."""


class _Earned(NamedTuple):
    """An achievement as its row says, without its associations."""

    credential: str
    earned_on: date
    expires_on: date | None
    revoked_on: date | None


def load_facts(organisation_ids: Iterable[int], *, as_of: date | Mapping[int, date]) -> dict[int, Facts]:
    """The facts of each organisation by its id; ids that are no organisation's are left out.

    `as_of` is the first day on which the facts will be asked about, one for all or one for each: it chooses
    the term (the one in force, else in grace), and whoever has no open account is left out unless they still
    count on that day or a later one. `Person.id` and `Facts.organisation` are primary keys as text.
    """
    ids = sorted(set(organisation_ids))
    days = as_of if isinstance(as_of, Mapping) else dict.fromkeys(ids, as_of)
    markets = dict(Organisation.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "market"))
    people, memberships = _people(ids, days), _memberships(ids, days)
    readings, attestations, overrides = _readings(ids), _attestations(ids), _overrides(ids)
    return {
        pk: Facts(
            str(pk), market, people[pk], readings[pk], attestations[pk], overrides[pk], memberships.get(pk)
        )
        for pk, market in markets.items()
    }


def _people(ids: Sequence[int], days: Mapping[int, date]) -> dict[int, tuple[Person, ...]]:
    accounts = Account.objects.open().filter(organisation_id__in=ids)
    sharing = {
        (org, user): shares
        for org, user, shares in accounts.values_list("organisation_id", "user_id", "shares_transcript")
    }
    held, periods = _associated(ids)
    _add_shared(held, ids)
    people: dict[int, list[Person]] = defaultdict(list)
    for tie in sorted(held):
        person = _person(tie, held[tie], periods, shares=sharing.get(tie, False))
        if tie in sharing or _still_counts(person, days[tie[0]]):
            people[tie[0]].append(person)
    return defaultdict(tuple, {pk: tuple(listed) for pk, listed in people.items()})


def _associated(ids: Sequence[int]) -> tuple[dict[Any, dict[int, _Earned]], dict[Any, list[Period]]]:
    """Achievements ever associated, by (organisation, user) and id; their periods by (organisation, id)."""
    rows = Association.objects.filter(affiliation__organisation_id__in=ids).order_by("starts_on", "pk")
    held: dict[Any, dict[int, _Earned]] = defaultdict(dict)
    periods: dict[Any, list[Period]] = defaultdict(list)
    for org, user, pk, code, earned, expires, revoked, starts_on, until in rows.values_list(
        "affiliation__organisation_id", "affiliation__user_id", "achievement_id", "achievement__credential",
        "achievement__earned_on", "achievement__expires_on", "achievement__revoked_on", "starts_on", "until",
    ):  # fmt: skip
        held[org, user][pk] = _Earned(code, earned, expires, revoked)
        periods[org, pk].append(Period(starts_on, until))
    return held, periods


def _add_shared(held: dict[Any, dict[int, _Earned]], ids: Sequence[int]) -> None:
    """Add everything on the transcripts of those who show it to the organisation of their account."""
    rows = AchievementRow.objects.filter(
        transcript__user__accounts__organisation_id__in=ids,
        transcript__user__accounts__until=None,
        transcript__user__accounts__shares_transcript=True,
    )
    for org, user, pk, code, earned, expires, revoked in rows.values_list(
        "transcript__user__accounts__organisation_id", "transcript__user_id", "pk", "credential",
        "earned_on", "expires_on", "revoked_on",
    ):  # fmt: skip
        held[org, user].setdefault(pk, _Earned(code, earned, expires, revoked))


def _person(
    tie: tuple[int, int], held: Mapping[int, _Earned], periods: Mapping[Any, list[Period]], *, shares: bool
) -> Person:
    organisation, user = tie
    achievements = []
    for pk in sorted(held):
        associated = tuple(periods.get((organisation, pk), ()))
        earned = held[pk] if shares else _as_last_seen(held[pk], associated)
        achievements.append(Achievement(*earned, associated))
    return Person(str(user), tuple(achievements))


def _as_last_seen(earned: _Earned, associated: Sequence[Period]) -> _Earned:
    """Without an end or a revocation after the day on which the last association ended (A7)."""
    ends = [period.until for period in associated]
    if None in ends:
        return earned
    last = max(end for end in ends if end is not None)
    return earned._replace(
        expires_on=_by(earned.expires_on, last), revoked_on=_by(earned.revoked_on, last)
    )


def _by(day: date | None, end: date) -> date | None:
    return day if day is not None and day <= end else None


def _still_counts(person: Person, day: date) -> bool:
    periods = (period for achievement in person.achievements for period in achievement.associated)
    return any(period.until is None or period.until > day for period in periods)


def _readings(ids: Sequence[int]) -> dict[int, tuple[Reading, ...]]:
    rows = ReadingRow.objects.filter(organisation_id__in=ids).order_by("metric", "on")
    return _grouped(rows.values_list("organisation_id", "metric", "on", "amount"), Reading)


def _attestations(ids: Sequence[int]) -> dict[int, tuple[Attestation, ...]]:
    rows = AttestationRow.objects.filter(organisation_id__in=ids).order_by("attestation", "reference")
    return _grouped(rows.values_list("organisation_id", "attestation", "starts_on", "until"), Attestation)


def _overrides(ids: Sequence[int]) -> dict[int, tuple[Override, ...]]:
    """Overrides; one that was ended early counts to the day on which it was."""
    found = defaultdict(list)
    for row in OverrideRow.objects.filter(organisation_id__in=ids).order_by("starts_on", "pk"):
        override = Override(row.competency, row.level, row.starts_on, row.last_until)
        found[row.organisation_id].append(override)
    return defaultdict(tuple, {pk: tuple(listed) for pk, listed in found.items()})


def _grouped(rows: Iterable[Any], make: Any) -> dict[int, tuple[Any, ...]]:
    """Rows whose first value is the organisation's id, as tuples of what `make` builds from the rest."""
    found = defaultdict(list)
    for pk, *values in rows:
        found[pk].append(make(*values))
    return defaultdict(tuple, {pk: tuple(listed) for pk, listed in found.items()})


def _memberships(ids: Sequence[int], days: Mapping[int, date]) -> dict[int, Membership]:
    chosen = terms_on(ids, days)
    held = defaultdict(list)
    entries = TermEntry.objects.filter(term__in=list(chosen.values())).order_by("pk")
    for term, competency, level in entries.values_list("term_id", "competency", "level"):
        held[term].append(Held(competency, level))
    return {
        pk: Membership(term.level, term.starts_on, term.until, term.grace_until, tuple(held[term.pk]))
        for pk, term in chosen.items()
    }


def terms_on(ids: Sequence[int], days: Mapping[int, date]) -> dict[int, Term]:
    """The term of each organisation in force on its day, else the one in grace. One query."""
    if not days:
        return {}
    rows = Term.objects.filter(organisation_id__in=ids, grace_until__gt=min(days.values()))
    chosen: dict[int, Term] = {}
    for term in rows.order_by("starts_on", "pk"):
        if term.in_force_or_grace(days[term.organisation_id]):
            chosen[term.organisation_id] = term
    return chosen
