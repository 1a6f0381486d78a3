"""When each path of a competency holds on the days to come, by projection: what the time line draws."""

from dataclasses import dataclass
from itertools import chain

from competencies.facts import Period
from competencies.rules.calendar import as_date
from competencies.rules.docket import Docket
from competencies.rules.moment import Moment


@dataclass(frozen=True)
class PathOutlook:
    """The periods in which a path is met; the last has no end if it is met on the last day looked at."""

    level: str
    path: str
    held: tuple[Period, ...]


def outlook(docket: Docket, competency: str, on: int, through: int) -> tuple[PathOutlook, ...]:
    """Every path that an edition in force between `on` and `through` (ordinals) has for the competency."""
    course = docket.course(on)
    later = sorted(day for day in course.touched if day <= through)
    changes: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for moment in chain([course.moment], course.ahead(later)):
        met = _met(docket, competency, moment)
        for path in dict.fromkeys([*changes, *met]):
            known = changes.setdefault(path, [])
            if not known or known[-1][1] is not met.get(path, False):
                known.append((moment.day, met.get(path, False)))
    return tuple(PathOutlook(*path, _periods(known)) for path, known in changes.items())


def _met(docket: Docket, competency: str, moment: Moment) -> dict[tuple[str, str], bool]:
    entries = [entry for entry in docket.book_on(moment.day).entries if entry.key[0] == competency]
    return {(entry.key[1], path.key): path.met(moment) for entry in entries for path in entry.paths}


def _periods(changes: list[tuple[int, bool]]) -> tuple[Period, ...]:
    found = []
    for (day, met), (until, _) in zip(changes, [*changes[1:], (None, False)], strict=True):
        start = as_date(day)
        if met and start is not None:
            found.append(Period(start, None if until is None else as_date(until)))
    return tuple(found)
