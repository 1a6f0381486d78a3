"""What an edition changes against another: added, removed, changed, thing by thing (D1, G7). Pure.

What a file may say in several ways is no difference: the order of lists, and grouping that asks for the same but
for one word of it. An edition's own name and day are not compared; they always differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from competencies.programme.edition import Competency, Edition, Path
from competencies.programme.matching import compare_requirements


class Change(StrEnum):
    """What was done to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Part(StrEnum):
    """What kind of thing it is."""

    EDITION = "edition"
    LEVEL = "level"
    MARKET = "market"
    CENTRE = "centre"
    CREDENTIAL = "credential"
    METRIC = "metric"
    ATTESTATION = "attestation"
    COMPETENCY = "competency"
    ENTRY = "entry"  # a level of a competency
    PATH = "path"
    REQUIREMENT = "requirement"


@dataclass(frozen=True)
class Place:
    """Where it is. `key`: of a thing that stands in a list of the file; `node`: the requirement's position, as "2.1".

    A requirement that was removed has its position in the earlier edition.
    """

    part: Part
    key: str = ""
    competency: str = ""
    level: str = ""
    path: str = ""
    node: str = ""


@dataclass(frozen=True)
class Difference:
    """One difference. `attribute` names what of a changed thing; `before` and `after` are its values or the thing.

    An entry that was added or removed has its paths. The attribute "grouping" of a path: it asks for the same,
    written otherwise.
    """

    place: Place
    change: Change
    attribute: str = ""
    before: Any = None
    after: Any = None


_NAMED = ("name",)
_OF_CREDENTIAL = (
    "kind", "title", "retires_on", "accepted_through", "replaced_by", "available_from", "last_bookable_on", "note",
)  # fmt: skip
_OF_METRIC = ("name", "unit", "kind")
_OF_COMPETENCY = ("name", "centre", "source", "note", "doubt")
_OF_PATH = ("level", "name", "note", "doubt")


def differences(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """Every difference, in the order of the file; what is gone comes after what is there."""
    return tuple(
        chain(
            _attributes(Place(Part.EDITION), before, after, ("name", "levels_without_competency")),
            _things(Part.LEVEL, _by_key(before.levels), _by_key(after.levels), _NAMED),
            _things(Part.MARKET, _by_key(before.markets), _by_key(after.markets), _NAMED),
            _things(Part.CENTRE, _by_key(before.centres), _by_key(after.centres), _NAMED),
            _things(Part.CREDENTIAL, before.credentials, after.credentials, _OF_CREDENTIAL),
            _things(Part.METRIC, before.metrics, after.metrics, _OF_METRIC),
            _things(Part.ATTESTATION, before.attestations, after.attestations, _NAMED),
            _competencies(before, after),
        )
    )


def _by_key(things: Sequence[Any]) -> dict[str, Any]:
    return {each.key: each for each in things}


def _things(
    part: Part, before: Mapping[str, Any], after: Mapping[str, Any], attributes: Sequence[str]
) -> Iterator[Difference]:
    for key in _both(before, after):
        place = Place(part, key)
        if key in before and key in after:
            yield from _attributes(place, before[key], after[key], attributes)
        else:
            yield _come_or_gone(place, before.get(key), after.get(key))


def _both(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, None]:
    return dict.fromkeys([*after, *before])


def _come_or_gone(place: Place, before: Any, after: Any) -> Difference:
    return Difference(place, Change.REMOVED if after is None else Change.ADDED, "", before, after)


def _attributes(place: Place, before: Any, after: Any, attributes: Sequence[str]) -> Iterator[Difference]:
    for attribute in attributes:
        values = getattr(before, attribute), getattr(after, attribute)
        if values[0] != values[1]:
            yield Difference(place, Change.CHANGED, attribute, *values)


def _competencies(before: Edition, after: Edition) -> Iterator[Difference]:
    for key in _both(before.competencies, after.competencies):
        then, now = before.competencies.get(key), after.competencies.get(key)
        place = Place(Part.COMPETENCY, key, competency=key)
        if then is None or now is None:
            yield _come_or_gone(place, then, now)
            continue
        yield from _attributes(place, then, now, _OF_COMPETENCY)
        yield from _paths(place, then, now, (before, after))


def _paths(
    place: Place, before: Competency, after: Competency, editions: tuple[Edition, Edition]
) -> Iterator[Difference]:
    """Level by level; a level whose every path came or went is told as one."""
    then, now = _by_key(before.paths), _by_key(after.paths)
    both = then.keys() & now.keys()
    for level in (each.key for each in editions[1].levels):
        had = [each for each in before.paths if each.level == level]
        has = [each for each in after.paths if each.level == level]
        at = replace(place, part=Part.ENTRY, level=level)
        come = [each for each in has if each.key not in both]
        gone = [each for each in had if each.key not in both]
        if come and come == has and not had:
            yield Difference(at, Change.ADDED, "", None, tuple(come))
            continue
        if gone and gone == had and not has:
            yield Difference(at, Change.REMOVED, "", tuple(gone), None)
            continue
        for path in has:
            yield from _path(replace(at, part=Part.PATH, key=path.key, path=path.key), then, path, editions)
        for path in gone:
            gone_at = replace(at, part=Part.PATH, key=path.key, path=path.key)
            yield Difference(gone_at, Change.REMOVED, "", path, None)


def _path(
    place: Place, then: Mapping[str, Path], path: Path, editions: tuple[Edition, Edition]
) -> Iterator[Difference]:
    before = then.get(path.key)
    if before is None:
        yield Difference(place, Change.ADDED, "", None, path)
        return
    yield from _attributes(place, before, path, _OF_PATH)
    markets = [each.key for each in editions[1].markets]
    for found in compare_requirements(before.requires, path.requires, markets):
        at = replace(place, part=Part.REQUIREMENT, node=found.position) if found.position else place
        change = Change.CHANGED
        if not found.attribute:
            change = Change.REMOVED if found.after is None else Change.ADDED
        yield Difference(at, change, found.attribute, found.before, found.after)
