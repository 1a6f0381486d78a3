"""What a path asks of people, and how much of it is missing at least, with passes that are added to try."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from math import inf

from competencies.programme import Node
from competencies.rules.criterion import Criterion, Places
from competencies.rules.crowd import Atoms, Choices, Kind
from competencies.rules.filling import cheapest_filling
from competencies.rules.moment import Moment
from competencies.rules.requirement import BranchRule, PeopleRule, Requirement, TeamRule

Pass = tuple[int, int]
"""A person of the crowd and an atom, by their numbers."""


class Crowd:
    """The people of a path as a small moment of their own, and passes that are added to it and taken back."""

    def __init__(
        self, kinds: Sequence[Kind], choices: Choices, moment: Moment, codes: int, seats: int
    ) -> None:
        self.choices = choices
        self.kinds = kinds
        self.kind: list[int] = []
        self.held: list[Atoms] = []
        for number, kind in enumerate(kinds):
            size = min(kind.size, seats)
            self.kind += [number] * size
            self.held += [kind.held] * size
        self.profiles = Counter(zip(self.held, (kinds[each].may for each in self.kind), strict=True))
        # Whatever is asked for, somebody may hold it.
        self.moment = Moment(moment.day, [0] * codes, -1, moment.attestations, moment.figures)
        for place, atom in enumerate(choices.atoms):
            self.moment.holders[atom.stands] = sum(
                1 << person for person, held in enumerate(self.held) if held >> place & 1
            )

    def may(self, person: int) -> bool:
        """Whether the person may pass something."""
        return self.kinds[self.kind[person]].may

    def flip(self, added: Pass) -> None:
        """Add a pass, or take it back."""
        person, atom = added
        self.profiles[self.held[person], True] -= 1
        self.held[person] ^= 1 << atom
        self.profiles[self.held[person], True] += 1
        self.moment.holders[self.choices.atoms[atom].stands] ^= 1 << person

    def pass_all(self) -> list[Pass]:
        """Let everybody who may pass everything; returns what was added."""
        added = [
            (person, atom)
            for person, held in enumerate(self.held)
            if self.may(person)
            for atom in range(len(self.choices.atoms))
            if (self.choices.open & ~held) >> atom & 1
        ]
        for each in added:
            self.flip(each)
        return added


class Demand:
    """The requirements of a path; those in `granted`, which no pass can bring, are taken as if they held."""

    def __init__(self, nodes: Sequence[Requirement], crowd: Crowd, granted: Collection[int]) -> None:
        self.crowd = crowd
        self._granted = granted
        self._nodes = tuple(_parts(nodes))
        self._atoms = {id(node): atoms_of(node, crowd.choices) for node in self._nodes}
        self._components = _components(self._nodes, self._atoms)
        self._costs: dict[tuple[Criterion, Atoms], float] = {}

    def met(self, node: Requirement) -> bool:
        """Whether the node holds."""
        if isinstance(node, BranchRule):
            found = (self.met(part) for part in node.parts)
            return all(found) if node.every else any(found)
        return id(node) in self._granted or node.met(self.crowd.moment)

    @property
    def unmet(self) -> Atoms | None:
        """The atoms of the first node that does not hold; None if all do."""
        return next((self._atoms[id(node)] for node in self._nodes if not self.met(node)), None)

    @property
    def lacking(self) -> float:
        """At least so many passes are needed; infinite where passes are of no use.

        Nodes that ask for different things need passes of their own, others may share them.
        """
        return sum(max(self._lack(node) for node in nodes) for nodes in self._components)

    def _lack(self, node: Requirement) -> float:
        if self.met(node):
            return 0
        if isinstance(node, BranchRule):
            return (max if node.every else min)(self._lack(part) for part in node.parts)
        if isinstance(node, PeopleRule):
            return self._of_people(node)
        if isinstance(node, TeamRule):
            return self._of_team(node)
        return inf

    def _of_people(self, node: PeopleRule) -> float:
        """The cheapest people, for the node and for each of its entries."""
        least = self._cheapest(node.need, lambda held: self._cost(node.each, held))
        for also, people in node.also or ():
            both = lambda held, also=also: max(self._cost(node.each, held), self._cost(also, held))  # noqa: E731
            least = max(least, self._cheapest(people, both))
        return least

    def _of_team(self, node: TeamRule) -> float:
        offers = []
        for (held, may), size in self.crowd.profiles.items():
            prices = [self._cost(each, held) for each in node.each]
            if not may:
                prices = [inf if price else price for price in prices]
            if size and min(prices) < inf:
                offers.append((prices, size))
        return cheapest_filling(offers, node.needs)

    def _cheapest(self, need: int, cost: Callable[[Atoms], float]) -> float:
        found = []
        for (held, may), size in self.crowd.profiles.items():
            price = cost(held) if size else inf
            if size and (may or not price):
                found.append((price, size))
        total: float = 0
        for price, size in sorted(found):
            total += price * min(size, need) if need else 0
            need = max(0, need - size)
        return inf if need else total

    def _cost(self, criterion: Criterion, held: Atoms) -> float:
        key = (criterion, held)
        if key not in self._costs:
            choices = self.crowd.choices
            added = criterion.smallest(
                _places(criterion, choices, choices.open), _places(criterion, choices, held)
            )
            self._costs[key] = inf if added is None else added.bit_count()
        return self._costs[key]


def _places(criterion: Criterion, choices: Choices, atoms: Atoms) -> Places:
    stands = (atom.stands for place, atom in enumerate(choices.atoms) if atoms >> place & 1)
    return sum(criterion.places.get(code, 0) for code in stands)


def _parts(nodes: Sequence[Requirement]) -> Iterator[Requirement]:
    """The nodes, an `all_of` taken apart."""
    for node in nodes:
        if isinstance(node, BranchRule) and node.every:
            yield from _parts(node.parts)
        else:
            yield node


def leaves(nodes: Sequence[Requirement]) -> Iterator[Requirement]:
    """Every node that is no branch."""
    for node in nodes:
        if isinstance(node, BranchRule):
            yield from leaves(node.parts)
        else:
            yield node


def seats(nodes: Sequence[Requirement]) -> int:
    """How many people can stand on them at most."""
    return sum(_seats(leaf) for leaf in leaves(nodes))


def _seats(leaf: Requirement) -> int:
    if isinstance(leaf, PeopleRule):
        return leaf.need
    return sum(leaf.needs) if isinstance(leaf, TeamRule) else 0


def atoms_of(node: Requirement, choices: Choices) -> Atoms:
    """Everything that people are asked for at or below the node."""
    found = 0
    for leaf in leaves([node]):
        for criterion in _criteria(leaf):
            for code in criterion.codes:
                found |= choices.of[code]
    return found


def _criteria(leaf: Requirement) -> Iterator[Criterion]:
    if isinstance(leaf, PeopleRule):
        yield leaf.each
        yield from (also for also, _ in leaf.also or ())
    elif isinstance(leaf, TeamRule):
        yield from leaf.each


def programme_nodes(nodes: Sequence[Requirement]) -> list[Node]:
    """The nodes of the programme behind the leaves."""
    return [leaf.node for leaf in leaves(nodes)]  # type: ignore[attr-defined]


def _components(nodes: Sequence[Requirement], atoms: dict[int, Atoms]) -> list[list[Requirement]]:
    """The nodes in groups, no two of which ask for the same thing."""
    found: list[tuple[Atoms, list[Requirement]]] = []
    for node in nodes:
        mine, members = atoms[id(node)], [node]
        apart = []
        for other, theirs in found:
            if other & mine:
                mine |= other
                members = theirs + members
            else:
                apart.append((other, theirs))
        found = [*apart, (mine, members)]
    return [members for _, members in found]
