"""From the JSON of a facts file to Facts. Unknown keys are ignored; what is missing or malformed is a FactsError."""

from collections.abc import Callable
from typing import Any, TypeVar

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
from competencies.facts.scalar import FactsError, amount, day, optional_day, text
from competencies.programme import Programme

T = TypeVar("T")
Row = dict[str, Any]


def read_facts(document: Any, programme: Programme) -> Facts:
    """The facts that a parsed JSON document of one organisation states.

    Raises FactsError, naming the field, for a missing or malformed one, a market or level that the programme
    does not have, and a person id that stands twice.
    """
    row = _object(document)
    organisation = text(row, "organisation")
    people = _each(row, "people", _person)
    _refuse_doubled(people)
    return Facts(
        organisation,
        _one_of(row, "market", programme.market_keys),
        people,
        _each(row, "readings", _reading),
        _each(row, "attestations", _attestation),
        _each(row, "overrides", lambda item: _override(item, programme)),
        _membership(row, programme),
    )


def _object(value: Any) -> Row:
    if type(value) is not dict:
        raise FactsError("", "expected a JSON object")
    return value


def _each(row: Row, key: str, read: Callable[[Row], T]) -> tuple[T, ...]:
    """The items of the list at `key`, an absent one being empty; an error inside names the item."""
    items = row.get(key)
    if items is None:
        return ()
    if type(items) is not list:
        raise FactsError(key, "expected a list")
    try:
        return tuple([read(item) for item in items])
    except (FactsError, AttributeError, TypeError):
        # An item is bad, or no object at all: read them again, one by one, to say which.
        return tuple([_item(item, f"{key}[{number}]", read) for number, item in enumerate(items)])


def _item(item: Any, field: str, read: Callable[[Row], T]) -> T:
    try:
        return read(_object(item))
    except FactsError as error:
        raise error.within(field) from None


def _one_of(row: Row, key: str, known: frozenset[str]) -> str:
    value = text(row, key)
    if value not in known:
        raise FactsError(key, f"unknown {key} '{value[:40]}'; expected one of {', '.join(sorted(known))}")
    return value


def _refuse_doubled(people: tuple[Person, ...]) -> None:
    if len({person.id for person in people}) == len(people):
        return
    seen: set[str] = set()
    for number, person in enumerate(people):
        if person.id in seen:
            raise FactsError(f"people[{number}].id", f"'{person.id[:40]}' stands twice")
        seen.add(person.id)


def _person(row: Row) -> Person:
    return Person(text(row, "id"), _each(row, "achievements", _achievement))


def _achievement(row: Row) -> Achievement:
    # Most have neither end: not to call for them is a tenth of the time that reading takes.
    return Achievement(
        text(row, "credential"),
        day(row, "earned_on"),
        None if row.get("expires_on") is None else day(row, "expires_on"),
        None if row.get("revoked_on") is None else day(row, "revoked_on"),
        _periods(row, "associated"),
    )


def _periods(row: Row, key: str) -> tuple[Period, ...]:
    items = row.get(key)
    if type(items) is list and len(items) == 1 and type(items[0]) is dict and "from" in items[0]:
        # The usual case, with nothing to be named but what the period itself names.
        try:
            return (_period(items[0]),)
        except FactsError as error:
            raise error.within(f"{key}[0]") from None
    return _each(row, key, _period)


def _period(row: Row) -> Period:
    return Period(day(row, "from"), None if row.get("until") is None else day(row, "until"))


def _reading(row: Row) -> Reading:
    return Reading(text(row, "metric"), day(row, "on"), amount(row, "amount"))


def _attestation(row: Row) -> Attestation:
    return Attestation(text(row, "attestation"), day(row, "from"), optional_day(row, "until"))


def _override(row: Row, programme: Programme) -> Override:
    level = _one_of(row, "level", frozenset(programme.level_keys))
    return Override(text(row, "competency"), level, day(row, "from"), optional_day(row, "until"))


def _membership(row: Row, programme: Programme) -> Membership | None:
    if row.get("membership") is None:
        return None
    try:
        term = _object(row["membership"])
        return Membership(
            _one_of(term, "level", programme.membership_levels),
            day(term, "from"),
            optional_day(term, "until"),
            optional_day(term, "grace_until"),
            _each(term, "held", lambda item: _held(item, programme)),
        )
    except FactsError as error:
        raise error.within("membership") from None


def _held(row: Row, programme: Programme) -> Held:
    return Held(text(row, "competency"), _one_of(row, "level", frozenset(programme.level_keys)))
