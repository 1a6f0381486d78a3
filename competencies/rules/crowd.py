"""The people of an organisation as a path sees them: alike, if they hold the same of what it asks.

What a cure looks at is small whatever the organisation's size: of people who are alike no more are needed than
the path has places, and of credentials that stand beside one another in every `any_of` one is as good as another.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from competencies.programme import EveryOf, Holds, Node, OneOf, People, Predicate, Team
from competencies.record import record
from competencies.rules.docket import Docket

Atoms = int
"""Bits of `Choices.atoms`."""


def by_id(person: str) -> tuple[int, str]:
    """The order in which people are named: that of their ids, which mostly are numbers."""
    return (int(person), "") if person.isdigit() else (0, person)


@record
class Atom:
    """Credentials that are as good as one another for a path.

    `stands` is the number of the one that stands for all; `open` are the codes that can still be passed.
    """

    stands: int
    open: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """The atoms of a path, by their places in it; `of` has the atom's bit of each credential's number."""

    atoms: tuple[Atom, ...]
    of: Mapping[int, Atoms]

    @classmethod
    def of_nodes(
        cls, nodes: Sequence[Node], numbers: Mapping[str, int], offered: Collection[str]
    ) -> "Choices":
        """What these nodes ask for; `offered` are the codes that can be passed in time."""
        contexts: dict[str, list[object]] = {}
        places = count()
        for predicate in dict.fromkeys(each for node in nodes for each in _asked(node)):
            _collect(predicate, next(places), contexts, places)
        alike: dict[frozenset[object], list[str]] = defaultdict(list)
        for code, found in contexts.items():
            alike[frozenset(found)].append(code)
        atoms: list[Atom] = []
        of: dict[int, Atoms] = {}
        for place, codes in enumerate(alike.values()):
            atoms.append(Atom(numbers[codes[0]], tuple(code for code in codes if code in offered)))
            of |= {numbers[code]: 1 << place for code in codes}
        return cls(tuple(atoms), of)

    @property
    def open(self) -> Atoms:
        """Those that somebody can still pass."""
        return sum(1 << place for place, atom in enumerate(self.atoms) if atom.open)


def _asked(node: Node) -> Iterator[Predicate]:
    if isinstance(node, People):
        yield node.each
        yield from (entry.each for entry in node.including or ())
    elif isinstance(node, Team):
        yield from (group.each for group in node.groups)


def _collect(
    predicate: Predicate, here: object, contexts: dict[str, list[object]], places: Iterator[int]
) -> None:
    """Note for each code where it stands: beside others of an `any_of`, or alone."""
    if isinstance(predicate, Holds):
        contexts.setdefault(predicate.code, []).append(here)
        return
    for part in predicate.parts:
        # An any_of inside of another is the same any_of; in an all_of every part stands alone.
        beside = isinstance(predicate, OneOf) and not isinstance(part, EveryOf)
        _collect(part, here if beside else next(places), contexts, places)


@dataclass(frozen=True)
class Kind:
    """People who are alike: what they hold, whether they may pass something, the first of their ids.

    Somebody whom the organisation does not have yet has no id; `size` says how many there are.
    """

    held: Atoms
    may: bool
    ids: tuple[str, ...]
    size: int


class Everybody:
    """Who holds what on a day (an ordinal), found once for all paths. `able` are the ids of those who may pass.

    Those of them of whom the facts know nothing hold nothing.
    """

    def __init__(self, docket: Docket, day: int, able: Collection[str]) -> None:
        ids = [person.id for person in docket.facts.people]
        self.able = sorted(set(able))
        self._able = frozenset(able)
        self._holders: dict[int, list[str]] = defaultdict(list)
        for (number, person), days in docket.holdings.spans.items():
            if any(start <= day < end for start, end in days):
                self._holders[number].append(ids[person])

    def kinds(self, choices: Choices, most: int) -> list[Kind]:
        """Everybody by kind, in the order of the smallest ids; of each kind the first `most` are named."""
        held: dict[str, Atoms] = defaultdict(int)
        for number, atom in choices.of.items():
            for person in self._holders.get(number, ()):
                held[person] |= atom
        found: dict[tuple[Atoms, bool], list[str]] = defaultdict(list)
        for person, atoms in held.items():
            found[atoms, person in self._able].append(person)
        kinds = [Kind(*key, tuple(sorted(ids, key=by_id)[:most]), len(ids)) for key, ids in found.items()]
        blank = len(self.able) - sum(kind.size for kind in kinds if kind.may)
        if blank:
            first = islice((each for each in self.able if each not in held), most)
            kinds.append(Kind(0, True, tuple(first), blank))
        return sorted(kinds, key=lambda kind: by_id(kind.ids[0]))
