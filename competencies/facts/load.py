"""From the models to Facts: a fixed number of queries for a chunk of organisations, whatever its size.

The one module of the pure core that knows Django. It leaves out what an organisation may not learn (A7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, DecimalField, F, QuerySet, Value

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
from partners.models import Organisation, Term

QUERIES = 5
"""How many queries `load` makes for a chunk."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The facts of an organisation, and what else its rows say.

    `names`: of everybody who has or had an account, by `Person.id`. `term`: the one that the facts' membership
    stands for. `overrides`: the rows behind the facts' overrides, with who placed them.
    """

    facts: Facts
    names: Mapping[str, str]
    term: Term | None
    overrides: tuple[OverrideRow, ...]


class Earned(NamedTuple):
    """An achievement as its row says, without its associations."""

    credential: str
    earned_on: date
    expires_on: date | None
    revoked_on: date | None


@dataclass(slots=True)
class _Tenant:
    """An organisation's market, everybody's name, and who of the open accounts shares the transcript."""

    market: str
    names: dict[str, str] = field(default_factory=dict)
    sharing: dict[int, bool] = field(default_factory=dict)


class _Term(NamedTuple):
    """A term and what it displays."""

    term: Term
    held: tuple[Held, ...]


def load_facts(organisation_ids: Iterable[int], *, as_of: date | Mapping[int, date]) -> dict[int, Facts]:
    """The facts alone, as `load` reads them."""
    return {pk: loaded.facts for pk, loaded in load(organisation_ids, as_of=as_of).items()}


def load(organisation_ids: Iterable[int], *, as_of: date | Mapping[int, date]) -> dict[int, Loaded]:
    """What is known of each organisation by its id; ids that are no organisation's are left out.

    `as_of` is the first day on which the facts will be asked about, one for all or one for each: it chooses
    the term (the one in force, else in grace), and whoever has no open account is left out unless they still
    count on that day or a later one. `Person.id` and `Facts.organisation` are primary keys as text.
    """
    ids = sorted(set(organisation_ids))
    days = as_of if isinstance(as_of, Mapping) else dict.fromkeys(ids, as_of)
    tenants, terms, overrides = _tenants(ids), _terms(ids, days), _overrides(ids)
    people, (readings, attestations) = _people(ids, days, tenants), _reported(ids)
    found = {}
    for pk, tenant in tenants.items():
        facts = Facts(
            organisation=str(pk),
            market=tenant.market,
            people=tuple(people[pk]),
            readings=tuple(readings[pk]),
            attestations=tuple(attestations[pk]),
            overrides=tuple(map(_override, overrides[pk])),
            membership=_membership(terms[pk]) if pk in terms else None,
        )
        found[pk] = Loaded(facts, tenant.names, terms[pk].term if pk in terms else None, tuple(overrides[pk]))
    return found


def _tenants(ids: Sequence[int]) -> dict[int, _Tenant]:
    rows = Organisation.objects.filter(pk__in=ids).order_by("pk", "accounts__pk")
    found: dict[int, _Tenant] = {}
    for pk, market, user, name, until, shares in rows.values_list(
        "pk", "market", "accounts__user_id", "accounts__user__name",
        "accounts__until", "accounts__shares_transcript",
    ):  # fmt: skip
        tenant = found.setdefault(pk, _Tenant(market))
        if user is not None:
            tenant.names[str(user)] = name
            if until is None:
                tenant.sharing[user] = shares
    return found


def _people(
    ids: Sequence[int], days: Mapping[int, date], tenants: Mapping[int, _Tenant]
) -> dict[int, list[Person]]:
    held, periods = _achievements(ids)
    people: dict[int, list[Person]] = defaultdict(list)
    for tie in sorted(held):
        organisation, user = tie
        sharing = tenants[organisation].sharing
        person = _person(tie, held[tie], periods, shares=sharing.get(user, False))
        if user in sharing or _still_counts(person, days[organisation]):
            people[organisation].append(person)
    return people


def _achievements(ids: Sequence[int]) -> tuple[dict[Any, dict[int, Earned]], dict[Any, list[Period]]]:
    """Achievements by (organisation, user) and id; when they were associated by (organisation, id)."""
    held: dict[Any, dict[int, Earned]] = defaultdict(dict)
    periods: dict[Any, list[Period]] = defaultdict(list)
    rows = _associated(ids).union(_shared(ids), all=True).order_by("starts_on", "pk")
    for org, user, pk, code, earned, expires, revoked, _tie, starts_on, until in rows:
        held[org, user][pk] = Earned(code, earned, expires, revoked)
        if starts_on is not None:
            periods[org, pk].append(Period(starts_on, until))
    return held, periods


def _associated(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Everything that was ever associated, a row for each time."""
    rows = Association.objects.filter(affiliation__organisation_id__in=ids)
    return rows.values_list(
        "affiliation__organisation_id", "affiliation__user_id", "achievement_id", "achievement__credential",
        "achievement__earned_on", "achievement__expires_on", "achievement__revoked_on",
        "pk", "starts_on", "until",
    )  # fmt: skip


def _shared(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Everything on the transcripts of those who show it to the organisation of their account."""
    rows = AchievementRow.objects.filter(
        transcript__user__accounts__organisation_id__in=ids,
        transcript__user__accounts__until=None,
        transcript__user__accounts__shares_transcript=True,
    )
    return rows.values_list(
        "transcript__user__accounts__organisation_id", "transcript__user_id", "pk", "credential",
        "earned_on", "expires_on", "revoked_on",
        Value(None, BigIntegerField()), Value(None, DateField()), Value(None, DateField()),
    )  # fmt: skip


def _person(
    tie: tuple[int, int], held: Mapping[int, Earned], periods: Mapping[Any, list[Period]], *, shares: bool
) -> Person:
    organisation, user = tie
    achievements = []
    for pk in sorted(held):
        associated = tuple(periods.get((organisation, pk), ()))
        earned = held[pk] if shares else as_last_seen(held[pk], associated)
        achievements.append(Achievement(*earned, associated))
    return Person(str(user), tuple(achievements))


def as_last_seen(earned: Earned, associated: Sequence[Period]) -> Earned:
    """Without an end or a revocation after the day on which the last association ended (A7)."""
    ends = [period.until for period in associated]
    if None in ends:
        return earned
    last = max(end for end in ends if end is not None)
    return earned._replace(expires_on=_by(earned.expires_on, last), revoked_on=_by(earned.revoked_on, last))


def _by(day: date | None, end: date) -> date | None:
    return day if day is not None and day <= end else None


def _still_counts(person: Person, day: date) -> bool:
    periods = (period for achievement in person.achievements for period in achievement.associated)
    return any(period.until is None or period.until > day for period in periods)


def _reported(ids: Sequence[int]) -> tuple[dict[int, list[Reading]], dict[int, list[Attestation]]]:
    """What the vendor reports of the organisations themselves; only readings have an amount."""
    measured = ReadingRow.objects.filter(organisation_id__in=ids).values_list(
        "organisation_id", "metric", "on", Value(None, DateField()), "amount"
    )
    attested = AttestationRow.objects.filter(organisation_id__in=ids).values_list(
        "organisation_id", "attestation", "starts_on", "until", Value(None, DecimalField())
    )
    readings: dict[int, list[Reading]] = defaultdict(list)
    attestations: dict[int, list[Attestation]] = defaultdict(list)
    for pk, key, on, until, amount in measured.union(attested, all=True).order_by("metric", "on"):
        if amount is None:
            attestations[pk].append(Attestation(key, on, until))
        else:
            readings[pk].append(Reading(key, on, amount))
    return readings, attestations


def _overrides(ids: Sequence[int]) -> dict[int, list[OverrideRow]]:
    found: dict[int, list[OverrideRow]] = defaultdict(list)
    rows = OverrideRow.objects.filter(organisation_id__in=ids).select_related("placed_by")
    for row in rows.order_by("starts_on", "pk"):
        found[row.organisation_id].append(row)
    return found


def _override(row: OverrideRow) -> Override:
    """One that was ended early counts to the day on which it was."""
    return Override(row.competency, row.level, row.starts_on, row.last_until)


def _terms(ids: Sequence[int], days: Mapping[int, date]) -> dict[int, _Term]:
    """The term of each organisation in force on its day, else the one in grace; with what it displays."""
    if not days:
        return {}
    rows = Term.objects.filter(organisation_id__in=ids, grace_until__gt=min(days.values()))
    # A row for each entry, and one for a term that has none.
    shown = rows.annotate(shown=F("entries__competency"), shown_at=F("entries__level"))
    entries: Iterable[Any] = shown.order_by("starts_on", "pk", "entries__pk")
    chosen: dict[int, _Term] = {}
    for _pk, group in groupby(entries, key=lambda row: row.pk):
        term, *others = group
        if term.in_force_or_grace(days[term.organisation_id]):
            held = tuple(Held(row.shown, row.shown_at) for row in (term, *others) if row.shown)
            chosen[term.organisation_id] = _Term(term, held)
    return chosen


def _membership(chosen: _Term) -> Membership:
    term, held = chosen
    return Membership(term.level, term.starts_on, term.until, term.grace_until, held)
