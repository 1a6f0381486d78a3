"""The lines of the skills report: one query, read as it comes, whatever the organisation's size."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value

from competencies.facts import Achievement, Period
from competencies.facts.load import as_last_seen
from competencies.models import Achievement as AchievementRow
from competencies.models import Association
from competencies.rules import Scrutiny
from competencies.skills.filters import ASSOCIATED, Filters
from competencies.skills.states import NOTHING, state
from partners.models import Account, Organisation, User

AT_ONCE = 2000
"""So many rows come from the database at once."""


class Skill(NamedTuple):
    """An achievement of somebody with an open account, or the one line of somebody without any to show.

    `associated`: since when it is, None if it is not; `apart`: from when to when it was, if it is not any more.
    """

    person: int
    name: str
    email: str
    mcid: str
    credential: str
    earned_on: date | None
    expires_on: date | None
    state: str
    since: date | None
    associated: date | None
    apart: Period | None


_Row = tuple[Any, ...]
"""The columns as named in `_COLUMNS`."""

_BEGINS, _ENDS = 11, 12


def skills(
    organisation: Organisation,
    scrutiny: Scrutiny,
    filters: Filters,
    *,
    contacts: bool,
    after: User | None = None,
) -> Iterator[Skill]:
    """The lines by name, credential and day; those of a person lie together. `after`: only who comes later.

    As in the facts of the rules: what was never associated here is there only if the person shows the whole
    transcript, and what ended it after its last association's end is not known (A7).
    """
    rows = _rows(organisation, filters, contacts, after).iterator(chunk_size=AT_ONCE)
    for line in _lines(rows, scrutiny):
        if filters.state and line.state != filters.state:
            continue
        if filters.associated and (line.associated is not None) != (filters.associated == ASSOCIATED):
            continue
        yield line


def _lines(rows: Iterable[Any], scrutiny: Scrutiny) -> Iterator[Skill]:
    """A line for each achievement, whose associations lie together. The busiest lines of a report: plain loops."""
    for (_person, achievement), group in groupby(rows, key=itemgetter(1, 5)):
        found = list(group)
        yield _nothing(found[0]) if achievement is None else _skill(found, scrutiny)


def _nothing(row: _Row) -> Skill:
    name, person, email, *_rest = row
    return Skill(person, name, email, "", "", None, None, NOTHING, None, None, None)


def _skill(rows: Sequence[_Row], scrutiny: Scrutiny) -> Skill:
    # Taken apart at once: of fifty thousand rows each name looked up would be heard.
    name, person, email, shares, mcid, _achievement, code, earned_on, expires_on, revoked_on, *_tie = rows[0]
    periods = tuple([Period(row[_BEGINS], row[_ENDS]) for row in rows if row[_BEGINS] is not None])
    if not shares and (expires_on or revoked_on):
        expires_on, revoked_on = as_last_seen(expires_on, revoked_on, periods)
    now, since = state(Achievement(code, earned_on, expires_on, revoked_on, periods), scrutiny)
    day, tied = scrutiny.on, None
    for period in periods:
        if period.starts_on <= day and (period.until is None or day < period.until):
            tied = period.starts_on
    apart = periods[-1] if periods and tied is None else None
    return Skill(person, name, email, mcid or "", code, earned_on, expires_on, now, since, tied, apart)


_COLUMNS = (
    "who", "person", "mail", "shares", "number", "earned", "code", "day", "expires", "revoked",
    "tie", "begins", "ends",
)  # fmt: skip


def _rows(
    organisation: Organisation, filters: Filters, contacts: bool, after: User | None
) -> QuerySet[Any, Any]:
    """Everything ever associated by the people of the day, what they show besides, and who has nothing of it."""
    parts = [_associated, _shared]
    if not filters.of_credentials and filters.state in {"", NOTHING}:
        parts = [_without] if filters.state else [*parts, _without]
    found = (part(organisation, filters, contacts, after).values_list(*_COLUMNS) for part in parts)
    first, *others = found
    return first.union(*others, all=True).order_by("who", "person", "code", "day", "earned", "begins", "tie")


def _associated(
    organisation: Organisation, filters: Filters, contacts: bool, after: User | None
) -> QuerySet[Any, Any]:
    user = "affiliation__user__"
    rows = Association.objects.filter(
        _beyond(user, after),
        filters.people(user, contacts=contacts),
        filters.credentials("achievement__credential"),
        affiliation__organisation=organisation,
        affiliation__user__accounts__organisation=organisation,
        affiliation__user__accounts__until=None,
    )
    return rows.annotate(
        who=F("affiliation__user__name"),
        person=F("affiliation__user_id"),
        mail=F("affiliation__user__email"),
        shares=F("affiliation__user__accounts__shares_transcript"),
        number=F("achievement__transcript__mcid"),
        earned=F("achievement_id"),
        code=F("achievement__credential"),
        day=F("achievement__earned_on"),
        expires=F("achievement__expires_on"),
        revoked=F("achievement__revoked_on"),
        tie=F("pk"),
        begins=F("starts_on"),
        ends=F("until"),
    )


def _shared(
    organisation: Organisation, filters: Filters, contacts: bool, after: User | None
) -> QuerySet[Any, Any]:
    user = "transcript__user__"
    rows = AchievementRow.objects.filter(
        _beyond(user, after),
        filters.people(user, contacts=contacts),
        filters.credentials("credential"),
        transcript__user__accounts__organisation=organisation,
        transcript__user__accounts__until=None,
        transcript__user__accounts__shares_transcript=True,
    )
    return rows.annotate(
        who=F("transcript__user__name"),
        person=F("transcript__user_id"),
        mail=F("transcript__user__email"),
        shares=F("transcript__user__accounts__shares_transcript"),
        number=F("transcript__mcid"),
        earned=F("pk"),
        code=F("credential"),
        day=F("earned_on"),
        expires=F("expires_on"),
        revoked=F("revoked_on"),
        tie=Value(None, BigIntegerField()),
        begins=Value(None, DateField()),
        ends=Value(None, DateField()),
    )


def _without(
    organisation: Organisation, filters: Filters, contacts: bool, after: User | None
) -> QuerySet[Any, Any]:
    """Everybody who never associated anything here, and shows nothing else."""
    ties = Association.objects.filter(
        affiliation__organisation=organisation, affiliation__user=OuterRef("user")
    )
    shown = AchievementRow.objects.filter(transcript__user=OuterRef("user"))
    rows = Account.objects.open().filter(
        _beyond("user__", after),
        filters.people("user__", contacts=contacts),
        ~Exists(ties),
        Q(shares_transcript=False) | ~Exists(shown),
        organisation=organisation,
    )
    nothing: Any = Value(None, DateField())
    return rows.annotate(
        who=F("user__name"),
        person=F("user_id"),
        mail=F("user__email"),
        shares=F("shares_transcript"),
        number=Value(None, CharField()),
        earned=Value(None, BigIntegerField()),
        code=Value("", CharField()),
        day=nothing,
        expires=nothing,
        revoked=nothing,
        tie=Value(None, BigIntegerField()),
        begins=nothing,
        ends=nothing,
    )


def _beyond(user: str, after: User | None) -> Q:
    """Everybody who comes after somebody: by name, then by id."""
    if after is None:
        return Q()
    later = Q(**{f"{user}name__gt": after.name})
    return later | Q(**{f"{user}name": after.name, f"{user}pk__gt": after.pk})
