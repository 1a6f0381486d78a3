"""Who makes the difference in what a node asks of some of its people beside: a verdict only counts them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from competencies.programme import People
from competencies.rules import Case, NotCounting


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who satisfies an `including` entry, by these codes, on one of two days; `why_not` on the other."""

    person: str
    codes: tuple[str, ...]
    why_not: NotCounting | None


def differences(
    case: Case, node: People, people: Collection[str], *, met: date, unmet: date
) -> Iterator[Difference]:
    """Those of these people who satisfy an entry of the node on the day `met` and not on the day `unmet`."""
    for entry in node.including or ():
        with_it, without_it = case.who(entry.each, met), case.who(entry.each, unmet)
        staying = {each.person for each in without_it.counting}
        reasons = {each.person: each for each in without_it.not_counting}
        for each in with_it.counting:
            if each.person in people and each.person not in staying:
                yield Difference(each.person, each.credentials, reasons.get(each.person))
