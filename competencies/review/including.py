"""Who makes the difference in what a node asks of some of its people beside: a verdict only counts them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from competencies.programme import EveryOf, Holds, People, Predicate
from competencies.rules import Case
from competencies.rules.failure import REASONS, failures


@dataclass(frozen=True, slots=True)
class Difference:
    """A person who satisfies an `including` entry on one of two days; the codes are its that count on that alone."""

    person: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a credential does not count, as a code of the programme format, and since when."""

    credential: str
    reason: str
    since: date


def differences(
    case: Case, node: People, people: Sequence[str], *, met: date, unmet: date
) -> Iterator[Difference]:
    """Those of these people who satisfy an entry of the node on the day `met` and not on the day `unmet`."""
    if not node.including:
        return
    with_it, without_it = case.counting(met), case.counting(unmet)
    for entry in node.including:
        for person in people:
            held, left = with_it.get(person, {}), without_it.get(person, {})
            if _satisfied(entry.each, held) and not _satisfied(entry.each, left):
                codes = dict.fromkeys(code for code in entry.each.codes if code in held and code not in left)
                yield Difference(person, tuple(codes))


def why_not(case: Case, difference: Difference, day: date) -> Failure | None:
    """Why the first of the codes does not count on the day; None if nothing of the person's own ended it."""
    numbers = case.rulebook.numbers
    person = next(place for place, each in enumerate(case.facts.people) if each.id == difference.person)
    edition = case.rulebook.programme.edition_on(day)
    found = failures(case.facts.people, case.rulebook, edition, day.toordinal()).get(person, [])
    by_code = {code: (REASONS[rank], date.fromordinal(since)) for code, rank, since in found}
    known = (code for code in difference.codes if numbers[code] in by_code)
    return next((Failure(code, *by_code[numbers[code]]) for code in known), None)


def _satisfied(predicate: Predicate, held: Collection[str]) -> bool:
    if isinstance(predicate, Holds):
        return predicate.code in held
    every = all if isinstance(predicate, EveryOf) else any
    return every(_satisfied(part, held) for part in predicate.parts)
