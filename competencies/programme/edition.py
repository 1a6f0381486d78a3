"""One edition of a partner programme, as its file states it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from competencies.programme.requirement import Node, Text


@dataclass(frozen=True)
class Level:
    """A level of a competency, such as silver."""

    key: str
    name: Text


@dataclass(frozen=True)
class Market:
    """A group of countries with thresholds of its own; an organisation trades in exactly one."""

    key: str
    name: Text


@dataclass(frozen=True)
class Centre:
    """A centre of excellence, which groups competencies."""

    key: str
    name: Text


@dataclass(frozen=True)
class Credential:
    """An exam, a certification or an assessment that the edition recognises (C1)."""

    code: str
    kind: str
    title: Text
    retires_on: date | None = None
    accepted_through: date | None = None
    replaced_by: str | None = None
    available_from: date | None = None
    last_bookable_on: date | None = None
    note: Text | None = None

    @property
    def accepted_until(self) -> date | None:
        """The first day on which it no longer counts (C6); None if no such day is known.

        Without `accepted_through`, a retired credential counts through the same day one year later.
        """
        last = self.accepted_through
        if last is None and self.retires_on is not None:
            last = _a_year_after(self.retires_on)
        return None if last is None or last == date.max else last + timedelta(days=1)


def _a_year_after(day: date) -> date | None:
    if day.year == date.max.year:
        return None
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)


@dataclass(frozen=True)
class Metric:
    """A figure that readings report: `flow` is summed over a window, `stock` is its latest reading."""

    key: str
    name: Text
    unit: str
    kind: str


@dataclass(frozen=True)
class AttestationKind:
    """A statement about an organisation that somebody vouches for."""

    key: str
    name: Text


@dataclass(frozen=True)
class Path:
    """One way to attain a level: every requirement has to hold."""

    key: str
    level: str
    name: Text
    requires: tuple[Node, ...]
    note: Text | None = None
    doubt: Text | None = None


@dataclass(frozen=True)
class Competency:
    """A field in which a partner proves proficiency, with the paths to its levels."""

    key: str
    name: Text
    centre: str
    paths: tuple[Path, ...]
    source: str | None = None
    note: Text | None = None
    doubt: Text | None = None


@dataclass(frozen=True)
class Entry:
    """A level of a competency that the edition has a path for: what can be attained."""

    competency: Competency
    level: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Edition:
    """One edition: its rules apply from `effective_from` until a later edition's day."""

    programme: str
    key: str
    effective_from: date
    name: Text
    levels: tuple[Level, ...]
    levels_without_competency: tuple[str, ...]
    markets: tuple[Market, ...]
    centres: tuple[Centre, ...]
    credentials: Mapping[str, Credential]
    metrics: Mapping[str, Metric]
    attestations: Mapping[str, AttestationKind]
    competencies: Mapping[str, Competency]

    def requirements(self) -> Iterator[Node]:
        """Every requirement of every path; what stands below it is not listed."""
        for competency in self.competencies.values():
            for path in competency.paths:
                yield from path.requires

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every (competency, level) with a path, in the file's order, levels lowest first."""
        return tuple(
            Entry(competency, level.key, paths)
            for competency in self.competencies.values()
            for level in self.levels
            if (paths := tuple(path for path in competency.paths if path.level == level.key))
        )
