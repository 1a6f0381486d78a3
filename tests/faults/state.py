"""What the database says in the end, without the numbers that depend on who came first."""

from typing import Any

from competencies.models import (
    Achievement,
    Attainment,
    FeedFlaw,
    FeedRun,
    Override,
    Reading,
    StagedAchievement,
    Standing,
    Transcript,
    Untold,
)
from competencies.models.feeds import FeedTouch
from competencies.review.runs import count_due
from partners.clock import today
from partners.models import JournalEntry, Message, TermEntry

State = dict[str, list[str]]

_COLUMNS: dict[type[Any], list[str]] = {
    Achievement: ["transcript__mcid", "credential", "earned_on", "expires_on", "revoked_on"],
    Attainment: ["organisation", "competency", "level", "starts_on", "until", "via", "lapses_on", "earned"],
    FeedFlaw: ["run", "line", "field", "reason"],
    FeedRun: ["pk", "stage", "line", "merged_line", "staged", "bad", "written", "organisations"],
    FeedTouch: ["run", "organisation"],
    Override: ["pk", "ended_on", "expired_on", "reminded_on"],
    Reading: ["organisation", "metric", "on", "amount"],
    StagedAchievement: ["run", "line"],
    TermEntry: ["term", "competency", "level", "since"],
    Transcript: ["mcid", "name", "user", "access_code_hash"],
    Untold: ["organisation", "on"],
}


def state() -> State:
    """Every fact, level, journal entry and message, as sorted lines by table."""
    found = {
        model.__name__: sorted(map(repr, model.objects.values_list(*columns)))
        for model, columns in _COLUMNS.items()
    }
    names = _names_of_entries()
    found["JournalEntry"] = sorted(
        repr((*row[:-1], _named(row[-1], names)))
        for row in JournalEntry.objects.values_list(
            "organisation", "on", "kind", "competency", "level", "edition", "by", "data"
        )
    )
    found["Standing"] = sorted(
        repr((*row[:-1], _named(row[-1], names)))
        for row in Standing.objects.values_list(
            "pk", "next_review_on", "reviewed_on", "rules_version", "stages", "waiting", "risk"
        )
    )
    found["Message"] = sorted(
        repr((*row[:-1], _named(row[-1], names)))
        for row in Message.objects.values_list("recipient", "organisation", "kind", "on", "data")
    )
    return found


def _names_of_entries() -> dict[int, str]:
    """Journal entries have numbers in the order of their writing; what they say is the same."""
    rows = JournalEntry.objects.values_list("pk", "organisation", "on", "kind", "competency", "level")
    return {pk: repr(rest) for pk, *rest in rows}


def _named(data: Any, names: dict[int, str], key: str = "") -> Any:
    if isinstance(data, dict):
        # Whether somebody asked for the cures before the next review is no matter of state.
        return {name: _named(data[name], names, name) for name in sorted(data) if name != "cures"}
    if isinstance(data, list):
        return [_named(each, names, key) for each in data]
    return names[data] if key in {"event", "entries"} else data


def differences(one: State, other: State) -> list[str]:
    """What only one of them says, as lines for a person."""
    found = []
    for table in one:
        found += [f"- {table} {line}" for line in one[table] if line not in other[table]]
        found += [f"+ {table} {line}" for line in other[table] if line not in one[table]]
        if len(one[table]) != len(other[table]):
            found.append(f"{table}: {len(one[table])} rows, then {len(other[table])}")
    return found


def left() -> dict[str, int]:
    """How much of each kind of work is left to do."""
    as_of = today()
    return {
        "feeds": FeedRun.objects.unfinished().count(),
        "due": count_due(as_of),
        "overrides": Override.objects.to_expire(as_of).count() + Override.objects.to_remind(as_of).count(),
        "untold": Untold.objects.count(),
        "messages": Message.objects.filter(state__in=["waiting", "sending"]).count(),
    }
