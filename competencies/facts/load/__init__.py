"""From the models to Facts: a fixed number of queries for a chunk of organisations, whatever its size.

With `rows`, the one place of the pure core that knows Django. It leaves out what an organisation may not learn (A7).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from competencies.facts.load import rows
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
from competencies.models import Override as OverrideRow
from partners.models import Term
from partners.naming import called

QUERIES = 5
"""How many queries `load` makes for a chunk."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The facts of an organisation, and what else its rows say.

    `names`: of everybody who has or had an account, by `Person.id`. `term`: the one that the facts' membership
    stands for. `overrides`: the rows behind the facts' overrides, with who placed them. `users`: whoever has
    an account that nobody has ended, whether or not they hold anything.
    """

    facts: Facts
    names: Mapping[str, str]
    term: Term | None
    overrides: tuple[OverrideRow, ...]
    users: Collection[int] = ()

    @property
    def present(self) -> list[str]:
        """The same by `Person.id`."""
        return [str(user) for user in self.users]


@dataclass(slots=True)
class _Tenant:
    """An organisation's market, everybody's name, and who of the open accounts shares the transcript."""

    market: str
    names: dict[str, str] = field(default_factory=dict)
    sharing: dict[int, bool] = field(default_factory=dict)


_Held = dict[int, dict[int, dict[int, Achievement]]]
"""By organisation and user what they hold, by its id."""


class _Term(NamedTuple):
    """A term and what it displays."""

    term: Term
    held: tuple[Held, ...]


def load_facts(organisation_ids: Iterable[int], *, as_of: date | Mapping[int, date]) -> dict[int, Facts]:
    """The facts alone, as `load` reads them."""
    return {pk: loaded.facts for pk, loaded in load(organisation_ids, as_of=as_of).items()}


def load(
    organisation_ids: Iterable[int],
    *,
    as_of: date | Mapping[int, date],
    names: bool = True,
    of_people: bool = True,
) -> dict[int, Loaded]:
    """What is known of each organisation by its id; ids that are no organisation's are left out.

    `as_of` is the first day on which the facts will be asked about, one for all or one for each: it chooses
    the term (the one in force, else in grace), and whoever has no open account is left out unless they still
    count on that day or a later one. `Person.id` and `Facts.organisation` are primary keys as text. Without
    `names` nobody's name is read: a review of many needs none; without `of_people` only of who placed overrides.
    """
    ids = sorted(set(organisation_ids))
    days = as_of if isinstance(as_of, Mapping) else dict.fromkeys(ids, as_of)
    named = names and of_people
    tenants = _tenants(rows.accounts_named(ids=ids) if named else rows.accounts(ids=ids))
    terms, overrides = _terms(ids, days), _overrides(ids, days, names)
    people, (readings, attestations) = _people(_ties(ids, tenants), days, tenants), _reported(ids)
    found = {}
    for pk, tenant in tenants.items():
        shown, placed = terms.get(pk), overrides[pk]
        facts = Facts(
            organisation=str(pk),
            market=tenant.market,
            people=tuple(people[pk]),
            readings=tuple(readings[pk]),
            attestations=tuple(attestations[pk]),
            overrides=tuple(map(_override, placed)),
            membership=_membership(shown) if shown else None,
        )
        term = shown.term if shown else None
        found[pk] = Loaded(facts, tenant.names, term, tuple(placed), tenant.sharing.keys())
    return found


def load_people(
    organisation_ids: Iterable[int], users: Iterable[int], *, as_of: date
) -> dict[int, list[Person]]:
    """What `load` finds of these users alone, in two queries; whom it leaves out holds nothing here."""
    ids, wanted = sorted(set(organisation_ids)), sorted(set(users))
    # Who has something associated may have no account there any more.
    tenants = {pk: _Tenant("") for pk in ids} | _tenants(rows.accounts_of(ids=ids, users=wanted))
    ties = rows.associated_and_shared_of(ids=ids, users=wanted)
    found = _people(ties, dict.fromkeys(ids, as_of), tenants)
    known = {(pk, person.id): person for pk, people in found.items() for person in people}
    return {pk: [known.get((pk, str(user)), Person(str(user))) for user in wanted] for pk in ids}


def _tenants(accounts: Iterable[tuple[Any, ...]]) -> dict[int, _Tenant]:
    """By organisation; the rows have names where names are read."""
    found: dict[int, _Tenant] = {}
    for pk, market, user, until, shares, *name in accounts:
        tenant = found.get(pk)
        if tenant is None:
            tenant = found[pk] = _Tenant(market)
        if user is not None:
            if name:
                tenant.names[str(user)] = called(*name)
            if until is None:
                tenant.sharing[user] = shares
    return found


def _ties(ids: Sequence[int], tenants: Mapping[int, _Tenant]) -> list[tuple[Any, ...]]:
    shown = any(True in tenant.sharing.values() for tenant in tenants.values())
    return rows.associated_and_shared(ids=ids) if shown else rows.associated(ids=ids)


def _people(
    ties: Iterable[tuple[Any, ...]], days: Mapping[int, date], tenants: Mapping[int, _Tenant]
) -> dict[int, list[Person]]:
    people: dict[int, list[Person]] = defaultdict(list)
    for organisation, users in _held(ties, tenants).items():
        sharing, day, found = tenants[organisation].sharing, days[organisation], people[organisation]
        for user in sorted(users):
            mine = users[user]
            person = Person(str(user), tuple([mine[pk] for pk in sorted(mine)]))
            if user in sharing or _still_counts(person, day):
                found.append(person)
    return people


def _held(ties: Iterable[tuple[Any, ...]], tenants: Mapping[int, _Tenant]) -> _Held:
    """What users hold, in no order."""
    held: _Held = defaultdict(lambda: defaultdict(dict))
    # The busiest loop of a full review: it makes nothing that is not kept.
    for organisation, user, pk, code, earned, expires, revoked, starts_on, until in ties:
        mine = held[organisation][user]
        associated: tuple[Period, ...] = () if starts_on is None else (Period(starts_on, until),)
        if pk in mine:
            associated = tuple(sorted(mine[pk].associated + associated, key=_order))
        if until is not None and (expires or revoked) and not tenants[organisation].sharing.get(user):
            expires, revoked = as_last_seen(expires, revoked, associated)
        mine[pk] = Achievement(code, earned, expires, revoked, associated)
    return held


def _order(period: Period) -> tuple[date, date]:
    return period.starts_on, period.until or date.max


def as_last_seen(
    expires: date | None, revoked: date | None, associated: Sequence[Period]
) -> tuple[date | None, date | None]:
    """Without an end or a revocation after the day on which the last association ended (A7)."""
    ends = [period.until for period in associated]
    if None in ends:
        return expires, revoked
    last = max(end for end in ends if end is not None)
    return _by(expires, last), _by(revoked, last)


def _by(day: date | None, end: date) -> date | None:
    return day if day is not None and day <= end else None


def _still_counts(person: Person, day: date) -> bool:
    periods = (period for achievement in person.achievements for period in achievement.associated)
    return any(period.until is None or period.until > day for period in periods)


def _reported(ids: Sequence[int]) -> tuple[dict[int, list[Reading]], dict[int, list[Attestation]]]:
    """What the vendor reports of the organisations themselves."""
    readings: dict[int, list[Reading]] = defaultdict(list)
    attestations: dict[int, list[Attestation]] = defaultdict(list)
    # In no order: the rules sort the readings that they look at.
    for pk, key, on, until, amount in rows.reported(ids=ids):
        if amount is None:
            attestations[pk].append(Attestation(key, on, until))
        else:
            readings[pk].append(Reading(key, on, amount))
    return readings, attestations


def _overrides(ids: Sequence[int], days: Mapping[int, date], names: bool) -> dict[int, list[OverrideRow]]:
    found: dict[int, list[OverrideRow]] = defaultdict(list)
    first = min(days.values(), default=date.max)
    for row in rows.overrides_placed(ids=ids) if names else rows.overrides_alone(ids=ids, first=first):
        found[row.organisation_id].append(row)
    return found


def _override(row: OverrideRow) -> Override:
    """One that was ended early counts to the day on which it was."""
    return Override(row.competency, row.level, row.starts_on, row.last_until)


def _terms(ids: Sequence[int], days: Mapping[int, date]) -> dict[int, _Term]:
    """The term of each organisation in force on its day, else the one in grace; with what it displays."""
    if not days:
        return {}
    entries: Iterable[Any] = rows.terms_shown(ids=ids, first=min(days.values()))
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
